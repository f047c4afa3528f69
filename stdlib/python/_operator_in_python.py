"""The operators as functions, in Python: for a program that keeps `operator` from its native part.

Thread safety: each function does one operation on its arguments and keeps nothing.
"""


def lt(a, b):
    """Same as a < b."""
    return a < b


def le(a, b):
    """Same as a <= b."""
    return a <= b


def eq(a, b):
    """Same as a == b."""
    return a == b


def ne(a, b):
    """Same as a != b."""
    return a != b


def gt(a, b):
    """Same as a > b."""
    return a > b


def ge(a, b):
    """Same as a >= b."""
    return a >= b


def truth(a):
    """Return True if a is true, False otherwise."""
    return True if a else False


def not_(a):
    """Same as not a."""
    return not a


def is_(a, b):
    """Same as a is b."""
    return a is b


def is_not(a, b):
    """Same as a is not b."""
    return a is not b


_absolute = abs


def abs(a):
    """Same as abs(a)."""
    return _absolute(a)


def neg(a):
    """Same as -a."""
    return -a


def pos(a):
    """Same as +a."""
    return +a


def inv(a):
    """Same as ~a."""
    return ~a


invert = inv


def index(a):
    """Same as a.__index__()"""
    return a.__index__()


def add(a, b):
    """Same as a + b."""
    return a + b


def sub(a, b):
    """Same as a - b."""
    return a - b


def mul(a, b):
    """Same as a * b."""
    return a * b


def matmul(a, b):
    """Same as a @ b."""
    return a @ b


def truediv(a, b):
    """Same as a / b."""
    return a / b


def floordiv(a, b):
    """Same as a // b."""
    return a // b


def mod(a, b):
    """Same as a % b."""
    return a % b


def pow(a, b):
    """Same as a ** b."""
    return a ** b


def lshift(a, b):
    """Same as a << b."""
    return a << b


def rshift(a, b):
    """Same as a >> b."""
    return a >> b


def and_(a, b):
    """Same as a & b."""
    return a & b


def or_(a, b):
    """Same as a | b."""
    return a | b


def xor(a, b):
    """Same as a ^ b."""
    return a ^ b


def iadd(a, b):
    """Same as a += b."""
    a += b
    return a


def isub(a, b):
    """Same as a -= b."""
    a -= b
    return a


def imul(a, b):
    """Same as a *= b."""
    a *= b
    return a


def imatmul(a, b):
    """Same as a @= b."""
    a @= b
    return a


def itruediv(a, b):
    """Same as a /= b."""
    a /= b
    return a


def ifloordiv(a, b):
    """Same as a //= b."""
    a //= b
    return a


def imod(a, b):
    """Same as a %= b."""
    a %= b
    return a


def ipow(a, b):
    """Same as a **= b."""
    a **= b
    return a


def ilshift(a, b):
    """Same as a <<= b."""
    a <<= b
    return a


def irshift(a, b):
    """Same as a >>= b."""
    a >>= b
    return a


def iand(a, b):
    """Same as a &= b."""
    a &= b
    return a


def ior(a, b):
    """Same as a |= b."""
    a |= b
    return a


def ixor(a, b):
    """Same as a ^= b."""
    a ^= b
    return a


def _check_sequence(a):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")


def concat(a, b):
    """Same as a + b, for a and b sequences."""
    _check_sequence(a)
    return a + b


def iconcat(a, b):
    """Same as a += b, for a and b sequences."""
    _check_sequence(a)
    a += b
    return a


def contains(a, b):
    """Same as b in a (note reversed operands)."""
    return b in a


def countOf(a, b):
    """Return the number of items in a which are, or which equal, b."""
    count = 0
    for item in a:
        count += item is b or item == b
    return count


def indexOf(a, b):
    """Return the first index of b in a."""
    for position, item in enumerate(a):
        if item is b or item == b:
            return position
    raise ValueError("sequence.index(x): x not in sequence")


def getitem(a, b):
    """Same as a[b]."""
    return a[b]


def setitem(a, b, c):
    """Same as a[b] = c."""
    a[b] = c


def delitem(a, b):
    """Same as del a[b]."""
    del a[b]


def length_hint(obj, default=0):
    """Return an estimate of the number of items in obj."""
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be interpreted as an integer")
    try:
        return len(obj)
    except TypeError:
        pass
    method = getattr(type(obj), "__length_hint__", None)
    if method is None:
        return default
    try:
        hint = method(obj)
    except TypeError:
        return default
    if hint is NotImplemented:
        return default
    if not isinstance(hint, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(hint).__name__}")
    if hint < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return hint


def call(obj, /, *args, **kwargs):
    """Same as obj(*args, **kwargs)."""
    return obj(*args, **kwargs)


class attrgetter:
    """A function that reads attributes, given by dotted names; several give a tuple."""

    __slots__ = ("_names",)

    def __init__(self, attr, /, *attrs):
        self._names = (attr, *attrs)
        for name in self._names:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")

    def __call__(self, obj, /):
        results = []
        for name in self._names:
            result = obj
            for part in name.split("."):
                result = getattr(result, part)
            results.append(result)
        return tuple(results) if len(results) > 1 else results[0]

    def __repr__(self):
        return f"{type(self).__module__}.{type(self).__qualname__}({', '.join(map(repr, self._names))})"

    def __reduce__(self):
        return type(self), self._names


class itemgetter:
    """A function that reads items; several give a tuple."""

    __slots__ = ("_items",)

    def __init__(self, item, /, *items):
        self._items = (item, *items)

    def __call__(self, obj, /):
        results = tuple(obj[item] for item in self._items)
        return results if len(results) > 1 else results[0]

    def __repr__(self):
        return f"{type(self).__module__}.{type(self).__name__}({', '.join(map(repr, self._items))})"

    def __reduce__(self):
        return type(self), self._items


class methodcaller:
    """A function that calls the named method with the arguments given here."""

    __slots__ = ("_name", "_args", "_kwargs")

    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name, self._args, self._kwargs = name, args, kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        arguments = [repr(self._name), *map(repr, self._args), *(f"{name}={value!r}" for name, value in self._kwargs.items())]
        return f"{type(self).__module__}.{type(self).__name__}({', '.join(arguments)})"

    def __reduce__(self):
        if not self._kwargs:
            return type(self), (self._name, *self._args)
        from functools import partial
        return partial(type(self), self._name, **self._kwargs), self._args


# Programs, and pickles, know them by these names.
for _function in list(globals().values()):
    if callable(_function) and getattr(_function, "__module__", None) == __name__:
        _function.__module__ = "operator"
del _function
