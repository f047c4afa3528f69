"""Shared memory that processes find by name."""

import mmap
import os
import secrets
import struct
import types
from functools import partial

import _posixshmem

__all__ = ["SharedMemory", "ShareableList"]

_USE_POSIX = True
_O_CREX = os.O_CREAT | os.O_EXCL
# Short enough for every system.
_SHM_SAFE_NAME_LENGTH = 14
_SHM_NAME_PREFIX = "/psm_"


def _make_filename():
    nbytes = (_SHM_SAFE_NAME_LENGTH - len(_SHM_NAME_PREFIX)) // 2
    assert nbytes >= 2, "_SHM_NAME_PREFIX too long"
    name = _SHM_NAME_PREFIX + secrets.token_hex(nbytes)
    assert len(name) <= _SHM_SAFE_NAME_LENGTH
    return name


class SharedMemory:
    """A block of memory with a name. It lives until unlink(), even when every process has closed it.

    With `track`, the resource tracker removes it when the program ends and nobody has.
    """

    # As long as nothing is open, and after close().
    _name = _mmap = _buf = None
    _fd = -1
    _flags, _mode = os.O_RDWR, 0o600
    # Whether names of the system begin with a slash that others do not see.
    _prepend_leading_slash = _track = True

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create and not size:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        self._track = track
        if create:
            self._flags |= _O_CREX
        self._name = self._open(name)
        try:
            if create:
                os.ftruncate(self._fd, size)
            self._size = os.fstat(self._fd).st_size
            self._mmap = mmap.mmap(self._fd, self._size)
        except OSError:
            self.unlink()
            raise
        self._buf = memoryview(self._mmap)
        if track:
            from .resource_tracker import register
            register(self._name, "shared_memory")

    def _open(self, name):
        """Open the block of a name, or a new one; return the system's name for it."""
        if name is not None and self._prepend_leading_slash:
            name = "/" + name
        while True:
            tried = _make_filename() if name is None else name
            try:
                self._fd = _posixshmem.shm_open(tried, self._flags, mode=self._mode)
            except FileExistsError:
                if name is not None:
                    raise
            else:
                return tried

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass

    def __reduce__(self):
        return type(self), (self.name, False, self.size)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.name!r}, size={self.size})"

    buf = property(lambda self: self._buf, doc="The memory, as a memoryview.")
    size = property(lambda self: self._size, doc="Its size in bytes.")

    @property
    def name(self):
        """The name by which others find it."""
        return self._name.removeprefix("/") if self._prepend_leading_slash else self._name

    def close(self):
        """Let go of the memory here."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        if self._mmap is not None:
            # Fails while somebody has a view of it; then the rest stays open.
            self._mmap.close()
            self._mmap = None
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def unlink(self):
        """Remove the name; the memory goes when the last process has closed it."""
        if self._name:
            _posixshmem.shm_unlink(self._name)
            if self._track:
                from .resource_tracker import unregister
                unregister(self._name, "shared_memory")


_encoding = "utf8"


class ShareableList:
    """A list of fixed length in shared memory: of None, bool, int (64 bits), float, str and bytes, each with the room it had at first.

    The block holds: the number of items; where each ends, counted from the first; the items; the format of each in 8 bytes; and a
    code for each that says how to read it back.
    """

    _types_mapping = {int: "q", float: "d", bool: "xxxxxxx?", str: "%ds", bytes: "%ds", None.__class__: "xxxxxx?x"}
    _alignment = 8
    # str and bytes end with zeros, which are no part of them; None is a value that says nothing.
    _back_transforms_mapping = {
        0: lambda value: value,
        1: lambda value: value.rstrip(b"\x00").decode(_encoding),
        2: lambda value: value.rstrip(b"\x00"),
        3: lambda _value: None,
    }

    @staticmethod
    def _extract_recreation_code(value):
        match value:
            case str():
                return 1
            case bytes():
                return 2
            case None:
                return 3
            case _:
                return 0

    def __init__(self, sequence=None, *, name=None):
        if name is None or sequence is not None:
            sequence = sequence or ()
            formats = [self._format_of(item) for item in sequence]
            self._list_len = len(formats)
            assert sum(len(fmt) <= 8 for fmt in formats) == self._list_len
            offset = 0
            self._allocated_offsets = [0]
            for fmt in formats:
                offset += self._alignment if fmt[-1] != "s" else int(fmt[:-1])
                self._allocated_offsets.append(offset)
            codes = [self._extract_recreation_code(item) for item in sequence]
            requested_size = struct.calcsize("q" + self._format_size_metainfo + "".join(formats)
                                             + self._format_packing_metainfo + self._format_back_transform_codes)
            self.shm = SharedMemory(name, create=True, size=requested_size)
        else:
            self.shm = SharedMemory(name)
        if sequence is not None:
            struct.pack_into("q" + self._format_size_metainfo, self.shm.buf, 0, self._list_len, *self._allocated_offsets)
            struct.pack_into("".join(formats), self.shm.buf, self._offset_data_start,
                             *(item.encode(_encoding) if isinstance(item, str) else item for item in sequence))
            struct.pack_into(self._format_packing_metainfo, self.shm.buf, self._offset_packing_formats,
                             *(fmt.encode(_encoding) for fmt in formats))
            struct.pack_into(self._format_back_transform_codes, self.shm.buf, self._offset_back_transform_codes, *codes)
        else:
            self._list_len = len(self)
            self._allocated_offsets = list(struct.unpack_from(self._format_size_metainfo, self.shm.buf, 8))

    def _format_of(self, item):
        """The struct format of an item; text has room for at least one byte more than it has characters."""
        fmt = self._types_mapping[type(item)]
        if not isinstance(item, (str, bytes)):
            return fmt
        encoded = item.encode(_encoding) if isinstance(item, str) else item
        return fmt % (self._alignment * max(len(item) // self._alignment + 1, -(-len(encoded) // self._alignment)),)

    def _get_packing_format(self, position):
        position = position if position >= 0 else position + self._list_len
        if position >= self._list_len or self._list_len < 0:
            raise IndexError("Requested position out of range.")
        fmt = struct.unpack_from("8s", self.shm.buf, self._offset_packing_formats + position * 8)[0]
        return fmt.rstrip(b"\x00").decode(_encoding)

    def _get_back_transform(self, position):
        if position >= self._list_len or self._list_len < 0:
            raise IndexError("Requested position out of range.")
        code = struct.unpack_from("b", self.shm.buf, self._offset_back_transform_codes + position)[0]
        return self._back_transforms_mapping[code]

    def _set_packing_format_and_transform(self, position, fmt, value):
        if position >= self._list_len or self._list_len < 0:
            raise IndexError("Requested position out of range.")
        struct.pack_into("8s", self.shm.buf, self._offset_packing_formats + position * 8, fmt.encode(_encoding))
        struct.pack_into("b", self.shm.buf, self._offset_back_transform_codes + position, self._extract_recreation_code(value))

    def __getitem__(self, position):
        if position < 0:
            position += self._list_len
        try:
            start = self._offset_data_start + self._allocated_offsets[position]
            value, = struct.unpack_from(self._get_packing_format(position), self.shm.buf, start)
        except IndexError:
            raise IndexError("index out of range")
        read_back = self._get_back_transform(position)
        return read_back(value)

    def __setitem__(self, position, value):
        if position < 0:
            position += self._list_len
        try:
            start, former = self._allocated_offsets[position], self._get_packing_format(position)
        except IndexError:
            raise IndexError("assignment index out of range")
        if not isinstance(value, (str, bytes)):
            stored, layout = value, self._types_mapping[type(value)]
        else:
            # It may not be longer than the place that the first item had.
            room = self._allocated_offsets[position + 1] - start
            stored = value.encode(_encoding) if isinstance(value, str) else value
            if len(stored) > room:
                raise ValueError("bytes/str item exceeds available storage")
            layout = former if former.endswith("s") else self._types_mapping[str] % (room,)
        self._set_packing_format_and_transform(position, layout, value)
        struct.pack_into(layout, self.shm.buf, self._offset_data_start + start, stored)

    def __reduce__(self):
        return partial(type(self), name=self.shm.name), ()

    def __repr__(self):
        return f"{type(self).__name__}({list(self)}, name={self.shm.name!r})"

    def __len__(self):
        length, = struct.unpack_from("q", self.shm.buf)
        return length

    def __iter__(self):
        return (self[position] for position in range(self._list_len))

    # Formats of the parts of the block, and where they begin.
    format = property(lambda self: "".join(map(self._get_packing_format, range(self._list_len))),
                      doc="The struct format of the items.")
    _format_size_metainfo = property(lambda self: "q" * (self._list_len + 1))
    _format_packing_metainfo = property(lambda self: "8s" * self._list_len)
    _format_back_transform_codes = property(lambda self: "b" * self._list_len)
    _offset_data_start = property(lambda self: (self._list_len + 2) * 8)
    _offset_packing_formats = property(lambda self: self._offset_data_start + self._allocated_offsets[-1])
    _offset_back_transform_codes = property(lambda self: self._offset_packing_formats + 8 * self._list_len)

    def count(self, value):
        """Return how many items are equal to a value."""
        return sum(value == item for item in self)

    def index(self, value):
        """Return the position of the first item that is equal to a value."""
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError("ShareableList.index(x): x not in list")

    __class_getitem__ = classmethod(types.GenericAlias)
