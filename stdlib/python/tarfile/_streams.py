"""The files behind tar archives: compressed streams that are only read or only written, and members opened for reading."""

import io

from ._headers import BLOCKSIZE, NUL, CompressionError, ReadError, StreamError


class _Stream:
    """A file that is read or written in one go: pipes, sockets, tapes. comptype '*': found out from what is read."""

    def __init__(self, name, mode, comptype, fileobj, bufsize, compresslevel):
        self._extfileobj = True
        if fileobj is None:
            fileobj = io.open(name, mode + "b")
            self._extfileobj = False
        self.exception = ()
        self.cmp = None
        self.buf = b""      # of the file
        self.dbuf = b""     # decompressed
        self.pos = 0
        self.name = name or ""
        self.mode = mode
        self.fileobj = fileobj
        self.bufsize = bufsize
        self.closed = False
        try:
            if comptype == "*":
                self.buf = self._read_file(BLOCKSIZE)
                comptype = _compression_of(self.buf)
            self.comptype = comptype
            if comptype == "gz":
                try:
                    import zlib
                except ImportError:
                    raise CompressionError("zlib module is not available") from None
                self.exception = zlib.error
                if mode == "r":
                    self.buf = self.buf or self._read_file(BLOCKSIZE)
                    if self.buf[:2] != b"\x1f\x8b":
                        raise ReadError("not a gzip file")
                    if self.buf[2:3] != b"\x08":
                        raise CompressionError("unsupported compression method")
                # The format of gzip, with header and check sum.
                self.cmp = zlib.decompressobj(31) if mode == "r" else zlib.compressobj(compresslevel, zlib.DEFLATED, 31)
            elif comptype == "bz2":
                try:
                    import bz2
                except ImportError:
                    raise CompressionError("bz2 module is not available") from None
                self.exception = OSError
                self.cmp = bz2.BZ2Decompressor() if mode == "r" else bz2.BZ2Compressor(compresslevel)
            elif comptype == "xz":
                try:
                    import lzma
                except ImportError:
                    raise CompressionError("lzma module is not available") from None
                self.exception = lzma.LZMAError
                self.cmp = lzma.LZMADecompressor() if mode == "r" else lzma.LZMACompressor()
            elif comptype != "tar":
                raise CompressionError("unknown compression type %r" % comptype)
        except:
            if not self._extfileobj:
                self.fileobj.close()
            self.closed = True
            raise

    def __del__(self):
        if hasattr(self, "closed") and not self.closed:
            self.close()

    def _read_file(self, size):
        return self.fileobj.read(size)

    def write(self, s):
        self.pos += len(s)
        if self.cmp:
            s = self.cmp.compress(s)
        self._write_blocks(s)

    def _write_blocks(self, s):
        self.buf += s
        while len(self.buf) > self.bufsize:
            self.fileobj.write(self.buf[:self.bufsize])
            self.buf = self.buf[self.bufsize:]

    def close(self):
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode == "w":
                if self.cmp:
                    self.buf += self.cmp.flush()
                if self.buf:
                    self.fileobj.write(self.buf)
                    self.buf = b""
        finally:
            if not self._extfileobj:
                self.fileobj.close()

    def tell(self):
        return self.pos

    def seek(self, pos=0):
        if pos < self.pos:
            raise StreamError("seeking backwards is not allowed")
        while self.pos < pos:
            if not self.read(min(self.bufsize, pos - self.pos)):
                break
        return self.pos

    def read(self, size):
        assert size is not None
        data = self._read(size)
        self.pos += len(data)
        return data

    def _raw(self, size):
        """Bytes of the file, first those that were looked at."""
        if self.buf:
            data, self.buf = self.buf[:size], self.buf[size:]
            return data
        return self._read_file(size)

    def _read(self, size):
        parts = [self.dbuf]
        have = len(self.dbuf)
        while have < size:
            data = self._raw(self.bufsize)
            if not data:
                break
            if self.cmp:
                try:
                    data = self._decompress(data)
                except self.exception as error:
                    raise ReadError("invalid compressed data") from error
            parts.append(data)
            have += len(data)
        data = b"".join(parts)
        self.dbuf = data[size:]
        return data[:size]

    def _decompress(self, data):
        if getattr(self.cmp, "eof", False):
            return b""
        return self.cmp.decompress(data)


def _compression_of(head):
    if head.startswith(b"\x1f\x8b\x08"):
        return "gz"
    if head[0:3] == b"BZh" and head[4:10] == b"1AY&SY":
        return "bz2"
    if head.startswith((b"\x5d\x00\x00\x80", b"\xfd7zXZ")):
        return "xz"
    return "tar"


class _FileInFile:
    """A part of a file as a raw file; holes are zeros."""

    def __init__(self, fileobj, offset, size, name, blockinfo=None):
        self.fileobj = fileobj
        self.offset = offset
        self.size = size
        self.position = 0
        self.name = name
        self.closed = False
        if blockinfo is None:
            blockinfo = [(0, size)]
        # (holds data, start, end, where the data lies)
        self.map = []
        last = 0
        real = self.offset
        for start, length in blockinfo:
            if start > last:
                self.map.append((False, last, start, None))
            self.map.append((True, start, start + length, real))
            real += length
            last = start + length
        if last < self.size:
            self.map.append((False, last, self.size, None))
        self.map_index = 0

    mode = "rb"

    def flush(self):
        pass

    def readable(self):
        return True

    def writable(self):
        return False

    def seekable(self):
        return self.fileobj.seekable()

    def tell(self):
        return self.position

    def seek(self, position, whence=io.SEEK_SET):
        if whence == io.SEEK_SET:
            self.position = min(max(position, 0), self.size)
        elif whence == io.SEEK_CUR:
            self.position = max(self.position + position, 0) if position < 0 else min(self.position + position, self.size)
        elif whence == io.SEEK_END:
            self.position = max(min(self.size + position, self.size), 0)
        else:
            raise ValueError("Invalid argument")
        return self.position

    def read(self, size=None):
        left = self.size - self.position
        size = left if size is None else min(size, left)
        parts = []
        while size > 0:
            while True:
                is_data, start, stop, offset = self.map[self.map_index]
                if start <= self.position < stop:
                    break
                self.map_index = (self.map_index + 1) % len(self.map)
            length = min(size, stop - self.position)
            if is_data:
                self.fileobj.seek(offset + (self.position - start))
                part = self.fileobj.read(length)
                if len(part) != length:
                    raise ReadError("unexpected end of data")
                parts.append(part)
            else:
                parts.append(NUL * length)
            size -= length
            self.position += length
        return b"".join(parts)

    def readall(self):
        return self.read()

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def close(self):
        self.closed = True


class ExFileObject(io.BufferedReader):
    """The data of a member as a file."""

    __module__ = "tarfile"

    def __init__(self, tarfile, tarinfo):
        super().__init__(_FileInFile(tarfile.fileobj, tarinfo.offset_data, tarinfo.size, tarinfo.name, tarinfo.sparse))
