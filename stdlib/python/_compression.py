"""What the files of bz2 and lzma share: the contents of a compressed file as a raw file that can only be read."""

import io
import sys

BUFFER_SIZE = io.DEFAULT_BUFFER_SIZE


class BaseStream(io.BufferedIOBase):
    """What may be asked of a compressed file, and the errors when it may not."""

    def _check_not_closed(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _check_can_read(self):
        _check(self.readable(), "File not open for reading")

    def _check_can_write(self):
        _check(self.writable(), "File not open for writing")

    def _check_can_seek(self):
        _check(self.readable(), "Seeking is only supported on files open for reading")
        _check(self.seekable(), "The underlying file object does not support seeking")


def _check(allowed, complaint):
    if not allowed:
        raise io.UnsupportedOperation(complaint)


class CompressedFile(BaseStream):
    """BZ2File and LZMAFile: they differ in how they are opened and in their streams.

    A subclass sets _fp, _closefp (close it, too), _compressor (when writing) and _buffer (when reading).
    """

    _fp = None
    _closefp = False
    _compressor = None
    _buffer = None
    _mode = None
    _pos = 0

    @property
    def mode(self):
        return {"r": "rb", "w": "wb"}[self._mode]

    @property
    def name(self):
        self._check_not_closed()
        return self._fp.name

    @property
    def closed(self):
        """Whether close() was called."""
        return self._fp is None

    def close(self):
        """Write what is left and close; a file that was opened elsewhere stays open."""
        if self.closed:
            return
        try:
            if self._mode == "r":
                self._buffer.close()
            elif self._mode == "w":
                self._fp.write(self._compressor.flush())
        finally:
            try:
                if self._closefp:
                    self._fp.close()
            finally:
                self._fp = self._buffer = self._compressor = None
                self._closefp = False

    def fileno(self):
        """The descriptor of the file behind."""
        self._check_not_closed()
        return self._fp.fileno()

    def seekable(self):
        """Whether seek() works: forwards it reads, backwards it starts anew."""
        return self.readable() and self._buffer.seekable()

    def readable(self):
        """Whether it was opened for reading."""
        self._check_not_closed()
        return self._mode == "r"

    def writable(self):
        """Whether it was opened for writing."""
        self._check_not_closed()
        return self._mode == "w"

    def peek(self, size=-1):
        """Some bytes that are still to be read, and stay so."""
        self._check_can_read()
        return self._buffer.peek(size)

    def read(self, size=-1):
        """Up to size uncompressed bytes, all without one."""
        self._check_can_read()
        return self._buffer.read(size)

    def read1(self, size=-1):
        """Up to size bytes, with as few reads of the file behind as it takes."""
        self._check_can_read()
        return self._buffer.read1(BUFFER_SIZE if size < 0 else size)

    def readinto(self, b):
        """Read into a buffer; the number of bytes."""
        self._check_can_read()
        return self._buffer.readinto(b)

    def readline(self, size=-1):
        """A line of uncompressed bytes."""
        self._check_can_read()
        return self._buffer.readline(size)

    def __iter__(self):
        self._check_can_read()
        return self._buffer.__iter__()

    def write(self, data):
        """Compress bytes; their number. What was compressed is complete only after close()."""
        self._check_can_write()
        if isinstance(data, (bytes, bytearray)):
            length = len(data)
        else:
            data = memoryview(data)
            length = data.nbytes
        self._fp.write(self._compressor.compress(data))
        self._pos += length
        return length

    def seek(self, offset, whence=io.SEEK_SET):
        """Go to a position of the uncompressed bytes, slowly."""
        self._check_can_seek()
        return self._buffer.seek(offset, whence)

    def tell(self):
        """The position in the uncompressed bytes."""
        self._check_not_closed()
        return self._buffer.tell() if self._mode == "r" else self._pos


class RawReader(io.RawIOBase):
    """The uncompressed bytes of a compressed file, which can only be read; going back starts anew.

    A subclass has _next(size), which gives up to size bytes and none at the end, and _rewind(), which goes back to the beginning.
    """

    _gives_bytes = True  # to a buffer on top of it: read() serves it better than readinto()
    _position = 0
    _size = -1  # known once the end was seen

    def readable(self):
        return True

    def tell(self):
        return self._position

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._position == self._size:
            return b""
        data = self._next(size)
        self._position += len(data)
        if not data:
            self._size = self._position
        return data

    def readall(self):
        return b"".join(iter(lambda: self.read(sys.maxsize), b""))

    def readinto(self, b):
        with memoryview(b) as view, view.cast("B") as target:
            data = self.read(len(target))
            target[:len(data)] = data
            return len(data)

    def seek(self, offset, whence=io.SEEK_SET):
        match whence:
            case io.SEEK_SET:
                target = offset
            case io.SEEK_CUR:
                target = self._position + offset
            case io.SEEK_END:
                while self._size < 0:
                    self.read(BUFFER_SIZE)
                target = self._size + offset
            case _:
                raise ValueError(f"Invalid value for whence: {whence}")
        if target < self._position:
            self._rewind()
            self._position = 0
        while self._position < target and self.read(min(BUFFER_SIZE, target - self._position)):
            pass
        return self._position


class DecompressReader(RawReader):
    """The same for a file of one or more streams. Errors of `trailing_error` behind a stream end the file."""

    def __init__(self, fp, decomp_factory, trailing_error=(), **decomp_args):
        self._fp = fp
        self._trailing_error = trailing_error
        self._new_stream = lambda: decomp_factory(**decomp_args)
        self._decompressor = self._new_stream()

    def close(self):
        self._decompressor = None
        return super().close()

    def seekable(self):
        return self._fp.seekable()

    def _rewind(self):
        self._fp.seek(0)
        self._decompressor = self._new_stream()

    def _next(self, size):
        data = b""
        while not data:
            stream = self._decompressor
            if stream.eof:
                # What follows is another stream, or the end.
                compressed = stream.unused_data or self._fp.read(BUFFER_SIZE)
                if not compressed:
                    break
                self._decompressor = self._new_stream()
                try:
                    data = self._decompressor.decompress(compressed, size)
                except self._trailing_error:
                    break
            elif stream.needs_input:
                compressed = self._fp.read(BUFFER_SIZE)
                if not compressed:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                data = stream.decompress(compressed, size)
            else:
                data = stream.decompress(b"", size)
        return data
