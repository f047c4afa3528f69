"""Files in gzip's format: a header, deflated data, its CRC and length; members may follow each other."""

import builtins
import io
import os
import struct
import sys
import time
import weakref
import zlib

import _compression

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ, WRITE = "rb", "wb"
READ_BUFFER_SIZE, _WRITE_BUFFER_SIZE = 128 * 1024, 4 * io.DEFAULT_BUFFER_SIZE
_COMPRESS_LEVEL_FAST, _COMPRESS_LEVEL_TRADEOFF, _COMPRESS_LEVEL_BEST = 1, 6, 9


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


def _name_of(file):
    name = getattr(file, "name", "")
    return name if isinstance(name, (str, bytes)) else ""


class GzipFile(io.BufferedIOBase):
    """A file object whose contents are compressed in the file behind it."""

    myfileobj = None  # opened here, hence closed here

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        self.fileobj = self.mode = self._buffer = None
        self.name = ""
        is_guess = mode is None
        if mode:
            if "t" in mode or "U" in mode:
                raise ValueError(f"Invalid mode: {mode!r}")
            if "b" not in mode:
                mode += "b"
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or READ)
        if is_guess:
            mode = getattr(fileobj, "mode", READ)
        if not mode.startswith(("r", "w", "a", "x")):
            raise ValueError(f"Invalid mode: {mode!r}")
        self.name = _name_of(fileobj) if filename is None else os.fspath(filename)
        if mode.startswith("r"):
            self.mode = READ
            self._buffer = io.BufferedReader(_GzipReader(fileobj))
            self.fileobj = fileobj
            return
        if is_guess:
            import warnings
            warnings.warn("GzipFile was opened for writing, but this will change in future Python releases.  "
                          "Specify the mode argument for opening it for writing.", FutureWarning, 2)
        self.mode = WRITE
        self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
        self.crc = zlib.crc32(b"")
        self.size = self.offset = 0
        self._write_mtime = mtime
        self._buffer = io.BufferedWriter(_WriteBufferStream(self), _WRITE_BUFFER_SIZE)
        self.fileobj = fileobj
        self._write_gzip_header(compresslevel)

    @property
    def mtime(self):
        """The time of change that the last header had."""
        return self._buffer.raw._last_mtime

    def __repr__(self):
        return f"<gzip {repr(self.fileobj)[1:-1]} {id(self):#x}>"

    def _write_gzip_header(self, compresslevel):
        try:
            # The name inside is Latin-1, without .gz and folders.
            name = os.path.basename(self.name)
            name = (name if isinstance(name, bytes) else name.encode("latin-1")).removesuffix(b".gz")
        except UnicodeEncodeError:
            name = b""
        mtime = time.time() if self._write_mtime is None else self._write_mtime
        hint = 2 if compresslevel == _COMPRESS_LEVEL_BEST else 4 if compresslevel == _COMPRESS_LEVEL_FAST else 0
        self.fileobj.write(struct.pack("<BBBBLBB", 0x1F, 0x8B, 8, FNAME if name else 0, int(mtime), hint, 255))
        if name:
            self.fileobj.write(name + b"\0")

    def _check_not_closed(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _check_can_read(self):
        if not self.readable():
            raise io.UnsupportedOperation("File not open for reading")

    def write(self, data):
        self._check_not_closed()
        if self.mode != WRITE:
            raise _not_open_for("write", "read-only")
        return self._buffer.write(data)

    def _write_raw(self, data):
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data)
        length = data.nbytes if isinstance(data, memoryview) else len(data)
        if length:
            self.fileobj.write(self.compress.compress(data))
            self.crc = zlib.crc32(data, self.crc)
            self.size += length
            self.offset += length
        return length

    def _check_read(self, name):
        self._check_not_closed()
        if self.mode != READ:
            raise _not_open_for(name, "write-only")

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
        if self.closed:
            return
        try:
            if self.mode == WRITE:
                self._buffer.flush()
                self.fileobj.write(self.compress.flush())
                self.fileobj.write(struct.pack("<LL", self.crc, self.size & 0xFFFFFFFF))
            else:
                self._buffer.close()
        finally:
            own, self.fileobj, self.myfileobj = self.myfileobj, None, None
            if own is not None:
                own.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode == READ:
            return
        self._buffer.flush()
        self.fileobj.write(self.compress.flush(zlib_mode))
        self.fileobj.flush()

    def fileno(self):
        """The descriptor of the file behind."""
        return self.fileobj.fileno()

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def rewind(self):
        """Back to the beginning; only when reading."""
        if not self.readable():
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def tell(self):
        self._check_not_closed()
        if self.mode == READ:
            return self._buffer.tell()
        self._buffer.flush()
        return self.offset

    def seek(self, offset, whence=io.SEEK_SET):
        self._check_not_closed()
        if self.mode == READ:
            return self._buffer.seek(offset, whence)
        # Forwards only: the gap is filled with zeros.
        position = self.tell()
        if whence not in (io.SEEK_SET, io.SEEK_CUR):
            raise ValueError("Seek from end not supported")
        gap = offset - position if whence == io.SEEK_SET else offset
        if gap < 0:
            raise OSError("Negative seek in write mode")
        for start in range(0, gap, self._buffer_size):
            self.write(bytes(min(self._buffer_size, gap - start)))
        return self.tell()

    _buffer_size = _WRITE_BUFFER_SIZE

    def readline(self, size=-1):
        self._check_not_closed()
        return self._buffer.readline(size)

    def __del__(self):
        if self.mode == WRITE and not self.closed:
            import warnings
            warnings.warn("unclosed GzipFile", ResourceWarning, source=self, stacklevel=2)
        super().__del__() if hasattr(super(), "__del__") else self.close()


def _not_open_for(name, kind):
    import errno
    return OSError(errno.EBADF, f"{name}() on {kind} GzipFile object")


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

    def __init__(self, file):
        self.file = file
        self._front = b""

    def prepend(self, data=b""):
        self._front = data + self._front

    def read(self, size):
        data, self._front = self._front[:size], self._front[size:]
        return data + self.file.read(size - len(data)) if len(data) < size else data

    def seek(self, offset):
        self._front = b""
        return self.file.seek(offset)


class _GzipReader(_compression.RawReader):
    """The uncompressed contents of all members."""

    def __init__(self, fp):
        self._fp = _PaddedFile(fp)
        self._last_mtime = None
        self._decompressor = None  # of the member that has begun

    def seekable(self):
        return self._fp.file.seekable()

    def close(self):
        self._decompressor = None
        return super().close()

    def _rewind(self):
        self._fp.seek(0)
        self._decompressor = None

    def _next(self, size):
        while self._decompressor or self._begin_member():
            member = self._decompressor
            if member.eof:
                self._end_member()
                continue
            compressed = self._fp.read(READ_BUFFER_SIZE) if member.needs_input else None
            data = member.decompress(compressed or b"", size)
            if member.unused_data:
                self._fp.prepend(member.unused_data)
            if data:
                self._crc = zlib.crc32(data, self._crc)
                self._member_size += len(data)
                return data
            if compressed == b"":
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        return b""

    def _begin_member(self):
        mtime = _read_gzip_header(self._fp)
        if mtime is None:
            return False
        self._last_mtime = mtime
        self._decompressor = zlib._ZlibDecompressor(wbits=-zlib.MAX_WBITS)
        self._crc, self._member_size = zlib.crc32(b""), 0
        return True

    def _end_member(self):
        """Read the trailer, and the zeros that members may be filled up with."""
        crc, size = struct.unpack("<II", _read_exact(self._fp, 8))
        if crc != self._crc:
            raise BadGzipFile(f"CRC check failed {crc:#x} != {self._crc:#x}")
        if size != self._member_size & 0xFFFFFFFF:
            raise BadGzipFile("Incorrect length of data produced")
        self._decompressor = None
        while (byte := self._fp.read(1)) == b"\0":
            pass
        self._fp.prepend(byte)


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
