"""The abstract base classes of containers, iterators and coroutines; programs know this module as `collections.abc`."""

from abc import ABCMeta, abstractmethod
import sys

__all__ = [
    "Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "Hashable", "Iterable", "Iterator", "Generator",
    "Reversible", "Sized", "Container", "Callable", "Collection", "Set", "MutableSet", "Mapping", "MutableMapping", "MappingView",
    "KeysView", "ItemsView", "ValuesView", "Sequence", "MutableSequence", "ByteString", "Buffer",
]

__name__ = "collections.abc"

_GenericAlias = type(list[int])


def _structural(*methods):
    """A __subclasshook__ for the class in whose body it stands, not for those derived: what has all these methods is a subclass."""

    def __subclasshook__(cls, candidate):
        if cls.__dict__.get("__subclasshook__") is not hook:
            return NotImplemented
        # The first class that has the name decides; None there says that the method is not offered.
        for method in methods:
            owner = next((ancestor for ancestor in candidate.__mro__ if method in ancestor.__dict__), None)
            if owner is None or owner.__dict__[method] is None:
                return NotImplemented
        return True

    hook = classmethod(__subclasshook__)
    return hook


# --- Abilities ---------------------------------------------------------------------------------------------------------------

class Hashable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __hash__(self):
        return 0

    __subclasshook__ = _structural("__hash__")


class Awaitable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __await__(self):
        yield

    __subclasshook__ = _structural("__await__")

    __class_getitem__ = classmethod(_GenericAlias)


class Coroutine(Awaitable):
    __slots__ = ()

    @abstractmethod
    def send(self, value):
        """Go on with `value` as the result of the await; return what is awaited next."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Raise an exception inside the coroutine."""
        _raise(typ, val, tb)

    def close(self):
        """Make the coroutine end by raising GeneratorExit inside it."""
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError("coroutine ignored GeneratorExit")

    __subclasshook__ = _structural("__await__", "send", "throw", "close")


def _raise(kind, value, traceback):
    if value is None:
        if traceback is None:
            raise kind
        value = kind()
    if traceback is not None:
        value = value.with_traceback(traceback)
    raise value


class AsyncIterable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __aiter__(self):
        return AsyncIterator()

    __subclasshook__ = _structural("__aiter__")

    __class_getitem__ = classmethod(_GenericAlias)


class AsyncIterator(AsyncIterable):
    __slots__ = ()

    @abstractmethod
    async def __anext__(self):
        """Return the next item or raise StopAsyncIteration."""
        raise StopAsyncIteration

    def __aiter__(self):
        return self

    __subclasshook__ = _structural("__anext__", "__aiter__")


class AsyncGenerator(AsyncIterator):
    __slots__ = ()

    async def __anext__(self):
        """Return the next item or raise StopAsyncIteration."""
        return await self.asend(None)

    @abstractmethod
    async def asend(self, value):
        """Send a value into the generator; return the next item it yields."""
        raise StopAsyncIteration

    @abstractmethod
    async def athrow(self, typ, val=None, tb=None):
        """Raise an exception inside the generator."""
        _raise(typ, val, tb)

    async def aclose(self):
        """Make the generator end by raising GeneratorExit inside it."""
        try:
            await self.athrow(GeneratorExit)
        except (GeneratorExit, StopAsyncIteration):
            return
        raise RuntimeError("asynchronous generator ignored GeneratorExit")

    __subclasshook__ = _structural("__aiter__", "__anext__", "asend", "athrow", "aclose")


class Iterable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __iter__(self):
        yield from ()

    __subclasshook__ = _structural("__iter__")

    __class_getitem__ = classmethod(_GenericAlias)


class Iterator(Iterable):
    __slots__ = ()

    @abstractmethod
    def __next__(self):
        """Return the next item or raise StopIteration."""
        raise StopIteration

    def __iter__(self):
        return self

    __subclasshook__ = _structural("__iter__", "__next__")


class Reversible(Iterable):
    __slots__ = ()

    @abstractmethod
    def __reversed__(self):
        yield from ()

    __subclasshook__ = _structural("__reversed__", "__iter__")


class Generator(Iterator):
    __slots__ = ()

    def __next__(self):
        """Return the next item or raise StopIteration."""
        return self.send(None)

    @abstractmethod
    def send(self, value):
        """Go on with `value` as the result of the yield; return the next item."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Raise an exception inside the generator."""
        _raise(typ, val, tb)

    def close(self):
        """Make the generator end by raising GeneratorExit inside it."""
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError("generator ignored GeneratorExit")

    __subclasshook__ = _structural("__iter__", "__next__", "send", "throw", "close")


class Sized(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __len__(self):
        return 0

    __subclasshook__ = _structural("__len__")


class Container(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __contains__(self, x):
        return False

    __subclasshook__ = _structural("__contains__")

    __class_getitem__ = classmethod(_GenericAlias)


class Collection(Sized, Iterable, Container):
    __slots__ = ()

    __subclasshook__ = _structural("__len__", "__iter__", "__contains__")


class Buffer(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __buffer__(self, flags: int, /) -> memoryview:
        raise NotImplementedError

    __subclasshook__ = _structural("__buffer__")


class _CallableGenericAlias(_GenericAlias):
    """The alias of Callable[[argument, ...], result]: keeps the argument types flat and shows them in brackets."""

    __slots__ = ()

    def __new__(cls, origin, args):
        if not (isinstance(args, tuple) and len(args) == 2):
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        arguments, result = args
        if isinstance(arguments, (tuple, list)):
            args = (*arguments, result)
        elif not _is_parameter_expression(arguments):
            raise TypeError("Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got " + repr(arguments))
        return super().__new__(cls, origin, args)

    def __repr__(self):
        if len(self.__args__) == 2 and _is_parameter_expression(self.__args__[0]):
            return super().__repr__()
        return (f"collections.abc.Callable[[{', '.join(_type_repr(one) for one in self.__args__[:-1])}], "
                f"{_type_repr(self.__args__[-1])}]")

    def __reduce__(self):
        args = self.__args__
        if not (len(args) == 2 and _is_parameter_expression(args[0])):
            args = list(args[:-1]), args[-1]
        return _CallableGenericAlias, (Callable, args)


def _is_parameter_expression(value):
    if value is ...:
        return True
    if isinstance(value, list):
        return True
    kind = type(value)
    return kind.__module__ == "typing" and kind.__name__ in ("ParamSpec", "_ConcatenateGenericAlias")


def _type_repr(value):
    if isinstance(value, type):
        return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    return "..." if value is ... else repr(value)


class Callable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False

    __subclasshook__ = _structural("__call__")

    __class_getitem__ = classmethod(_CallableGenericAlias)


# --- Sets --------------------------------------------------------------------------------------------------------------------

class Set(Collection):
    """A finite set. A subclass gives __contains__, __iter__ and __len__, and _from_iterable() if its constructor differs."""

    __slots__ = ()

    def __le__(self, other):
        return len(self) <= len(other) and all(element in other for element in self) if isinstance(other, Set) else NotImplemented

    def __ge__(self, other):
        return len(self) >= len(other) and all(element in self for element in other) if isinstance(other, Set) else NotImplemented

    def __lt__(self, other):
        return len(self) < len(other) and self.__le__(other) if isinstance(other, Set) else NotImplemented

    def __gt__(self, other):
        return len(self) > len(other) and self.__ge__(other) if isinstance(other, Set) else NotImplemented

    def __eq__(self, other):
        return len(self) == len(other) and self.__le__(other) if isinstance(other, Set) else NotImplemented

    def isdisjoint(self, other):
        """Return whether the two have no element in common."""
        return not any(element in self for element in other)

    @classmethod
    def _from_iterable(cls, it):
        """Make a new set of the elements of an iterable; the operators use it for their results."""
        return cls(it)

    def __and__(self, other):
        return self._from_iterable(element for element in other if element in self) if isinstance(other, Iterable) else NotImplemented

    def __or__(self, other):
        return self._from_iterable(element for part in (self, other) for element in part) if isinstance(other, Iterable) else NotImplemented

    def __sub__(self, other):
        if (removed := _as_set(self, other)) is None:
            return NotImplemented
        return self._from_iterable(element for element in self if element not in removed)

    def __rsub__(self, other):
        if (reduced := _as_set(self, other)) is None:
            return NotImplemented
        return self._from_iterable(element for element in reduced if element not in self)

    def __xor__(self, other):
        if (other := _as_set(self, other)) is None:
            return NotImplemented
        return (self - other) | (other - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def _hash(self):
        """A hash of the elements that does not depend on their order, for subclasses that are hashable.

        Mixes each element's hash before combining, so that equal bits of neighbouring integers do not cancel out; the result
        equals the hash of a frozenset of the same elements.
        """
        mask = 2 * sys.maxsize + 1
        size = len(self)
        result = (1927868237 * (size + 1)) & mask
        for element in self:
            one = hash(element)
            result ^= (one ^ (one << 16) ^ 89869747) * 3644798167
            result &= mask
        result ^= (result >> 11) ^ (result >> 25)
        result = (result * 69069 + 907133923) & mask
        if result > sys.maxsize:
            result -= mask + 1
        return 590923713 if result == -1 else result


def _as_set(one, other):
    """The other operand of an operator, made a set like this one if it is another iterable; None if it has no elements to speak of."""
    if isinstance(other, Set):
        return other
    return one._from_iterable(other) if isinstance(other, Iterable) else None


class MutableSet(Set):
    """A set that changes. A subclass adds add() and discard()."""

    __slots__ = ()

    @abstractmethod
    def add(self, value):
        """Add an element."""
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        """Remove an element if it is there."""
        raise NotImplementedError

    def remove(self, value):
        """Remove an element; raise KeyError if it is not there."""
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        """Remove and return an element; raise KeyError if there is none."""
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        """Remove all elements."""
        _repeat(self.pop, KeyError)

    def __ior__(self, it):
        for element in it:
            self.add(element)
        return self

    def __iand__(self, it):
        for element in self - it:
            self.discard(element)
        return self

    def __isub__(self, it):
        if it is not self:
            for element in it:
                self.discard(element)
        else:
            self.clear()
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
            return self
        for element in it if isinstance(it, Set) else self._from_iterable(it):
            (self.discard if element in self else self.add)(element)
        return self


def _repeat(remove, end):
    """Remove something again and again until the exception says that nothing is left."""
    try:
        while True:
            remove()
    except end:
        return


# --- Mappings ----------------------------------------------------------------------------------------------------------------

class Mapping(Collection):
    """Keys with values. A subclass gives __getitem__, __iter__ and __len__."""

    __slots__ = ()

    # Tells class patterns in match statements that instances match mapping patterns.
    __abc_tpflags__ = 1 << 6

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def get(self, key, default=None):
        """Return the value of a key, or the default if there is no such key."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
            return True
        except KeyError:
            return False

    def keys(self):
        """A set-like view of the keys."""
        return KeysView(self)

    def values(self):
        """A view of the values."""
        return ValuesView(self)

    def items(self):
        """A set-like view of the (key, value) pairs."""
        return ItemsView(self)

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented

    __reversed__ = None


class MappingView(Sized):
    """What the views of a mapping have in common: they keep the mapping and ask it anew each time."""

    __slots__ = ("_mapping",)

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, mapping):
        self._mapping = mapping

    def __repr__(self):
        return f"{type(self).__name__}({self._mapping!r})"

    def __len__(self):
        return len(self._mapping)


class KeysView(MappingView, Set):
    __slots__ = ()

    # What operators make of a view is a set.
    _from_iterable = staticmethod(set)

    def __iter__(self):
        yield from self._mapping

    def __contains__(self, key):
        return key in self._mapping


class ItemsView(MappingView, Set):
    __slots__ = ()

    _from_iterable = staticmethod(set)

    def __iter__(self):
        mapping = self._mapping
        for key in mapping:
            yield key, mapping[key]

    def __contains__(self, item):
        key, value = item
        try:
            found = self._mapping[key]
        except KeyError:
            return False
        return _same(found, value)


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __iter__(self):
        mapping = self._mapping
        for key in mapping:
            yield mapping[key]

    def __contains__(self, value):
        mapping = self._mapping
        return any(_same(mapping[key], value) for key in mapping)


def _same(found, wanted):
    """What containers mean by equal: an object equals itself, whatever it says."""
    return found is wanted or found == wanted


_no_default = object()


class MutableMapping(Mapping):
    """A mapping that changes. A subclass adds __setitem__ and __delitem__."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def pop(self, key, default=_no_default):
        """Remove a key and return its value; without the key, return the default or raise KeyError."""
        try:
            value = self[key]
        except KeyError:
            if default is _no_default:
                raise
            return default
        del self[key]
        return value

    def popitem(self):
        """Remove and return some (key, value) pair; raise KeyError if there is none."""
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def clear(self):
        """Remove everything."""
        _repeat(self.popitem, KeyError)

    def update(self, other=(), /, **kwds):
        """Set items from a mapping, an object with keys(), an iterable of pairs, and keyword arguments."""
        if isinstance(other, Mapping):
            keys = other
        elif hasattr(other, "keys"):
            keys = other.keys()
        else:
            keys = ()
            for key, value in other:
                self[key] = value
        for source, names in (other, keys), (kwds, kwds):
            for key in names:
                self[key] = source[key]

    def setdefault(self, key, default=None):
        """Return the value of a key, which is set to the default first if it is missing."""
        try:
            value = self[key]
        except KeyError:
            value = self[key] = default
        return value


# --- Sequences ---------------------------------------------------------------------------------------------------------------

class Sequence(Reversible, Collection):
    """Items in order. A subclass gives __getitem__ and __len__."""

    __slots__ = ()

    __abc_tpflags__ = 1 << 5

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        position = 0
        while True:
            try:
                item = self[position]
            except IndexError:
                return
            yield item
            position += 1

    def __reversed__(self):
        for position in range(len(self) - 1, -1, -1):
            yield self[position]

    def __contains__(self, value):
        return any(_same(item, value) for item in self)

    def index(self, value, start=0, stop=None):
        """Return the first position of a value; raise ValueError if it is not there."""
        first, end = (bound + len(self) if bound is not None and bound < 0 else bound for bound in (start, stop))
        position = max(first, 0)
        while end is None or position < end:
            try:
                item = self[position]
            except IndexError:
                break
            if _same(item, value):
                return position
            position += 1
        raise ValueError

    def count(self, value):
        """Return how often a value occurs."""
        return sum(1 for item in self if _same(item, value))


class _ByteStringMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        _warn_of_byte_string()
        return super().__instancecheck__(instance)


def _warn_of_byte_string():
    import warnings
    warnings._deprecated("collections.abc.ByteString", remove=(3, 17))


class ByteString(Sequence, metaclass=_ByteStringMeta):
    """The common base of bytes and bytearray; deprecated."""

    __slots__ = ()

    def __init_subclass__(cls, **kwargs):
        _warn_of_byte_string()
        super().__init_subclass__(**kwargs)


class MutableSequence(Sequence):
    """A sequence that changes. A subclass adds __setitem__, __delitem__ and insert()."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        """Put a value before the given position."""
        raise IndexError

    def append(self, value):
        """Put a value at the end."""
        self.insert(len(self), value)

    def extend(self, values):
        """Append every item of an iterable."""
        for value in list(values) if values is self else values:
            self.append(value)

    def clear(self):
        """Remove everything."""
        _repeat(self.pop, IndexError)

    def reverse(self):
        """Turn the order round, in place."""
        last = len(self) - 1
        for near in range((last + 1) // 2):
            self[near], self[last - near] = self[last - near], self[near]

    def pop(self, index=-1):
        """Remove and return the item at a position, by default the last; raise IndexError if there is none."""
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        """Remove the first occurrence of a value; raise ValueError if it is not there."""
        del self[self.index(value)]

    def __iadd__(self, values):
        self.extend(values)
        return self


# --- The built-in types belong where their methods put them -------------------------------------------------------------------

def _register_builtin_types():
    for kind in (type(iter(b"")), type(iter(bytearray())), type(iter({}.keys())), type(iter({}.values())), type(iter({}.items())),
                 type(iter([])), type(reversed([])), type(iter(range(0))), type(iter(set())), type(iter("")), type(iter(())),
                 type(zip())):
        Iterator.register(kind)
    Generator.register(type((nothing for nothing in ())))
    Set.register(frozenset)
    MutableSet.register(set)
    KeysView.register(type({}.keys()))
    ItemsView.register(type({}.items()))
    ValuesView.register(type({}.values()))
    Mapping.register(type(type.__dict__))
    MutableMapping.register(dict)
    for kind in (tuple, str, range, memoryview, bytes):
        Sequence.register(kind)
    ByteString.register(bytes)
    ByteString.register(bytearray)
    MutableSequence.register(list)
    MutableSequence.register(bytearray)
    try:
        from _collections import deque
    except ImportError:
        pass  # a test has put None in its place
    else:
        MutableSequence.register(deque)
    # array registers its type itself, if it comes after this module.
    if (array := sys.modules.get("array")) is not None:
        MutableSequence.register(array.array)

    for kind in (bytes, bytearray, memoryview):
        Buffer.register(kind)

    async def coroutine():
        pass

    sample = coroutine()
    Coroutine.register(type(sample))
    sample.close()

    async def async_generator():
        yield

    AsyncGenerator.register(type(async_generator()))


_register_builtin_types()
