"""Files in gzip's format: a header, deflated data, its CRC and length; members may follow each other."""

import builtins
import io
import os
import struct
import sys
import time
import weakref
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16

READ = "rb"
WRITE = "wb"

_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9

READ_BUFFER_SIZE = 128 * 1024
_WRITE_BUFFER_SIZE = 4 * io.DEFAULT_BUFFER_SIZE


def open(filename, mode="rb", compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None, newline=None):
    """Open a gzip file in binary (rb, wb, ab, xb) or text mode (rt, wt, ...)."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % (mode,))
    elif encoding is not None:
        raise ValueError("Argument 'encoding' not supported in binary mode")
    elif errors is not None:
        raise ValueError("Argument 'errors' not supported in binary mode")
    elif newline is not None:
        raise ValueError("Argument 'newline' not supported in binary mode")
    binary_mode = mode.replace("t", "")
    if isinstance(filename, (str, bytes, os.PathLike)):
        file = GzipFile(filename, binary_mode, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, binary_mode, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    if "t" in mode:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file


class BadGzipFile(OSError):
    """What was read is no gzip file."""


class _WriteBufferStream(io.RawIOBase):
    """Where the write buffer of a GzipFile sends its data."""

    def __init__(self, gzip_file):
        self.gzip_file = weakref.ref(gzip_file)

    def write(self, data):
        gzip_file = self.gzip_file()
        if gzip_file is None:
            raise RuntimeError("lost gzip_file")
        return gzip_file._write_raw(data)

    def seekable(self):
        return False

    def writable(self):
        return True


class GzipFile(io.BufferedIOBase):
    """A file object whose contents are compressed in the file behind it."""

    myfileobj = None  # opened here, hence closed here

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        self.fileobj = None
        self.mode = None
        self.name = ""
        self._buffer = None
        if mode and ("t" in mode or "U" in mode):
            raise ValueError("Invalid mode: {!r}".format(mode))
        if mode and "b" not in mode:
            mode += "b"
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or "rb")
        if filename is None:
            filename = getattr(fileobj, "name", "")
            if not isinstance(filename, (str, bytes)):
                filename = ""
        else:
            filename = os.fspath(filename)
        origmode = mode
        if mode is None:
            mode = getattr(fileobj, "mode", "rb")
        if mode.startswith("r"):
            self.mode = READ
            self._buffer = io.BufferedReader(_GzipReader(fileobj))
            self.name = filename
        elif mode.startswith(("w", "a", "x")):
            if origmode is None:
                import warnings
                warnings.warn("GzipFile was opened for writing, but this will change in future Python releases.  "
                              "Specify the mode argument for opening it for writing.", FutureWarning, 2)
            self.mode = WRITE
            self.name = filename
            self.crc = zlib.crc32(b"")
            self.size = 0
            self.writebuf = []
            self.bufsize = 0
            self.offset = 0
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
            self._write_mtime = mtime
            self._buffer = io.BufferedWriter(_WriteBufferStream(self), _WRITE_BUFFER_SIZE)
        else:
            raise ValueError("Invalid mode: {!r}".format(mode))
        self.fileobj = fileobj
        if self.mode == WRITE:
            self._write_gzip_header(compresslevel)

    @property
    def mtime(self):
        """The time of change that the last header had."""
        return self._buffer.raw._last_mtime

    def __repr__(self):
        text = repr(self.fileobj)
        return "<gzip " + text[1:-1] + " " + hex(id(self)) + ">"

    def _write_gzip_header(self, compresslevel):
        try:
            # The name inside is Latin-1, without .gz and folders.
            name = os.path.basename(self.name)
            if not isinstance(name, bytes):
                name = name.encode("latin-1")
            if name.endswith(b".gz"):
                name = name[:-3]
        except UnicodeEncodeError:
            name = b""
        mtime = self._write_mtime
        if mtime is None:
            mtime = time.time()
        hint = 2 if compresslevel == _COMPRESS_LEVEL_BEST else 4 if compresslevel == _COMPRESS_LEVEL_FAST else 0
        self.fileobj.write(struct.pack("<BBBBLBB", 0x1F, 0x8B, 8, FNAME if name else 0, int(mtime), hint, 255))
        if name:
            self.fileobj.write(name + b"\0")

    def _check_not_closed(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def _check_can_read(self):
        if not self.readable():
            raise io.UnsupportedOperation("File not open for reading")

    def write(self, data):
        self._check_not_closed()
        if self.mode != WRITE:
            import errno
            raise OSError(errno.EBADF, "write() on read-only GzipFile object")
        if self.fileobj is None:
            raise ValueError("write() on closed GzipFile object")
        return self._buffer.write(data)

    def _write_raw(self, data):
        if isinstance(data, (bytes, bytearray)):
            length = len(data)
        else:
            data = memoryview(data)
            length = data.nbytes
        if length > 0:
            self.fileobj.write(self.compress.compress(data))
            self.size += length
            self.crc = zlib.crc32(data, self.crc)
            self.offset += length
        return length

    def _check_read(self, name):
        self._check_not_closed()
        if self.mode != READ:
            import errno
            raise OSError(errno.EBADF, name + "() on write-only GzipFile object")

    def read(self, size=-1):
        self._check_read("read")
        return self._buffer.read(size)

    def read1(self, size=-1):
        self._check_read("read1")
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def peek(self, n):
        self._check_read("peek")
        return self._buffer.peek(n)

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        fileobj = self.fileobj
        if fileobj is None:
            return
        try:
            if self.mode == WRITE:
                self._buffer.flush()
                fileobj.write(self.compress.flush())
                fileobj.write(struct.pack("<LL", self.crc, self.size & 0xFFFFFFFF))
            elif self.mode == READ:
                self._buffer.close()
        finally:
            self.fileobj = None
            myfileobj = self.myfileobj
            if myfileobj is not None:
                self.myfileobj = None
                myfileobj.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    def fileno(self):
        """The descriptor of the file behind."""
        return self.fileobj.fileno()

    def rewind(self):
        """Back to the beginning; only when reading."""
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == WRITE:
            self._check_not_closed()
            # Forwards only: the gap is filled with zeros.
            self._buffer.flush()
            if whence != io.SEEK_SET:
                if whence != io.SEEK_CUR:
                    raise ValueError("Seek from end not supported")
                offset += self.offset
            if offset < self.offset:
                raise OSError("Negative seek in write mode")
            count = offset - self.offset
            block = b"\0" * self._buffer_size
            while count > 0:
                self.write(block[:count])
                count -= len(block)
            self._buffer.flush()
            return self.offset
        self._check_not_closed()
        return self._buffer.seek(offset, whence)

    _buffer_size = _WRITE_BUFFER_SIZE

    def tell(self):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            return self.offset
        return self._buffer.tell()

    def readline(self, size=-1):
        self._check_not_closed()
        return self._buffer.readline(size)

    def __del__(self):
        if self.mode == WRITE and not self.closed:
            import warnings
            warnings.warn("unclosed GzipFile", ResourceWarning, source=self, stacklevel=2)
        super().__del__() if hasattr(super(), "__del__") else self.close()


def _read_exact(fp, n):
    """n bytes; EOFError when there are not so many."""
    data = fp.read(n)
    while len(data) < n:
        more = fp.read(n - len(data))
        if not more:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        data += more
    return data


def _skip_text(fp):
    while True:
        c = fp.read(1)
        if not c or c == b"\0":
            return


def _read_gzip_header(fp):
    """Read a header; its time of change, or None at the end of the file."""
    magic = fp.read(2)
    if magic == b"":
        return None
    if magic != b"\x1f\x8b":
        raise BadGzipFile("Not a gzipped file (%r)" % magic)
    method, flag, last_mtime = struct.unpack("<BBIxx", _read_exact(fp, 8))
    if method != 8:
        raise BadGzipFile("Unknown compression method")
    if flag & FEXTRA:
        size, = struct.unpack("<H", _read_exact(fp, 2))
        _read_exact(fp, size)
    if flag & FNAME:
        _skip_text(fp)
    if flag & FCOMMENT:
        _skip_text(fp)
    if flag & FHCRC:
        _read_exact(fp, 2)
    return last_mtime


class _PaddedFile:
    """A file with some bytes put back in front."""

    def __init__(self, f, prepend=b""):
        self._buffer = prepend
        self._read = 0
        self.file = f

    def read(self, size):
        left = self._buffer[self._read:self._read + size]
        self._read += len(left)
        if len(left) < size:
            left += self.file.read(size - len(left))
        return left

    def prepend(self, prepend=b""):
        self._buffer = prepend + self._buffer[self._read:]
        self._read = 0

    def seek(self, offset):
        self._buffer = b""
        self._read = 0
        return self.file.seek(offset)

    def seekable(self):
        return True


class _GzipReader(io.RawIOBase):
    """The uncompressed contents as a raw file."""

    _gives_bytes = True  # to a buffer on top of it: read() serves it better than readinto()

    def __init__(self, fp):
        self._fp = _PaddedFile(fp)
        self._position = 0
        self._size = -1
        self._last_mtime = None
        self._start()

    def _start(self):
        self._new_member = True
        self._at_end = False
        self._decompressor = zlib._ZlibDecompressor(wbits=-zlib.MAX_WBITS)
        self._crc = zlib.crc32(b"")
        self._member_size = 0

    def readable(self):
        return True

    def seekable(self):
        return self._fp.file.seekable()

    def close(self):
        self._decompressor = None
        return super().close()

    def readall(self):
        chunks = []
        while data := self.read(sys.maxsize):
            chunks.append(data)
        return b"".join(chunks)

    def readinto(self, b):
        with memoryview(b) as view, view.cast("B") as byte_view:
            data = self.read(len(byte_view))
            byte_view[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._at_end:
            return b""
        while True:
            if self._decompressor.eof:
                # The trailer, and perhaps another member.
                self._read_eof()
                self._new_member = True
                self._decompressor = zlib._ZlibDecompressor(wbits=-zlib.MAX_WBITS)
            if self._new_member:
                self._crc = zlib.crc32(b"")
                self._member_size = 0
                last_mtime = _read_gzip_header(self._fp)
                if last_mtime is None:
                    self._size = self._position
                    self._at_end = True
                    return b""
                self._last_mtime = last_mtime
                self._new_member = False
            if self._decompressor.needs_input:
                compressed = self._fp.read(READ_BUFFER_SIZE)
                data = self._decompressor.decompress(compressed, size)
            else:
                compressed = None
                data = self._decompressor.decompress(b"", size)
            if self._decompressor.unused_data:
                self._fp.prepend(self._decompressor.unused_data)
            if data:
                break
            if compressed == b"":
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        self._crc = zlib.crc32(data, self._crc)
        self._member_size += len(data)
        self._position += len(data)
        return data

    def _read_eof(self):
        crc32, size = struct.unpack("<II", _read_exact(self._fp, 8))
        if crc32 != self._crc:
            raise BadGzipFile("CRC check failed %s != %s" % (hex(crc32), hex(self._crc)))
        if size != self._member_size & 0xFFFFFFFF:
            raise BadGzipFile("Incorrect length of data produced")
        # Members may be filled up with zeros.
        c = b"\0"
        while c == b"\0":
            c = self._fp.read(1)
        if c:
            self._fp.prepend(c)

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._position
        elif whence == io.SEEK_END:
            if self._size < 0:
                while self.read(io.DEFAULT_BUFFER_SIZE):
                    pass
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError("Invalid value for whence: {}".format(whence))
        if offset < self._position:
            self._fp.seek(0)
            self._position = 0
            self._start()
        while self._position < offset:
            if not self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self._position)):
                break
        return self._position

    def tell(self):
        return self._position


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    """The data as a gzip file of one member; mtime 0 makes it the same every time."""
    compressed = zlib.compress(data, level=compresslevel, wbits=31)
    if mtime is None:
        mtime = time.time()
    return struct.pack("<4sLBB", compressed[:4], int(mtime), compressed[8], 255) + compressed[10:]


def decompress(data):
    """The contents of a whole gzip file, all of its members."""
    parts = []
    while True:
        file = io.BytesIO(data)
        if _read_gzip_header(file) is None:
            return b"".join(parts)
        decompressor = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        part = decompressor.decompress(data[file.tell():])
        if not decompressor.eof or len(decompressor.unused_data) < 8:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        crc, length = struct.unpack("<II", decompressor.unused_data[:8])
        if crc != zlib.crc32(part):
            raise BadGzipFile("CRC check failed")
        if length != len(part) & 0xFFFFFFFF:
            raise BadGzipFile("Incorrect length of data produced")
        parts.append(part)
        data = decompressor.unused_data[8:].lstrip(b"\0")


def main():
    from argparse import ArgumentParser
    parser = ArgumentParser(description="A simple command line interface for the gzip module: act like gzip, but do not delete the input file.")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--fast", action="store_true", help="compress faster")
    group.add_argument("--best", action="store_true", help="compress better")
    group.add_argument("-d", "--decompress", action="store_true", help="act like gunzip instead of gzip")
    parser.add_argument("args", nargs="*", default=["-"], metavar="file")
    options = parser.parse_args()
    level = _COMPRESS_LEVEL_FAST if options.fast else _COMPRESS_LEVEL_BEST if options.best else _COMPRESS_LEVEL_TRADEOFF
    for name in options.args:
        if options.decompress:
            if name == "-":
                source, target = GzipFile(filename="", mode="rb", fileobj=sys.stdin.buffer), sys.stdout.buffer
            else:
                if not name.endswith(".gz"):
                    sys.exit(f"filename doesn't end in .gz: {name!r}")
                source, target = open(name, "rb"), builtins.open(name[:-3], "wb")
        elif name == "-":
            source, target = sys.stdin.buffer, GzipFile(filename="", mode="wb", fileobj=sys.stdout.buffer, compresslevel=level)
        else:
            source, target = builtins.open(name, "rb"), open(name + ".gz", "wb", compresslevel=level)
        while chunk := source.read(READ_BUFFER_SIZE):
            target.write(chunk)
        if target is not sys.stdout.buffer:
            target.close()
        if source is not sys.stdin.buffer:
            source.close()


if __name__ == "__main__":
    main()
