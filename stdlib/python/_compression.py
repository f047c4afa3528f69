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
        if not self.readable():
            raise io.UnsupportedOperation("File not open for reading")

    def _check_can_write(self):
        if not self.writable():
            raise io.UnsupportedOperation("File not open for writing")

    def _check_can_seek(self):
        if not self.readable():
            raise io.UnsupportedOperation("Seeking is only supported on files open for reading")
        if not self.seekable():
            raise io.UnsupportedOperation("The underlying file object does not support seeking")


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


class DecompressReader(io.RawIOBase):
    """The uncompressed bytes of a file of one or more streams. Errors of `trailing_error` behind a stream end the file."""

    _gives_bytes = True  # to a buffer on top of it: read() serves it better than readinto()

    def __init__(self, fp, decomp_factory, trailing_error=(), **decomp_args):
        self._fp = fp
        self._eof = False
        self._pos = 0
        self._size = -1  # known once the end was seen
        self._decomp_factory = decomp_factory
        self._decomp_args = decomp_args
        self._decompressor = decomp_factory(**decomp_args)
        self._trailing_error = trailing_error

    def readable(self):
        return True

    def close(self):
        self._decompressor = None
        return super().close()

    def seekable(self):
        return self._fp.seekable()

    def readinto(self, b):
        with memoryview(b) as view, view.cast("B") as byte_view:
            data = self.read(len(byte_view))
            byte_view[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._eof:
            return b""
        data = None
        while True:
            if self._decompressor.eof:
                compressed = self._decompressor.unused_data or self._fp.read(BUFFER_SIZE)
                if not compressed:
                    break
                self._decompressor = self._decomp_factory(**self._decomp_args)
                try:
                    data = self._decompressor.decompress(compressed, size)
                except self._trailing_error:
                    break
            else:
                compressed = b""
                if self._decompressor.needs_input:
                    compressed = self._fp.read(BUFFER_SIZE)
                    if not compressed:
                        raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                data = self._decompressor.decompress(compressed, size)
            if data:
                break
        if not data:
            self._eof = True
            self._size = self._pos
            return b""
        self._pos += len(data)
        return data

    def readall(self):
        chunks = []
        while data := self.read(sys.maxsize):
            chunks.append(data)
        return b"".join(chunks)

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            if self._size < 0:
                while self.read(BUFFER_SIZE):
                    pass
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError("Invalid value for whence: {}".format(whence))
        if offset < self._pos:
            self._fp.seek(0)
            self._eof = False
            self._pos = 0
            self._decompressor = self._decomp_factory(**self._decomp_args)
        while self._pos < offset:
            if not self.read(min(BUFFER_SIZE, offset - self._pos)):
                break
        return self._pos

    def tell(self):
        return self._pos
