"""Variables whose values belong to a context: each thread has its own, and Context.run() makes another for a call.

A context holds its values in an immutable snapshot that is replaced as a whole, so copying is cheap and a reader in another
thread never sees half a change.
"""

import _thread
from _static_type import static_type as _static_type

__all__ = ("Context", "ContextVar", "Token", "copy_context")

_missing = object()


class _NoValue:
    def __repr__(self):
        return "<Token.MISSING>"


def _current():
    context = _thread._get_context()
    if context is None:
        context = Context()
        _thread._set_context(context)
    return context


@_static_type
class Context:
    """A mapping from variables to values; read-only but for ContextVar.set() inside run()."""

    __module__ = "_contextvars"

    def __init_subclass__(cls):
        raise TypeError("type '_contextvars.Context' is not an acceptable base type")

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            raise TypeError("Context() does not accept any arguments")
        self._values = {}
        self._previous = None
        self._entered = _thread.allocate_lock()

    def run(self, callable, /, *args, **kwargs):
        """Call a function in this context; it must not be entered already."""
        if not self._entered.acquire(False):
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        previous = _current()
        _thread._set_context(self)
        try:
            return callable(*args, **kwargs)
        finally:
            _thread._set_context(previous)
            self._entered.release()

    def copy(self):
        """Return another context with the same values."""
        made = Context()
        made._values = self._values
        return made

    def __getitem__(self, var, /):
        _check_variable(var)
        return self._values[var]

    def __contains__(self, var, /):
        _check_variable(var)
        return var in self._values

    def get(self, var, default=None, /):
        """Return the value of a variable, or the default."""
        _check_variable(var)
        return self._values.get(var, default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._values == other._values

    __hash__ = None

    def __repr__(self):
        return f"<_contextvars.Context object at {id(self):#x}>"


def _check_variable(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {var!r}")


@_static_type
class ContextVar:
    """A variable with a value in each context."""

    __module__ = "_contextvars"

    def __init_subclass__(cls):
        raise TypeError("type '_contextvars.ContextVar' is not an acceptable base type")

    def __init__(self, *args, default=_missing):
        if len(args) != 1:
            raise TypeError(f"ContextVar() takes {'at most' if args else 'exactly'} 1 positional argument ({len(args)} given)")
        name, = args
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        """The name the variable was made with."""
        return self._name

    def get(self, default=_missing, /):
        """Return the value in the current context, else the default given here or at the start; LookupError without one."""
        value = _current()._values.get(self, _missing)
        if value is not _missing:
            return value
        if default is not _missing:
            return default
        if self._default is not _missing:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        """Set the value in the current context; return a token with which reset() undoes it."""
        context = _current()
        token = Token(context, self, context._values.get(self, Token.MISSING))
        context._values = {**context._values, self: value}
        return token

    def reset(self, token, /):
        """Go back to the value before the set() that returned the token."""
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _current()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        values = dict(context._values)
        if token._old_value is Token.MISSING:
            values.pop(self, None)
        else:
            values[self] = token._old_value
        context._values = values

    def __repr__(self):
        default = "" if self._default is _missing else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"

    __class_getitem__ = classmethod(type(list[int]))


@_static_type
class Token:
    """What ContextVar.set() returns; good for one reset()."""

    __module__ = "_contextvars"

    MISSING = _NoValue()

    def __init_subclass__(cls):
        raise TypeError("type 'Token' is not an acceptable base type")

    def __init__(self, context, var, old_value):
        self._context = context
        self._var = var
        self._old_value = old_value
        self._used = False

    @property
    def var(self):
        """The variable."""
        return self._var

    @property
    def old_value(self):
        """The value before, or Token.MISSING."""
        return self._old_value

    def __repr__(self):
        return f"<Token{' used' if self._used else ''} var={self._var!r} at {id(self):#x}>"

    __hash__ = None
    __class_getitem__ = classmethod(type(list[int]))


def copy_context():
    """Return a copy of the current context."""
    return _current().copy()
