"""Mocks: objects that take any use, remember it, and can be asked about it; and patch(), which puts them in the place of others.

A mock makes its attributes, and what its call returns, when they are first asked for: they are mocks too, its children. Two chains
lead from a child upwards. `_mock_parent` and `_mock_name` say whose attribute it is: along them calls get into `method_calls`.
`_mock_new_parent` and `_mock_new_name` also follow what calls return ('()') and special methods: along them calls get into
`mock_calls`, and names are made for repr(). A mock that already has a name or a parent keeps it when it is put elsewhere.

Special methods are looked up on the type, so each mock has a class of its own, made in __new__.

What a mock remembers is kept in plain lists. Mocks may be called by several threads at once; making a child is done under one lock,
so that all threads see the same child.
"""

__all__ = ("Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec", "AsyncMock", "ThreadingMock",
           "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open", "PropertyMock", "seal")

import builtins
import contextlib
import functools
import inspect
import io
import pprint
import sys
import threading

from types import CodeType, MethodType, ModuleType

from unittest.util import safe_repr

# Whether dir() of a mock shows only what is useful.
FILTER_DIR = True

_builtin_names = {name for name in dir(builtins) if not name.startswith("_")}


class InvalidSpecError(Exception):
    """A mock was given where the specification of one was wanted."""


# --- Names for nothing in particular -----------------------------------------------------------------------------------------

class _SentinelObject:
    """A unique object with a name."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinel:
    """Makes a unique object for each attribute asked for."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError  # inspect would take this object for a class
        return self._sentinels.setdefault(name, _SentinelObject(name))

    def __reduce__(self):
        return "sentinel"


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED
_unset = sentinel.TIMEOUT_UNSET


class _ANY:
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


# --- What kind of object is it -----------------------------------------------------------------------------------------------

FunctionTypes = (type(lambda: None), type(ANY.__eq__))


def _is_list(obj):
    # Subclasses may be specifications themselves.
    return type(obj) in (list, tuple)


def _is_exception(obj):
    return isinstance(obj, BaseException) or isinstance(obj, type) and issubclass(obj, BaseException)


def _is_magic(name):
    return f"__{name[2:-2]}__" == name


def _is_instance_mock(obj):
    # A mock may claim another class by __class__: its type tells the truth.
    return issubclass(type(obj), NonCallableMock)


def _extract_mock(obj):
    # create_autospec() of a function gives a function that keeps its mock beside.
    if isinstance(obj, FunctionTypes) and hasattr(obj, "mock"):
        return obj.mock
    return obj


@functools.cache
def _coroutine_mark():
    # What asyncio.iscoroutinefunction() looks for.
    try:
        from asyncio import coroutines
        return coroutines._is_coroutine
    except (ImportError, AttributeError):
        return object()


def iscoroutinefunction(obj):
    if inspect.iscoroutinefunction(obj):
        return True
    try:
        mark = obj._is_coroutine
    except AttributeError:
        return False
    return mark is _coroutine_mark()


def _is_async_obj(obj):
    if _is_instance_mock(obj) and not isinstance(obj, AsyncMock):
        return False
    if hasattr(obj, "__func__"):
        obj = getattr(obj, "__func__")
    return iscoroutinefunction(obj) or inspect.isawaitable(obj)


def _is_async_func(obj):
    return bool(getattr(obj, "__code__", None)) and iscoroutinefunction(obj)


def _callable(obj):
    if isinstance(obj, type):
        return True
    if isinstance(obj, (staticmethod, classmethod, MethodType)):
        return _callable(obj.__func__)
    return getattr(obj, "__call__", None) is not None


def _instance_callable(obj):
    # Whether instances of a class, or this object, can be called.
    if not isinstance(obj, type):
        return getattr(obj, "__call__", None) is not None
    return any(base.__dict__.get("__call__") is not None for base in obj.__mro__)


# --- Signatures --------------------------------------------------------------------------------------------------------------

def _get_signature_object(spec, as_instance, eat_self):
    """Return the function and the signature by which a call of a mock for this is checked, or None if that cannot be known."""
    if isinstance(spec, type) and not as_instance:
        spec = spec.__init__
        eat_self = True
    elif isinstance(spec, (classmethod, staticmethod)):
        if isinstance(spec, classmethod):
            eat_self = True
        spec = spec.__func__
    elif not isinstance(spec, FunctionTypes):
        try:
            spec = spec.__call__
        except AttributeError:
            return None
    try:
        return spec, inspect.signature(functools.partial(spec, None) if eat_self else spec)
    except ValueError:
        return None  # some natives do not tell theirs


def _copy_func_details(func, copy):
    for attribute in ("__name__", "__doc__", "__text_signature__", "__module__", "__defaults__", "__kwdefaults__"):
        try:
            setattr(copy, attribute, getattr(func, attribute))
        except AttributeError:
            pass


def _check_sig(func, mock, skipfirst, instance=False):
    # Calls of this mock are checked from now on.
    found = _get_signature_object(func, instance, skipfirst)
    if found is None:
        return
    func, signature = found

    def checksig(self, /, *args, **kwargs):
        signature.bind(*args, **kwargs)
    _copy_func_details(func, checksig)
    type(mock)._mock_check_sig = checksig
    type(mock).__signature__ = signature


def _set_signature(mock, original, instance=False, is_async=False):
    # Returns a function in front of the mock that checks its arguments.
    found = _get_signature_object(original, instance, isinstance(original, type))
    if found is None:
        return mock
    func, signature = found

    if is_async:
        async def funcopy(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return await mock(*args, **kwargs)
    else:
        def funcopy(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return mock(*args, **kwargs)
    if original.__name__.isidentifier():
        funcopy.__name__ = original.__name__
    funcopy.__qualname__ = funcopy.__name__
    for attribute in ("__doc__", "__text_signature__", "__module__"):
        with contextlib.suppress(AttributeError):
            setattr(funcopy, attribute, getattr(func, attribute))
    _setup_func(funcopy, mock, signature)
    return funcopy


_FORWARDED_ASSERTIONS = ("assert_called_with", "assert_called_once_with", "assert_has_calls", "assert_any_call", "assert_called",
                         "assert_not_called", "assert_called_once")
_FORWARDED_AWAITS = ("assert_awaited", "assert_awaited_once", "assert_awaited_with", "assert_awaited_once_with",
                     "assert_any_await", "assert_has_awaits", "assert_not_awaited")


def _forwarder(mock, name):
    def forward(*args, **kwargs):
        return getattr(mock, name)(*args, **kwargs)
    return forward


def _forget_calls(remembering):
    """A mock, or a function in front of one, has not been called."""
    remembering.called, remembering.call_count, remembering.call_args = False, 0, None
    for name in ("call_args_list", "mock_calls", "method_calls"):
        setattr(remembering, name, _CallList())


def _setup_func(funcopy, mock, signature):
    # The function shows what the mock remembers; the mock keeps it there (its delegate).
    funcopy.mock = mock
    _forget_calls(funcopy)
    for name in ("return_value", "side_effect", "_mock_children"):
        setattr(funcopy, name, getattr(mock, name))

    def reset_mock():
        funcopy.method_calls = _CallList()
        funcopy.mock_calls = _CallList()
        mock.reset_mock()
        value = funcopy.return_value
        if _is_instance_mock(value) and value is not mock:
            value.reset_mock()

    for name in _FORWARDED_ASSERTIONS:
        setattr(funcopy, name, _forwarder(mock, name))
    funcopy.reset_mock = reset_mock
    funcopy.__signature__ = signature
    mock._mock_delegate = funcopy


def _setup_async_mock(function):
    function._is_coroutine = _coroutine_mark()
    function.await_count = 0
    function.await_args = None
    function.await_args_list = _CallList()
    for name in _FORWARDED_AWAITS:
        setattr(function, name, _forwarder(function.mock, name))


# --- Calls -------------------------------------------------------------------------------------------------------------------

def _format_call_signature(name, args, kwargs):
    parts = [repr(arg) for arg in args] + [f"{key}={value!r}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _split_call(value, name=""):
    # (name, args, kwargs) of any of the shorter forms a call may be written in.
    args, kwargs = (), {}
    if len(value) == 3:
        name, args, kwargs = value
    elif len(value) == 2:
        first, second = value
        if not isinstance(first, str):
            args, kwargs = first, second
        else:
            name = first
            if isinstance(second, tuple):
                args = second
            else:
                kwargs = second
    elif len(value) == 1:
        only, = value
        if isinstance(only, str):
            name = only
        elif isinstance(only, tuple):
            args = only
        else:
            kwargs = only
    return name, args, kwargs


class _Call(tuple):
    """A call: (name, args, kwargs), or (args, kwargs) as in call_args.

    It is equal to the shorter forms too: (), (name,), (args,), (kwargs,), (name, args), (name, kwargs), (args, kwargs). The object
    `call` makes such calls, also chained ones.
    """

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        name, args, kwargs = _split_call(value, name)
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def __eq__(self, other):
        try:
            length = len(other)
        except TypeError:
            return NotImplemented
        if length > 3:
            return False
        parent = getattr(self, "_mock_parent", None)
        other_parent = getattr(other, "_mock_parent", None)
        if parent and other_parent and parent != other_parent:
            return False
        name, args, kwargs = _split_call(self)
        other_name, other_args, other_kwargs = _split_call(other)
        if name and other_name != name:
            return False
        # The other one first: it may know better what it equals.
        return (other_args, other_kwargs) == (args, kwargs)

    __ne__ = object.__ne__

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, attr):
        if self._mock_name is None:
            return _Call(name=attr, from_kall=False)
        return _Call(name=f"{self._mock_name}.{attr}", parent=self, from_kall=False)

    def __getattribute__(self, attr):
        # count and index are names of calls here, not methods of tuples.
        if attr in tuple.__dict__:
            raise AttributeError
        return tuple.__getattribute__(self, attr)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return f"call{name}" if name.startswith("()") else name
        name, args, kwargs = _split_call(self)
        if not name:
            name = "call"
        elif name.startswith("()"):
            name = f"call{name}"
        else:
            name = f"call.{name}"
        return _format_call_signature(name, args, kwargs)

    def call_list(self):
        """Return the calls of a chain, the first one first."""
        calls = []
        step = self
        while step is not None:
            if step._mock_from_kall:
                calls.append(step)
            step = step._mock_parent
        return _CallList(reversed(calls))


call = _Call(from_kall=False)


class _CallList(list):
    """Calls in order; a list of calls is in it if they follow each other there."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        length = len(value)
        return any(self[start:start + length] == value for start in range(len(self) - length + 1))

    def __repr__(self):
        return pprint.pformat(list(self))


class _AnyComparer(list):
    """A list of calls in which the expected one is compared from its own side, part by part: so ANY works in it."""

    def __contains__(self, item):
        for actual in self:
            assert len(item) == len(actual)
            if all([wanted == got for wanted, got in zip(item, actual)]):
                return True
        return False


# --- Mocks -------------------------------------------------------------------------------------------------------------------

class _MockIter:
    def __init__(self, obj):
        self.obj = iter(obj)

    def __next__(self):
        return next(self.obj)


def _try_iter(obj):
    # A side effect as it is kept: the results to come as an iterator.
    if obj is None or _is_exception(obj) or _callable(obj):
        return obj
    try:
        return iter(obj)
    except TypeError:
        return obj


class _SpecState:
    """An attribute that create_autospec() will mock when it is asked for."""

    def __init__(self, spec, spec_set=False, parent=None, name=None, ids=None, instance=False):
        self.spec = spec
        self.ids = ids
        self.spec_set = spec_set
        self.parent = parent
        self.instance = instance
        self.name = name


def _check_and_set_parent(parent, value, name, new_name):
    # A mock without name and parent gets them where it is put; whether it did. One that has them is someone else's.
    value = _extract_mock(value)
    if not _is_instance_mock(value):
        return False
    if value._mock_name or value._mock_new_name or value._mock_parent is not None or value._mock_new_parent is not None:
        return False
    above = parent
    while above is not None:
        if above is value:
            return False  # it would be its own ancestor
        above = above._mock_new_parent
    if new_name:
        value._mock_new_parent, value._mock_new_name = parent, new_name
    if name:
        value._mock_parent, value._mock_name = parent, name
    return True


# What is an attribute of the mock itself.
_OWN_ATTRIBUTES = {"return_value", "_mock_return_value", "side_effect", "_mock_side_effect", "_mock_parent", "_mock_new_parent",
                   "_mock_name", "_mock_new_name"}


def _delegating_property(name):
    # Where a function stands in front of the mock, it has the value.
    _OWN_ATTRIBUTES.add(name)
    own_name = "_mock_" + name

    def get(self):
        delegate = self._mock_delegate
        return getattr(self, own_name) if delegate is None else getattr(delegate, name)

    def set(self, value):
        delegate = self._mock_delegate
        if delegate is None:
            self.__dict__[own_name] = value
        else:
            setattr(delegate, name, value)
    return property(get, set)


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


class NonCallableMock(Base):
    """A mock that cannot be called."""

    _lock = threading.RLock()

    def __new__(cls, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
                _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        return _new_mock(cls, spec if spec_set is None else spec_set)

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
                 _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        attributes = self.__dict__
        # Not by setattr(), which would make children of them.
        attributes.update(_mock_parent=parent, _mock_name=name, _mock_new_name=_new_name, _mock_sealed=False,
                          _mock_new_parent=parent if _new_parent is None else _new_parent)
        if spec_set is not None:
            spec, spec_set = spec_set, True
        self._mock_add_spec(spec, spec_set, _spec_as_instance, parent is not None if _eat_self is None else _eat_self)
        attributes.update(_mock_children={}, _mock_wraps=wraps, _mock_delegate=None, _mock_unsafe=unsafe)
        attributes.update(_mock_called=False, _mock_call_args=None, _mock_call_count=0, _mock_call_args_list=_CallList(),
                          _mock_mock_calls=_CallList(), method_calls=_CallList())
        if kwargs:
            self.configure_mock(**kwargs)
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state)

    # --- Specification -------------------------------------------------------------------------------------------------------

    def mock_add_spec(self, spec, spec_set=False):
        """Allow only attributes that the specification has, to be read, and if spec_set also to be set."""
        self._mock_add_spec(spec, spec_set)

    def _mock_add_spec(self, spec, spec_set, _spec_as_instance=False, _eat_self=False):
        if _is_instance_mock(spec):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        spec_class = None
        signature = None
        asyncs = []
        if spec is not None and not _is_list(spec):
            spec_class = spec if isinstance(spec, type) else type(spec)
            found = _get_signature_object(spec, _spec_as_instance, _eat_self)
            signature = found and found[1]
            names = dir(spec)
            for attr in names:
                static = inspect.getattr_static(spec, attr, None)
                # What a descriptor would compute is not asked for.
                if iscoroutinefunction(inspect.unwrap(static) if inspect.isfunction(static) else getattr(static, "__func__", static)):
                    asyncs.append(attr)
            spec = names
        attributes = self.__dict__
        attributes["_spec_class"] = spec_class
        attributes["_spec_set"] = spec_set
        attributes["_spec_signature"] = signature
        attributes["_mock_methods"] = spec
        attributes["_spec_asyncs"] = asyncs

    @property
    def __class__(self):
        return type(self) if self._spec_class is None else self._spec_class

    # --- What it gives and remembers -----------------------------------------------------------------------------------------

    called = _delegating_property("called")
    call_count = _delegating_property("call_count")
    call_args = _delegating_property("call_args")
    call_args_list = _delegating_property("call_args_list")
    mock_calls = _delegating_property("mock_calls")

    @property
    def return_value(self):
        """What a call returns."""
        value = self._mock_return_value if self._mock_delegate is None else self._mock_delegate.return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = value
        return value

    @return_value.setter
    def return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self._mock_return_value = value
            _check_and_set_parent(self, value, None, "()")

    @property
    def side_effect(self):
        """A function to call, an exception to raise, or an iterable of results of the calls to come."""
        delegate = self._mock_delegate
        if delegate is None:
            return self._mock_side_effect
        effect = delegate.side_effect
        if effect is not None and not callable(effect) and not isinstance(effect, _MockIter) and not _is_exception(effect):
            effect = _MockIter(effect)
            delegate.side_effect = effect
        return effect

    @side_effect.setter
    def side_effect(self, value):
        value = _try_iter(value)
        if self._mock_delegate is None:
            self._mock_side_effect = value
        else:
            self._mock_delegate.side_effect = value

    def attach_mock(self, mock, attribute):
        """Make a mock an attribute of this one, whatever name and parent it had: its calls are then remembered here."""
        inner = _extract_mock(mock)
        inner._mock_parent = None
        inner._mock_new_parent = None
        inner._mock_name = ""
        inner._mock_new_name = None
        setattr(self, attribute, mock)

    def configure_mock(self, /, **kwargs):
        """Set attributes; the names may have dots."""
        # Parents before children: a parent may be set here too.
        for path, value in sorted(kwargs.items(), key=lambda entry: entry[0].count(".")):
            *inner, last = path.split(".")
            obj = self
            for name in inner:
                obj = getattr(obj, name)
            setattr(obj, last, value)

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forget all calls, of the children too; if asked also what to return and to do."""
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        _forget_calls(self)
        if return_value:
            self._mock_return_value = DEFAULT
        if side_effect:
            self._mock_side_effect = None
        made = [child for child in self._mock_children.values() if not (child is _deleted or isinstance(child, _SpecState))]
        for child in made:
            child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        returned = self._mock_return_value
        if returned is not self and _is_instance_mock(returned):
            returned.reset_mock(visited)

    # --- Attributes ----------------------------------------------------------------------------------------------------------

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_unsafe"):
            raise AttributeError(name)
        if self._mock_methods is not None:
            if name not in self._mock_methods or name in _all_magics:
                raise AttributeError("Mock object has no attribute %r" % name)
        elif _is_magic(name):
            raise AttributeError(name)
        if not self._mock_unsafe and (not self._mock_methods or name not in self._mock_methods):
            # A misspelt assertion would otherwise hold whatever happened.
            if name.startswith(("assert", "assret", "asert", "aseert", "assrt")) or name in _ATTRIB_DENY_LIST:
                raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an "
                                     f"attribute.")
        with NonCallableMock._lock:
            child = self._mock_children.get(name)
            if child is _deleted:
                raise AttributeError(name)
            if child is None:
                wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
                child = self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
                self._mock_children[name] = child
            elif isinstance(child, _SpecState):
                try:
                    child = create_autospec(child.spec, child.spec_set, child.instance, child.parent, child.name)
                except InvalidSpecError:
                    target = self.__dict__["_mock_name"] or self
                    raise InvalidSpecError(f"Cannot autospec attr {name!r} from target {target!r} as it has already been mocked "
                                           f"out. [target={self!r}, attr={child.spec!r}]") from None
                self._mock_children[name] = child
        return child

    def __setattr__(self, name, value):
        if name in _OWN_ATTRIBUTES:
            return object.__setattr__(self, name, value)
        if self._spec_set and self._mock_methods is not None and name not in self._mock_methods and name not in self.__dict__:
            raise AttributeError("Mock object has no attribute '%s'" % name)
        if name in _unsupported_magics:
            raise AttributeError("Attempting to set unsupported magic method %r." % name)
        if name in _all_magics:
            if self._mock_methods is not None and name not in self._mock_methods:
                raise AttributeError("Mock object has no attribute '%s'" % name)
            if _is_instance_mock(value):
                # Seen in mock_calls, but no method call.
                _check_and_set_parent(self, value, None, name)
                setattr(type(self), name, value)
                self._mock_children[name] = value
            else:
                setattr(type(self), name, _get_method(name, value))
                original = value

                def value(*args, **kwargs):
                    return original(self, *args, **kwargs)
        elif name == "__class__":
            self._spec_class = value
            return
        elif _check_and_set_parent(self, value, name, name):
            self._mock_children[name] = value

        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        if isinstance(value, PropertyMock):
            self.__dict__[name] = value
            return
        return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _all_magics and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in self.__dict__:
                return  # a special method that was never asked for
        child = self._mock_children.get(name, _missing)
        if name in self.__dict__:
            super().__delattr__(name)
        elif child is _deleted:
            raise AttributeError(name)
        if child is not _missing:
            del self._mock_children[name]
        self._mock_children[name] = _deleted

    def __dir__(self):
        if not FILTER_DIR:
            return object.__dir__(self)
        names = set(self._mock_methods or ())
        names.update(name for name in dir(type(self)) if not name.startswith("_"))
        names.update(name for name in self.__dict__ if not name.startswith("_") or _is_magic(name))
        names.update(name for name, child in self._mock_children.items() if child is not _deleted)
        return sorted(names)

    def _get_child_mock(self, /, **kw):
        """Make a child: a subclass may make another kind of mock for attributes and return values."""
        if self._mock_sealed:
            attribute = f".{kw['name']}" if "name" in kw else "()"
            raise AttributeError(self._extract_mock_name() + attribute)
        new_name = kw.get("_new_name")
        if new_name in self.__dict__["_spec_asyncs"]:
            return AsyncMock(**kw)
        own = type(self)
        if issubclass(own, MagicMock) and new_name in _async_method_magics:
            kind = AsyncMock
        elif issubclass(own, AsyncMockMixin):
            is_sync = new_name in _all_sync_magics or self._mock_methods and new_name in self._mock_methods
            kind = MagicMock if is_sync else AsyncMock
        elif not issubclass(own, CallableMixin):
            kind = MagicMock if issubclass(own, NonCallableMagicMock) else Mock
        else:
            kind = own.__mro__[1]
        return kind(**kw)

    # --- Names ---------------------------------------------------------------------------------------------------------------

    def _extract_mock_name(self):
        # From the outermost ancestor to this mock: "mock.attribute().other".
        parts = [self._mock_new_name]
        dot = "" if parts == ["()"] else "."
        last = self
        parent = self._mock_new_parent
        while parent is not None:
            last = parent
            parts.append(parent._mock_new_name + dot)
            dot = "" if parent._mock_new_name == "()" else "."
            parent = parent._mock_new_parent
        parts.reverse()
        first = last._mock_name or "mock"
        if len(parts) > 1 and parts[1] not in ("()", "()."):
            first += "."
        parts[0] = first
        return "".join(parts)

    def __repr__(self):
        name = self._extract_mock_name()
        name_part = "" if name in ("mock", "mock.") else f" name={name!r}"
        spec_part = ""
        if self._spec_class is not None:
            spec_part = f" {'spec_set' if self._spec_set else 'spec'}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{name_part}{spec_part} id='{id(self)}'>"

    def _format_mock_call_signature(self, args, kwargs):
        return _format_call_signature(self._mock_name or "mock", args, kwargs)

    def _format_mock_failure_message(self, args, kwargs, action="call"):
        expected = self._format_mock_call_signature(args, kwargs)
        actual = self._format_mock_call_signature(*(self.await_args if action == "await" else self.call_args))
        return f"expected {action} not found.\nExpected: {expected}\n  Actual: {actual}"

    def _calls_repr(self):
        return f"\nCalls: {safe_repr(self.mock_calls)}." if self.mock_calls else ""

    # --- Assertions ----------------------------------------------------------------------------------------------------------

    def _get_call_signature_from_name(self, name):
        # Of the child that a call like ("attribute().other", args, kwargs) went to.
        if not name:
            return self._spec_signature
        signature = None
        children = self._mock_children
        for part in name.replace("()", "").split("."):
            child = children.get(part)
            if child is None or isinstance(child, _SpecState):
                break
            child = _extract_mock(child)
            children = child._mock_children
            signature = child._spec_signature
        return signature

    def _call_matcher(self, _call):
        """Return a call in the form that calls are compared in: with a known signature, by parameter. The TypeError if it does not
        fit."""
        if isinstance(_call, tuple) and len(_call) > 2:
            signature = self._get_call_signature_from_name(_call[0])
        else:
            signature = self._spec_signature
        if signature is None:
            return _call
        if len(_call) == 2:
            name = ""
            args, kwargs = _call
        else:
            name, args, kwargs = _call
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            return error.with_traceback(None)
        return call(name, bound.args, bound.kwargs)

    def assert_not_called(self):
        """Assert that it was never called."""
        if self.call_count > 0:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to not have been called. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called(self):
        """Assert that it was called."""
        if self.call_count == 0:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called.")

    def assert_called_once(self):
        """Assert that it was called once."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called_with(self, /, *args, **kwargs):
        """Assert that the last call had these arguments."""
        if self.call_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n  Actual: not called.")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        actual = self._call_matcher(self.call_args)
        if actual != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(self._format_mock_failure_message(args, kwargs)) from cause

    def assert_called_once_with(self, /, *args, **kwargs):
        """Assert that it was called once, with these arguments."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to be called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")
        return self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """Assert that one of the calls had these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        actual = [self._call_matcher(made) for made in self.call_args_list]
        if cause or expected not in _AnyComparer(actual):
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} call not found") from cause

    def assert_has_calls(self, calls, any_order=False):
        """Assert that these calls were made one after the other (or in any order), among others before and after."""
        expected = [self._call_matcher(wanted) for wanted in calls]
        cause = next((item for item in expected if isinstance(item, Exception)), None)
        made = _CallList(self._call_matcher(item) for item in self.mock_calls)
        if not any_order:
            if expected not in made:
                problem = "Calls not found." if cause is None else _describe_errors("calls", expected)
                raise AssertionError(f"{problem}\nExpected: {_CallList(calls)}\n  Actual: {safe_repr(self.mock_calls)}") from cause
            return
        left = list(made)
        missing = []
        for item in expected:
            try:
                left.remove(item)
            except ValueError:
                missing.append(item)
        if missing:
            raise AssertionError("%r does not contain all of %r in its call list, found %r instead" % (
                self._mock_name or "mock", tuple(missing), left)) from cause


def _describe_errors(what, expected):
    errors = [item if isinstance(item, Exception) else None for item in expected]
    return f"Error processing expected {what}.\nErrors: {errors}"


# attribute names that are assertions without their "assert_".
_ATTRIB_DENY_LIST = {name.removeprefix("assert_") for name in dir(NonCallableMock) if name.startswith("assert_")}


def _new_mock(cls, spec):
    # A class for each mock, so that it can have special methods of its own.
    bases = (cls,)
    if not issubclass(cls, AsyncMockMixin) and spec is not None and _is_async_obj(spec):
        bases = (AsyncMockMixin, cls)
    return object.__new__(type(cls.__name__, bases, {"__doc__": cls.__doc__}))


class CallableMixin(Base):
    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None, parent=None,
                 _spec_state=None, _new_name="", _new_parent=None, **kwargs):
        self.__dict__["_mock_return_value"] = return_value
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent, **kwargs)
        self.side_effect = side_effect

    def __call__(self, /, *args, **kwargs):
        for step in (self._mock_check_sig, self._increment_mock_call):
            step(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_check_sig(self, /, *args, **kwargs):
        # Replaced where a signature is known.
        pass

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        self.called, self.call_count = True, self.call_count + 1
        self.call_args = made = _Call((args, kwargs), two=True)
        self.call_args_list.append(made)

        self.mock_calls.append(_Call(("", args, kwargs)))
        method_name, is_method = self._mock_name, self._mock_parent is not None
        call_name = self._mock_new_name
        returns_call = call_name == "()"
        ancestor = self._mock_new_parent
        while ancestor is not None:
            if is_method:
                ancestor.method_calls.append(_Call((method_name, args, kwargs)))
                is_method = ancestor._mock_parent is not None
                if is_method:
                    method_name = f"{ancestor._mock_name}.{method_name}"
            ancestor.mock_calls.append(_Call((call_name, args, kwargs)))
            if ancestor._mock_new_name:
                dot = "" if returns_call else "."
                returns_call = ancestor._mock_new_name == "()"
                call_name = ancestor._mock_new_name + dot + call_name
            ancestor = ancestor._mock_new_parent

    def _execute_mock_call(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if _callable(effect):
                result = effect(*args, **kwargs)
            else:
                result = next(effect)
                if _is_exception(result):
                    raise result
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock. Arguments:

    spec: a list of names or an object; other attributes do not exist. spec_set: nor can they be set. side_effect: see the property.
    return_value: what a call returns. wraps: an object that calls and attributes go to. name: for repr(). unsafe: attributes that
    look like assertions are allowed. All others are set as attributes.
    """

    def __new__(cls, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None, parent=None,
                _spec_state=None, _new_name="", _new_parent=None, **kwargs):
        return _new_mock(cls, spec if spec_set is None else spec_set)


# --- Special methods ---------------------------------------------------------------------------------------------------------

def _names(text):
    return {f"__{name}__" for name in text.split()}


_numerics = "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow"
_magics = _names("lt gt le ge eq ne getitem setitem delitem len contains str sizeof enter exit divmod rdivmod neg pos abs invert "
                 "complex int float index round trunc floor ceil bool next fspath aiter hash iter " + _numerics)
_magics |= _names(" ".join(f"i{name}" for name in _numerics.split())) | _names(" ".join(f"r{name}" for name in _numerics.split()))
# What a mock may be given, but a MagicMock has not by itself.
_non_defaults = _names("get set delete reversed missing reduce reduce_ex getinitargs getnewargs getstate setstate getformat repr dir "
                       "subclasses format getnewargs_ex")
_unsupported_magics = _names("getattr setattr init new prepare instancecheck subclasscheck del")
_async_method_magics = _names("aenter aexit anext")
_async_magics = _async_method_magics | {"__aiter__"}
_sync_async_magics = {"__aiter__"}
_all_sync_magics = _magics | _non_defaults
_all_magics = _all_sync_magics | _async_magics

_return_values = {"__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented, "__ge__": NotImplemented,
                  "__int__": 1, "__contains__": False, "__len__": 0, "__exit__": False, "__complex__": 1j, "__float__": 1.0,
                  "__bool__": True, "__index__": 1, "__aexit__": False}
_calculate_return_value = {
    "__hash__": lambda self: object.__hash__(self),
    "__str__": lambda self: object.__str__(self),
    "__sizeof__": lambda self: object.__sizeof__(self),
    "__fspath__": lambda self: f"{type(self).__name__}/{self._extract_mock_name()}/{id(self)}",
}


def _get_method(name, func):
    # A function as a special method of a mock's class.
    def method(self, /, *args, **kwargs):
        return func(self, *args, **kwargs)
    method.__name__ = name
    return method


def _get_eq(self):
    def __eq__(other):
        value = self.__eq__._mock_return_value
        if value is not DEFAULT:
            return value
        return True if self is other else NotImplemented
    return __eq__


def _get_ne(self):
    def __ne__(other):
        if self.__ne__._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if self is other else NotImplemented
    return __ne__


def _get_iter(self):
    def __iter__():
        value = self.__iter__._mock_return_value
        # An iterator given as the value goes on where it was.
        return iter([]) if value is DEFAULT else iter(value)
    return __iter__


def _get_async_iter(self):
    def __aiter__():
        value = self.__aiter__._mock_return_value
        return _AsyncIterator(iter([] if value is DEFAULT else value))
    return __aiter__


_side_effect_methods = {"__eq__": _get_eq, "__ne__": _get_ne, "__iter__": _get_iter, "__aiter__": _get_async_iter}


def _set_return_value(mock, method, name):
    # Gives a special method the behaviour it has before anyone says otherwise.
    fixed = _return_values.get(name, DEFAULT)
    if fixed is not DEFAULT:
        method.return_value = fixed
    elif name in _calculate_return_value:
        method.return_value = _calculate_return_value[name](mock)
    elif name in _side_effect_methods:
        method.side_effect = _side_effect_methods[name](mock)


class MagicProxy(Base):
    """Stands on a mock's class for a special method until it is first used."""

    def __init__(self, name, parent):
        self.name = name
        self.parent = parent

    def create_mock(self):
        name, parent = self.name, self.parent
        method = parent._get_child_mock(name=name, _new_name=name, _new_parent=parent)
        setattr(parent, name, method)
        _set_return_value(parent, method, name)
        return method

    def __get__(self, obj, _type=None):
        return self.create_mock()


class MagicMixin(Base):
    def __init__(self, /, *args, **kw):
        # Before, for what the arguments set; and again after, when the specification is known.
        self._mock_set_magics()
        super().__init__(*args, **kw)
        self._mock_set_magics()

    def _mock_set_magics(self):
        wanted = every = _magics | _async_method_magics
        own = type(self)
        if getattr(self, "_mock_methods", None) is not None:
            wanted = every.intersection(self._mock_methods)
            for name in every - wanted:
                if name in own.__dict__:
                    delattr(self, name)
        for name in wanted - set(own.__dict__):
            setattr(own, name, MagicProxy(name, self))


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""

    def mock_add_spec(self, spec, spec_set=False):
        """Allow only attributes that the specification has, to be read, and if spec_set also to be set."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


class MagicMock(MagicMixin, Mock):
    """A Mock with special methods that return something of the right kind."""

    def reset_mock(self, /, *args, return_value=False, **kwargs):
        """Forget all calls; if asked also what to return and to do. Special methods still return what is of the right kind."""
        if self._mock_name and _is_magic(self._mock_name):
            return_value = False
        super().reset_mock(*args, return_value=return_value, **kwargs)

    def mock_add_spec(self, spec, spec_set=False):
        """Allow only attributes that the specification has, to be read, and if spec_set also to be set."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


# --- Coroutines --------------------------------------------------------------------------------------------------------------

class _AsyncIterator:
    """An iterator for `async for`."""

    def __init__(self, iterator):
        self.iterator = iterator
        code = NonCallableMock(spec_set=CodeType)
        code.co_flags = inspect.CO_ITERABLE_COROUTINE
        self.__dict__["__code__"] = code

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            pass
        raise StopAsyncIteration


_CODE_ATTRIBUTES = dir(CodeType)
_CODE_SIGNATURE_FLAGS = inspect.CO_COROUTINE + inspect.CO_VARARGS + inspect.CO_VARKEYWORDS


async def _called(function, args, kwargs):
    """What a function returns, or gives when it is awaited."""
    result = function(*args, **kwargs)
    return await result if iscoroutinefunction(function) else result


def _next_effect(effects):
    """The next of the results that were given for the calls to come."""
    try:
        result = next(effects)
    except StopIteration:
        # It cannot leave a coroutine.
        raise StopAsyncIteration
    if _is_exception(result):
        raise result
    return result


class AsyncMockMixin(Base):
    await_count = _delegating_property("await_count")
    await_args = _delegating_property("await_args")
    await_args_list = _delegating_property("await_args_list")

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What makes inspect and asyncio take it for a coroutine function.
        attributes = self.__dict__
        attributes["_is_coroutine"] = _coroutine_mark()
        attributes["_mock_await_count"] = 0
        attributes["_mock_await_args"] = None
        attributes["_mock_await_args_list"] = _CallList()
        code = NonCallableMock(spec_set=_CODE_ATTRIBUTES)
        code.__dict__["__class__"] = CodeType
        code._spec_class = CodeType
        code.co_flags = _CODE_SIGNATURE_FLAGS
        attributes["__code__"] = code
        attributes["__name__"] = "AsyncMock"
        attributes["__defaults__"] = ()
        attributes["__kwdefaults__"] = {}
        attributes["__annotations__"] = None

    async def _execute_mock_call(self, /, *args, **kwargs):
        made = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = made
        self.await_args_list.append(made)

        effect = self.side_effect
        if _is_exception(effect):
            raise effect
        if effect is not None:
            result = await _called(effect, args, kwargs) if _callable(effect) else _next_effect(effect)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        in_front = self._mock_delegate
        if in_front and in_front.return_value is not DEFAULT:
            return in_front.return_value
        if self._mock_wraps is not None:
            return await _called(self._mock_wraps, args, kwargs)
        return self.return_value

    def assert_awaited(self):
        """Assert that it was awaited."""
        if self.await_count == 0:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited.")

    def assert_awaited_once(self):
        """Assert that it was awaited once."""
        if self.await_count != 1:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited once. "
                                 f"Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        """Assert that the last await was of a call with these arguments."""
        if self.await_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"Expected await: {expected}\nNot awaited")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        actual = self._call_matcher(self.await_args)
        if actual != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(self._format_mock_failure_message(args, kwargs, action="await")) from cause

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Assert that it was awaited once, with these arguments."""
        if self.await_count != 1:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited once. "
                                 f"Awaited {self.await_count} times.")
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Assert that one of the awaits was of a call with these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        actual = [self._call_matcher(made) for made in self.await_args_list]
        if cause or expected not in _AnyComparer(actual):
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} await not found") from cause

    def assert_has_awaits(self, calls, any_order=False):
        """Assert that these calls were awaited one after the other (or in any order), among others before and after."""
        expected = [self._call_matcher(wanted) for wanted in calls]
        cause = next((item for item in expected if isinstance(item, Exception)), None)
        made = _CallList(self._call_matcher(item) for item in self.await_args_list)
        if not any_order:
            if expected not in made:
                problem = "Awaits not found." if cause is None else _describe_errors("awaits", expected)
                raise AssertionError(f"{problem}\nExpected: {_CallList(calls)}\nActual: {self.await_args_list}") from cause
            return
        left = list(made)
        missing = []
        for item in expected:
            try:
                left.remove(item)
            except ValueError:
                missing.append(item)
        if missing:
            raise AssertionError("%r not all found in await list" % (tuple(missing),)) from cause

    def assert_not_awaited(self):
        """Assert that it was never awaited."""
        if self.await_count != 0:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to not have been awaited. "
                                 f"Awaited {self.await_count} times.")

    def reset_mock(self, /, *args, **kwargs):
        """Forget all calls and awaits."""
        super().reset_mock(*args, **kwargs)
        self.await_count = 0
        self.await_args = None
        self.await_args_list = _CallList()


class AsyncMagicMixin(MagicMixin):
    """The special methods of a MagicMock for an AsyncMock."""


class AsyncMock(AsyncMockMixin, AsyncMagicMixin, Mock):
    """A mock that is a coroutine function: a call gives a coroutine whose result is what a call of a Mock returns."""


# --- Threads -----------------------------------------------------------------------------------------------------------------

class ThreadingMixin(Base):
    DEFAULT_TIMEOUT = None

    def _get_child_mock(self, /, **kw):
        # Children wait as long as their parent.
        for above in (kw.get("_new_parent"), kw.get("parent")):
            if isinstance(above, ThreadingMixin):
                kw["timeout"] = above._mock_wait_timeout
        return super()._get_child_mock(**kw)

    def __init__(self, *args, timeout=_unset, **kwargs):
        super().__init__(*args, **kwargs)
        attributes = self.__dict__
        attributes["_mock_wait_timeout"] = self.DEFAULT_TIMEOUT if timeout is _unset else timeout
        attributes["_mock_event"] = threading.Event()
        attributes["_mock_calls_events"] = []
        attributes["_mock_calls_events_lock"] = threading.Lock()

    def _event_of(self, args, kwargs):
        with self._mock_calls_events_lock:
            for entry in self._mock_calls_events:
                if entry[:2] == (args, kwargs):
                    return entry[2]
            event = threading.Event()
            self._mock_calls_events.append((args, kwargs, event))
            # The call may have been made before anyone asked for it.
            if _Call((args, kwargs), two=True) in self.call_args_list:
                event.set()
            return event

    def _mock_call(self, /, *args, **kwargs):
        value = super()._mock_call(*args, **kwargs)
        event = self._event_of(args, kwargs)
        event.set()
        self._mock_event.set()
        return value

    def reset_mock(self, /, *args, **kwargs):
        """Forget all calls: those who wait from now on wait for a new one."""
        super().reset_mock(*args, **kwargs)
        self.__dict__["_mock_event"] = threading.Event()
        self.__dict__["_mock_calls_events"] = []

    def wait_until_called(self, *, timeout=_unset):
        """Wait until it is called; AssertionError if that takes longer than so many seconds."""
        if timeout is _unset:
            timeout = self._mock_wait_timeout
        if not self._mock_event.wait(timeout=timeout):
            raise AssertionError(f"{self._mock_name or 'mock'} was not called before timeout({timeout}).")

    def wait_until_any_call_with(self, *args, **kwargs):
        """Wait until it is called with these arguments; AssertionError if that takes longer than the timeout of the mock."""
        if not self._event_of(args, kwargs).wait(timeout=self._mock_wait_timeout):
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} call not found")


class ThreadingMock(ThreadingMixin, MagicMixin, Mock):
    """A MagicMock that threads can wait for."""


# --- Other mocks -------------------------------------------------------------------------------------------------------------

class PropertyMock(Mock):
    """A mock for a property: reading the attribute calls it, setting it calls it with the value."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, val):
        self(val)


def seal(mock):
    """Let a mock and its children make no more children: asking for one is an AttributeError."""
    mock._mock_sealed = True
    for name in dir(mock):
        try:
            child = getattr(mock, name)
        except AttributeError:
            continue
        if not isinstance(child, NonCallableMock):
            continue
        if isinstance(child._mock_children.get(name), _SpecState):
            continue
        if child._mock_new_parent is mock:
            seal(child)


def _to_stream(read_data):
    return io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)


_file_names = _open_names = None


def mock_open(mock=None, read_data=""):
    """Return a mock for open(): as a function and as a context manager it gives a handle that reads from the given data."""
    stream = _to_stream(read_data)
    readline_effect = None

    def read(*args, **kwargs):
        if handle.read.return_value is not None:
            return handle.read.return_value
        return stream.read(*args, **kwargs)

    def readlines(*args, **kwargs):
        if handle.readlines.return_value is not None:
            return handle.readlines.return_value
        return stream.readlines(*args, **kwargs)

    def lines():
        if handle.readline.return_value is not None:
            while True:
                yield handle.readline.return_value
        yield from stream

    def readline():
        # A generator function: handle.readline() gives its values one after the other.
        yield from lines()
        while True:
            yield stream.read(0)

    def next_line():
        if handle.readline.return_value is not None:
            return handle.readline.return_value
        return next(stream)

    def leave(*args):
        handle.close()

    global _file_names, _open_names
    if _file_names is None:
        # io.open: someone may have put a mock in the place of the built-in.
        _open_names = dir(io.open)
        _file_names = sorted(set(dir(io.TextIOWrapper)) | set(dir(io.BytesIO)))
    if mock is None:
        mock = MagicMock(name="open", spec=_open_names)
    handle = MagicMock(spec=_file_names)
    handle.__enter__.return_value = handle
    handle.write.return_value = None
    handle.read.return_value = None
    handle.readline.return_value = None
    handle.readlines.return_value = None
    handle.read.side_effect = read
    readline_effect = readline()
    handle.readline.side_effect = readline_effect
    handle.readlines.side_effect = readlines
    handle.__iter__.side_effect = lines
    handle.__next__.side_effect = next_line
    handle.__exit__.side_effect = leave

    def open_again(*args, **kwargs):
        # Each open() starts at the beginning, unless the test put something else there.
        nonlocal stream, readline_effect
        stream = _to_stream(read_data)
        if handle.readline.side_effect == readline_effect:
            readline_effect = readline()
            handle.readline.side_effect = readline_effect
        return DEFAULT

    mock.side_effect = open_again
    mock.return_value = handle
    return mock


# --- Mocks from specifications -----------------------------------------------------------------------------------------------

def _check_spec_arg_typos(kwargs):
    for typo in ("autospect", "auto_spec", "set_spec"):
        if typo in kwargs:
            raise RuntimeError(f"{typo!r} might be a typo; use unsafe=True if this is intended")


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """Return a mock with the attributes of an object, and those with theirs; calls must fit the signatures.

    For a function it is a function. For a class it is a mock of the class, whose call gives a mock of an instance; with `instance`
    it is the mock of an instance.
    """
    if _is_list(spec):
        # The names in it mean nothing here.
        spec = type(spec)
    is_type = isinstance(spec, type)
    if _is_instance_mock(spec):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    is_async = _is_async_func(spec)
    options = {"spec": spec}
    if spec_set:
        options = {"spec_set": spec}
    elif spec is None:
        options = {}
    if options and instance:
        options["_spec_as_instance"] = True
    if not unsafe:
        _check_spec_arg_typos(kwargs)
    _name = kwargs.pop("name", _name)
    options.update(kwargs)
    new_name = "" if _parent is None else _name

    kind = MagicMock
    if inspect.isdatadescriptor(spec):
        # What such a descriptor gives cannot be known.
        options = {}
    elif is_type and instance and not _instance_callable(spec):
        kind = NonCallableMagicMock
    elif not _callable(spec):
        kind = NonCallableMagicMock
    if is_async:
        if instance:
            raise RuntimeError("Instance can not be True when create_autospec is mocking an async function")
        kind = AsyncMock

    mock = kind(parent=_parent, _new_parent=_parent, _new_name=new_name, name=_name, **options)
    if isinstance(spec, FunctionTypes):
        mock = _set_signature(mock, spec, is_async=is_async)
        if is_async:
            _setup_async_mock(mock)
    else:
        _check_sig(spec, mock, is_type, instance)
    if _parent is not None and not instance:
        _parent._mock_children[_name] = mock

    wrapped = kwargs.get("wraps")
    if is_type and not instance and "return_value" not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True, _name="()", _parent=mock, wraps=wrapped)

    for name in dir(spec):
        if _is_magic(name):
            continue
        try:
            original = getattr(spec, name)
        except AttributeError:
            continue
        child_options = {"spec_set" if spec_set else "spec": original}
        if wrapped and hasattr(wrapped, name):
            child_options["wraps"] = getattr(wrapped, name)
        if not isinstance(original, FunctionTypes):
            # Mocked when asked for: objects may lead far.
            child = _SpecState(original, spec_set, mock, name, instance)
            mock._mock_children[name] = child
        else:
            parent = mock.mock if isinstance(spec, FunctionTypes) else mock
            skip_first = _must_skip(spec, name, is_type)
            child_kind = AsyncMock if iscoroutinefunction(original) else MagicMock
            child = child_kind(parent=parent, name=name, _new_name=name, _new_parent=parent, _eat_self=skip_first, **child_options)
            mock._mock_children[name] = child
            child.return_value = child_kind()
            _check_sig(original, child, skipfirst=skip_first)
        if isinstance(child, FunctionTypes):
            setattr(mock, name, child)
    # The children of this mock replaced what the arguments may have set.
    kwargs.pop("wraps", None)
    if kwargs and _is_instance_mock(mock):
        mock.configure_mock(**kwargs)
    return mock


def _must_skip(spec, name, is_type):
    # Whether the first parameter of this attribute is bound already.
    if not isinstance(spec, type):
        if name in getattr(spec, "__dict__", {}):
            return False
        spec = spec.__class__
    for cls in spec.__mro__:
        value = cls.__dict__.get(name, DEFAULT)
        if value is DEFAULT:
            continue
        if isinstance(value, (staticmethod, classmethod)):
            return False
        return is_type if isinstance(value, FunctionTypes) else False
    return is_type


# --- Patches -----------------------------------------------------------------------------------------------------------------

def _resolve(name):
    """Import as much of a dotted name as is modules, and get the rest as attributes. A colon ends the modules: "package.module:a.b"."""
    import importlib

    path, colon, rest = name.partition(":")
    if colon:
        obj = importlib.import_module(path)
        for part in rest.split(".") if rest else ():
            obj = getattr(obj, part)
        return obj
    path, *parts = name.split(".")
    obj = importlib.import_module(path)
    while parts:
        path = f"{path}.{parts[0]}"
        try:
            obj = importlib.import_module(path)
        except ImportError:
            break
        del parts[0]
    for part in parts:
        obj = getattr(obj, part)
    return obj


_importer = _resolve


def _get_target(target):
    try:
        target, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}") from None
    return functools.partial(_resolve, target), attribute


class _patch:
    """Sets an attribute of an object for a while: a decorator of functions and classes, a context manager, or start() and stop()."""

    # The name of the keyword that the mock is passed by (patch.multiple).
    attribute_name = None
    _active_patches = []

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, *, unsafe=False):
        for given, option in ((new is not DEFAULT, "new"), (autospec is not None, "autospec")):
            if given and new_callable is not None:
                raise ValueError(f"Cannot use '{option}' and 'new_callable' together")
        if not unsafe:
            _check_spec_arg_typos(kwargs)
        for option, value in (("spec", spec), ("spec_set", spec_set)):
            if _is_instance_mock(value):
                raise InvalidSpecError(f"Cannot spec attr {attribute!r} as the {option} has already been mocked out. "
                                       f"[{option}={value!r}]")
        self.getter, self.attribute = getter, attribute
        self.new, self.new_callable, self.create, self.kwargs = new, new_callable, create, kwargs
        self.spec, self.spec_set, self.autospec = spec, spec_set, autospec
        # Whether the object itself had the attribute, or found it in its class.
        self.has_local = False
        self.additional_patchers = []

    def copy(self):
        patcher = _patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec,
                         self.new_callable, self.kwargs)
        patcher.attribute_name = self.attribute_name
        patcher.additional_patchers = [each.copy() for each in self.additional_patchers]
        return patcher

    # --- Decorator -----------------------------------------------------------------------------------------------------------

    def __call__(self, func):
        if isinstance(func, type):
            decorate = self.decorate_class
        else:
            decorate = self.decorate_async_callable if inspect.iscoroutinefunction(func) else self.decorate_callable
        return decorate(func)

    def decorate_class(self, klass):
        for name in dir(klass):
            if not name.startswith(patch.TEST_PREFIX):
                continue
            value = getattr(klass, name)
            if hasattr(value, "__call__"):
                setattr(klass, name, self.copy()(value))
        return klass

    @contextlib.contextmanager
    def decoration_helper(self, patched, args, keywargs):
        extra = []
        with contextlib.ExitStack() as stack:
            for patching in patched.patchings:
                mock = stack.enter_context(patching)
                if patching.attribute_name is not None:
                    keywargs.update(mock)
                elif patching.new is DEFAULT:
                    extra.append(mock)
            yield args + tuple(extra), keywargs

    def decorate_callable(self, func):
        # One wrapper for several patches.
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @functools.wraps(func)
        def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (new_args, new_keywargs):
                return func(*new_args, **new_keywargs)
        patched.patchings = [self]
        return patched

    def decorate_async_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @functools.wraps(func)
        async def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (new_args, new_keywargs):
                return await func(*new_args, **new_keywargs)
        patched.patchings = [self]
        return patched

    # --- Context manager -----------------------------------------------------------------------------------------------------

    def get_original(self):
        """The object that is replaced (DEFAULT: there is none), and whether the target itself has it."""
        target, name = self.getter(), self.attribute
        own = getattr(target, "__dict__", {})
        local = name in own
        original = own[name] if local else getattr(target, name, DEFAULT)
        # Built-in functions can be patched in a module that does not have them.
        self.create = self.create or name in _builtin_names and isinstance(target, ModuleType)
        if original is DEFAULT and not self.create:
            raise AttributeError(f"{target} does not have the attribute {name!r}")
        return original, local

    def __enter__(self):
        # False means the same as None.
        spec = None if self.spec is False else self.spec
        spec_set = None if self.spec_set is False else self.spec_set
        autospec = None if self.autospec is False else self.autospec
        self.target = self.getter()
        if spec is not None and autospec is not None:
            raise TypeError("Can't specify spec and autospec")
        if (spec is not None or autospec is not None) and spec_set not in (True, None):
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        original, local = self.get_original()

        new = self.new
        if new is DEFAULT and autospec is None:
            new = self._make_mock(original, spec, spec_set)
        elif autospec is not None:
            new = self._make_autospec(original, autospec, spec_set)
        elif self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")

        self.temp_original = original
        self.is_local = local
        self._exit_stack = contextlib.ExitStack()
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            made = {self.attribute_name: new} if self.new is DEFAULT else {}
            for other in self.additional_patchers:
                entered = self._exit_stack.enter_context(other)
                made |= entered if other.new is DEFAULT else {}
            return made
        except:
            if not self.__exit__(*sys.exc_info()):
                raise

    def _make_mock(self, original, spec, spec_set):
        # True stands for the original.
        if spec is True:
            spec = original
        if spec_set is True:
            # What is to be the spec is it more strictly.
            spec_set, spec = original if spec is None else spec, None

        is_class = False
        if spec is not None or spec_set is not None:
            if original is DEFAULT:
                raise TypeError("Can't use 'spec' with create=True")
            is_class = isinstance(original, type)
        wanted = spec if spec_set is None else spec_set

        kind = MagicMock
        options = {}
        if self.new_callable is not None:
            kind = self.new_callable
        elif spec is None and _is_async_obj(original):
            kind = AsyncMock
        if self.new_callable is None and wanted is not None:
            not_callable = "__call__" not in wanted if _is_list(wanted) else not callable(wanted)
            if _is_async_obj(wanted):
                kind = AsyncMock
            elif not_callable:
                kind = NonCallableMagicMock
        if spec is not None:
            options["spec"] = spec
        if spec_set is not None:
            options["spec_set"] = spec_set
        if isinstance(kind, type) and issubclass(kind, NonCallableMock) and self.attribute:
            options["name"] = self.attribute
        options.update(self.kwargs)
        new = kind(**options)
        if is_class and _is_instance_mock(new):
            # What a call of the class gives has its specification too.
            if not _is_list(wanted) and not _instance_callable(wanted):
                kind = NonCallableMagicMock
            options.pop("name")
            new.return_value = kind(_new_parent=new, _new_name="()", **options)
        return new

    def _make_autospec(self, original, autospec, spec_set):
        if self.new is not DEFAULT:
            raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        if autospec is True:
            autospec = original
        if _is_instance_mock(self.target):
            raise InvalidSpecError(f"Cannot autospec attr {self.attribute!r} as the patch target has already been mocked out. "
                                   f"[target={self.target!r}, attr={autospec!r}]")
        if _is_instance_mock(autospec):
            name = getattr(self.target, "__name__", self.target)
            raise InvalidSpecError(f"Cannot autospec attr {self.attribute!r} from target {name!r} as it has already been mocked "
                                   f"out. [target={self.target!r}, attr={autospec!r}]")
        return create_autospec(autospec, spec_set=bool(spec_set), _name=self.attribute, **self.kwargs)

    def __exit__(self, *exc_info):
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
            if not self.create and (not hasattr(self.target, self.attribute) or self.attribute in (
                    "__doc__", "__module__", "__defaults__", "__annotations__", "__kwdefaults__")):
                # It comes from a proxy, or is one that deleting does not bring back.
                setattr(self.target, self.attribute, self.temp_original)
        del self.temp_original
        del self.is_local
        del self.target
        stack = self._exit_stack
        del self._exit_stack
        return stack.__exit__(*exc_info)

    def start(self):
        """Patch until stop() or patch.stopall()."""
        value = self.__enter__()
        self._active_patches.append(self)
        return value

    def stop(self):
        """End a patch that start() began; None if it is not active."""
        try:
            self._active_patches.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *,
                  unsafe=False, **kwargs):
    """Patch an attribute of an object; the arguments are those of patch()."""
    if type(target) is str:
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Patch several attributes of an object (or of a module by its name). Those given as DEFAULT become mocks, which a decorated
    function gets by keyword and a context manager in a dict."""
    getter = functools.partial(_resolve, target) if type(target) is str else lambda: target
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        patcher = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        patcher.attribute_name = attribute
        patchers.append(patcher)
    first, *others = patchers
    first.additional_patchers.extend(others)
    return first


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *, unsafe=False, **kwargs):
    """Replace what a dotted name means while a function, a block or the tests of a class run.

    new: what to put there; by default a MagicMock (AsyncMock for coroutine functions), which a decorated function gets as an
    additional argument. create: the attribute need not exist. spec, spec_set, autospec: how the mock is limited; True stands for the
    object that is replaced. new_callable: makes the new object. Others go to the mock.
    """
    getter, attribute = _get_target(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


class _patch_dict:
    """Sets items of a dict (or of what is used like one) for a while; all its items are as before afterwards."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict, self.values, self.clear = in_dict, dict(values) | kwargs, clear
        self._original = None

    def __call__(self, f):
        if isinstance(f, type):
            decorate = self.decorate_class
        else:
            decorate = self.decorate_async_callable if inspect.iscoroutinefunction(f) else self.decorate_callable
        return decorate(f)

    def decorate_callable(self, f):
        @functools.wraps(f)
        def _inner(*args, **kw):
            with self:
                return f(*args, **kw)
        return _inner

    def decorate_async_callable(self, f):
        @functools.wraps(f)
        async def _inner(*args, **kw):
            with self:
                return await f(*args, **kw)
        return _inner

    def decorate_class(self, klass):
        tests = {name: getattr(klass, name) for name in dir(klass) if name.startswith(patch.TEST_PREFIX)}
        for name, test in tests.items():
            if callable(test):
                setattr(klass, name, _patch_dict(self.in_dict, self.values, self.clear)(test))
        return klass

    def __enter__(self):
        self._patch_dict()
        return self.in_dict

    def _patch_dict(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _resolve(self.in_dict)
        in_dict = self.in_dict
        try:
            self._original = in_dict.copy()
        except AttributeError:
            self._original = {key: in_dict[key] for key in in_dict}
        if self.clear:
            _clear_dict(in_dict)
        _update_dict(in_dict, self.values)

    def _unpatch_dict(self):
        _clear_dict(self.in_dict)
        _update_dict(self.in_dict, self._original)

    def __exit__(self, *args):
        if self._original is not None:
            self._unpatch_dict()
        return False

    def start(self):
        """Patch until stop() or patch.stopall()."""
        value = self.__enter__()
        _patch._active_patches.append(self)
        return value

    def stop(self):
        """End a patch that start() began; None if it is not active."""
        try:
            _patch._active_patches.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _update_dict(in_dict, values):
    # An object with item access alone will do.
    try:
        in_dict.update(values)
    except AttributeError:
        for key in values:
            in_dict[key] = values[key]


def _clear_dict(in_dict):
    try:
        in_dict.clear()
    except AttributeError:
        for key in list(in_dict):
            del in_dict[key]


def _patch_stopall():
    """End all patches that start() began, the last one first."""
    for active in reversed(_patch._active_patches):
        active.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _patch_stopall
patch.TEST_PREFIX = "test"
