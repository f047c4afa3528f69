"""Numbers and arrays of numbers in shared memory, with or without a lock.

The raw objects have the interface of ctypes' simple types and arrays: integers are cut to their size, as in C; a c_char is a bytes object of
length 1 and a c_wchar a string of length 1.
"""

import operator

from . import context, heap
from .context import assert_spawning

__all__ = ["RawValue", "RawArray", "Value", "Array", "copy", "synchronized"]


class _Type:
    """A type of numbers: how C calls it, and how to get one in and out of a memoryview of its format."""

    def __init__(self, code, name, size, format=None):
        self.code = code
        self.name = name
        self.size = size
        self.format = format or code
        self.zero = {"c": b"\0", "u": "\0"}.get(code, 0.0 if code in "fd" else 0)

    def __repr__(self):
        return "<type %r>" % self.name

    def __reduce__(self):
        return _type_of_code, (self.code,)

    def to_item(self, value):
        """What to store for a value."""
        code = self.code
        if code in "fd":
            if not isinstance(value, (int, float)) and not hasattr(type(value), "__float__") and not hasattr(type(value), "__index__"):
                raise TypeError("must be real number, not " + type(value).__name__)
            return float(value)
        if code == "c":
            if isinstance(value, int) and 0 <= value < 256:
                return bytes([value])
            if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
                raise TypeError("one character bytes, bytearray or integer expected")
            return bytes(value)
        if code == "u":
            if not isinstance(value, str):
                raise TypeError("unicode string expected instead of %s instance" % type(value).__name__)
            if len(value) != 1:
                raise TypeError("one character unicode string expected")
            return ord(value)
        value = operator.index(value)
        bits = 8 * self.size
        value &= (1 << bits) - 1
        if code.islower() and value >> (bits - 1):
            value -= 1 << bits
        return value

    def from_item(self, item):
        """The value of what is stored."""
        return chr(item) if self.code == "u" else item


typecode_to_type = {kind.code: kind for kind in [
    _Type("c", "c_char", 1), _Type("u", "c_wchar", 4, "I"), _Type("b", "c_byte", 1), _Type("B", "c_ubyte", 1),
    _Type("h", "c_short", 2), _Type("H", "c_ushort", 2), _Type("i", "c_int", 4), _Type("I", "c_uint", 4),
    _Type("l", "c_long", 8), _Type("L", "c_ulong", 8), _Type("q", "c_longlong", 8), _Type("Q", "c_ulonglong", 8),
    _Type("f", "c_float", 4), _Type("d", "c_double", 8)]}


def _type_of_code(code):
    return typecode_to_type[code]


def _type_of(typecode_or_type):
    if isinstance(typecode_or_type, _Type):
        return typecode_or_type
    # A type of ctypes says its code.
    code = getattr(typecode_or_type, "_type_", typecode_or_type)
    try:
        return typecode_to_type[code]
    except (KeyError, TypeError):
        raise TypeError("this type has no size") from None


class _RawValue:
    """A number in shared memory."""

    def __init__(self, kind, wrapper, *args):
        self._kind = kind
        self._wrapper = wrapper
        self._view = wrapper.create_memoryview()[:kind.size].cast(kind.format)
        if args:
            self.value = args[0] if len(args) == 1 else _too_many(args)

    @property
    def value(self):
        return self._kind.from_item(self._view[0])

    @value.setter
    def value(self, value):
        self._view[0] = self._kind.to_item(value)

    def __repr__(self):
        return "%s(%r)" % (self._kind.name, self.value)

    def __reduce__(self):
        assert_spawning(self)
        return _rebuild_value, (self._kind, self._wrapper)


def _too_many(args):
    raise TypeError("expected at most 1 argument, got %d" % len(args))


def _rebuild_value(kind, wrapper):
    return _RawValue(kind, wrapper)


class _RawArray:
    """Numbers in shared memory."""

    def __init__(self, kind, length, wrapper, *items):
        self._kind = kind
        self._length = length
        self._wrapper = wrapper
        self._view = wrapper.create_memoryview()[:kind.size * length]
        if length:
            self._view = self._view.cast(kind.format)
        for i, item in enumerate(items):
            self[i] = item

    def __len__(self):
        return self._length

    def _index(self, i):
        i = operator.index(i)
        if i < 0:
            i += self._length
        if not 0 <= i < self._length:
            raise IndexError("invalid index")
        return i

    def __getitem__(self, i):
        kind = self._kind
        if isinstance(i, slice):
            items = [kind.from_item(self._view[j]) for j in range(*i.indices(self._length))]
            if kind.code == "c":
                return b"".join(items)
            if kind.code == "u":
                return "".join(items)
            return items
        return kind.from_item(self._view[self._index(i)])

    def __setitem__(self, i, value):
        kind = self._kind
        if isinstance(i, slice):
            indices = range(*i.indices(self._length))
            if len(value) != len(indices):
                raise ValueError("Can only assign sequence of same size")
            for j, item in zip(indices, value):
                self._view[j] = kind.to_item(item)
            return
        self._view[self._index(i)] = kind.to_item(value)

    def __iter__(self):
        for i in range(self._length):
            yield self[i]

    def __repr__(self):
        return "<%s_Array_%d object at %#x>" % (self._kind.name, self._length, id(self))

    def __buffer__(self, flags):
        return memoryview(self._view)

    def __reduce__(self):
        assert_spawning(self)
        return _rebuild_array, (self._kind, self._length, self._wrapper)


class _RawCharArray(_RawArray):
    """An array of c_char: also a string that ends at its first zero."""

    @property
    def raw(self):
        return self[:]

    @raw.setter
    def raw(self, data):
        data = bytes(data)
        if len(data) > self._length:
            raise ValueError("byte string too long")
        for i, byte in enumerate(data):
            self[i] = byte

    @property
    def value(self):
        return self.raw.partition(b"\0")[0]

    @value.setter
    def value(self, data):
        if not isinstance(data, bytes):
            raise TypeError("bytes expected instead of %s instance" % type(data).__name__)
        if len(data) > self._length:
            raise ValueError("byte string too long")
        self.raw = data
        if len(data) < self._length:
            self[len(data)] = 0


class _RawWideArray(_RawArray):
    """An array of c_wchar: also a string that ends at its first zero."""

    @property
    def value(self):
        return self[:].partition("\0")[0]

    @value.setter
    def value(self, text):
        if not isinstance(text, str):
            raise TypeError("unicode string expected instead of %s instance" % type(text).__name__)
        if len(text) > self._length:
            raise ValueError("string too long")
        for i, character in enumerate(text):
            self[i] = character
        if len(text) < self._length:
            self[len(text)] = "\0"


def _array(kind, length, wrapper, *items):
    return {"c": _RawCharArray, "u": _RawWideArray}.get(kind.code, _RawArray)(kind, length, wrapper, *items)


def _rebuild_array(kind, length, wrapper):
    return _array(kind, length, wrapper)


def _zeroed(size):
    # A block that was freed holds what it held.
    wrapper = heap.BufferWrapper(size)
    view = wrapper.create_memoryview()
    view[:] = bytes(len(view))
    return wrapper


def RawValue(typecode_or_type, *args):
    """Return a number in shared memory."""
    kind = _type_of(typecode_or_type)
    return _RawValue(kind, _zeroed(kind.size), *args)


def RawArray(typecode_or_type, size_or_initializer):
    """Return an array in shared memory: of so many zeros, or of these items."""
    kind = _type_of(typecode_or_type)
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError("Array length must be >= 0")
        return _array(kind, size_or_initializer, _zeroed(kind.size * size_or_initializer))
    items = list(size_or_initializer)
    return _array(kind, len(items), _zeroed(kind.size * len(items)), *items)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """Return a number in shared memory with a lock: a new one, the one that is given, or (False) none."""
    obj = RawValue(typecode_or_type, *args)
    if lock is False:
        return obj
    if lock in (True, None):
        ctx = ctx or context._default_context.get_context()
        lock = ctx.RLock()
    if not hasattr(lock, "acquire"):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return synchronized(obj, lock, ctx=ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Return an array in shared memory with a lock; see Value()."""
    obj = RawArray(typecode_or_type, size_or_initializer)
    if lock is False:
        return obj
    if lock in (True, None):
        ctx = ctx or context._default_context.get_context()
        lock = ctx.RLock()
    if not hasattr(lock, "acquire"):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return synchronized(obj, lock, ctx=ctx)


def copy(obj):
    """Return a raw object with the same contents in memory of its own."""
    if isinstance(obj, _RawArray):
        return RawArray(obj._kind, obj[:] if obj._kind.code not in "cu" else list(obj))
    return RawValue(obj._kind, obj.value)


def synchronized(obj, lock=None, ctx=None):
    """Return an object that takes a lock around each access to a raw one."""
    assert not isinstance(obj, SynchronizedBase), "object already synchronized"
    ctx = ctx or context._default_context.get_context()
    if isinstance(obj, (_RawCharArray, _RawWideArray)):
        return SynchronizedString(obj, lock, ctx)
    if isinstance(obj, _RawArray):
        return SynchronizedArray(obj, lock, ctx)
    return Synchronized(obj, lock, ctx)


class SynchronizedBase:
    """A raw object and its lock."""

    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or (ctx or context._default_context.get_context()).RLock()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        """Return the raw object."""
        return self._obj

    def get_lock(self):
        """Return the lock."""
        return self._lock

    def __repr__(self):
        return f"<{type(self).__name__} wrapper for {self._obj}>"


class Synchronized(SynchronizedBase):
    """A number: each access to `value` is whole, but value += 1 is two."""

    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value


class SynchronizedArray(SynchronizedBase):
    """An array."""

    def __len__(self):
        return len(self._obj)

    # Each access is whole, of slices too.

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __setslice__(self, start, stop, values):
        self[start:stop] = values


class SynchronizedString(SynchronizedArray):
    """An array of characters."""

    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value

    @property
    def raw(self):
        with self._lock:
            return self._obj.raw

    @raw.setter
    def raw(self, value):
        with self._lock:
            self._obj.raw = value
