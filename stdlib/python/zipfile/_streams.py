"""What an archive is made of: compression, the old encryption, and members opened for reading."""

import binascii
import io
import os
import struct

try:
    import zlib
    crc32 = zlib.crc32
except ImportError:
    zlib = None
    crc32 = binascii.crc32

ZIP_STORED = 0
ZIP_DEFLATED = 8
ZIP_BZIP2 = 12
ZIP_LZMA = 14

_HAS_DESCRIPTOR = 0x8

compressor_names = {
    0: "store", 1: "shrink", 2: "reduce", 3: "reduce", 4: "reduce", 5: "reduce", 6: "implode", 7: "tokenize", 8: "deflate",
    9: "deflate64", 10: "implode", 12: "bzip2", 14: "lzma", 18: "terse", 19: "lz77", 97: "wavpack", 98: "ppmd",
}


class BadZipFile(Exception):
    """The file is no archive, or a damaged one."""

    __module__ = "zipfile"


# --- Names

# Those above 127 in the code page of the first IBM PC, in which old archives name their members.
_CP437 = (
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0"
)


def decode_name(raw, encoding=None):
    """The name of a member; without an encoding it is in code page 437."""
    if encoding is not None and encoding.lower().replace("-", "") not in ("cp437", "ibm437", "437"):
        return raw.decode(encoding)
    if raw.isascii():
        return raw.decode("ascii")
    return "".join(chr(c) if c < 128 else _CP437[c - 128] for c in raw)


# --- Encryption of the old kind, which can be read

_crctable = None


def _gen_crc(crc):
    for _ in range(8):
        crc = crc >> 1 ^ 0xEDB88320 if crc & 1 else crc >> 1
    return crc


def _ZipDecrypter(pwd):
    """A function that decrypts successive pieces of bytes."""
    global _crctable
    if _crctable is None:
        _crctable = list(map(_gen_crc, range(256)))
    table = _crctable
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update_keys(c):
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ c) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 0xFF]

    for c in pwd:
        update_keys(c)

    def decrypter(data):
        result = bytearray()
        for c in data:
            k = keys[2] | 2
            c ^= (k * (k ^ 1) >> 8) & 0xFF
            update_keys(c)
            result.append(c)
        return bytes(result)
    return decrypter


# --- Compression

class LZMACompressor:
    """Streams of LZMA as archives hold them: version and properties stand before."""

    def __init__(self):
        self._compressor = None

    def _init(self):
        import lzma
        props = lzma._encode_filter_properties({"id": lzma.FILTER_LZMA1})
        self._compressor = lzma.LZMACompressor(lzma.FORMAT_RAW, filters=[lzma._decode_filter_properties(lzma.FILTER_LZMA1, props)])
        return struct.pack("<BBH", 9, 4, len(props)) + props

    def compress(self, data):
        if self._compressor is None:
            return self._init() + self._compressor.compress(data)
        return self._compressor.compress(data)

    def flush(self):
        if self._compressor is None:
            return self._init() + self._compressor.flush()
        return self._compressor.flush()


class LZMADecompressor:
    """Reads what LZMACompressor writes."""

    def __init__(self):
        self._decompressor = None
        self._unconsumed = b""
        self.eof = False

    def decompress(self, data):
        if self._decompressor is None:
            self._unconsumed += data
            if len(self._unconsumed) <= 4:
                return b""
            size, = struct.unpack("<H", self._unconsumed[2:4])
            if len(self._unconsumed) <= 4 + size:
                return b""
            import lzma
            self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[
                lzma._decode_filter_properties(lzma.FILTER_LZMA1, self._unconsumed[4:4 + size])])
            data = self._unconsumed[4 + size:]
            del self._unconsumed
        result = self._decompressor.decompress(data)
        self.eof = self._decompressor.eof
        return result


def _check_compression(compression):
    if compression == ZIP_STORED:
        return
    if compression == ZIP_DEFLATED:
        if not zlib:
            raise RuntimeError("Compression requires the (missing) zlib module")
    elif compression == ZIP_BZIP2:
        try:
            import bz2
        except ImportError:
            raise RuntimeError("Compression requires the (missing) bz2 module") from None
    elif compression == ZIP_LZMA:
        try:
            import lzma
        except ImportError:
            raise RuntimeError("Compression requires the (missing) lzma module") from None
    else:
        raise NotImplementedError("That compression method is not supported")


def _get_compressor(compress_type, compresslevel=None):
    if compress_type == ZIP_DEFLATED:
        return zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION if compresslevel is None else compresslevel, zlib.DEFLATED, -15)
    if compress_type == ZIP_BZIP2:
        import bz2
        return bz2.BZ2Compressor() if compresslevel is None else bz2.BZ2Compressor(compresslevel)
    if compress_type == ZIP_LZMA:
        return LZMACompressor()
    return None


def _get_decompressor(compress_type):
    _check_compression_for_reading(compress_type)
    if compress_type == ZIP_STORED:
        return None
    if compress_type == ZIP_DEFLATED:
        return zlib.decompressobj(-15)
    if compress_type == ZIP_BZIP2:
        import bz2
        return bz2.BZ2Decompressor()
    return LZMADecompressor()


def _check_compression_for_reading(compress_type):
    if compress_type in (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA):
        return
    name = compressor_names.get(compress_type)
    if name:
        raise NotImplementedError("compression type %d (%s)" % (compress_type, name))
    raise NotImplementedError("compression type %d" % (compress_type,))


# --- Files within an archive

class _SharedFile:
    """A place in the archive's file of its own: several members can be read by turns."""

    def __init__(self, file, position, close, lock, writing):
        self._file, self._close = file, close
        self._position = position
        self._lock, self._is_written = lock, writing
        self.seekable = file.seekable

    def _refuse_if_written(self, what):
        if self._is_written():
            raise ValueError(f"Can't {what} the ZIP file while there is an open writing handle on it. "
                             "Close the writing handle before trying to read.")

    def read(self, n=-1):
        with self._lock:
            self._refuse_if_written("read from")
            self._file.seek(self._position)
            data = self._file.read(n)
            self._position = self._file.tell()
        return data

    def tell(self):
        return self._position

    def seek(self, offset, whence=os.SEEK_SET):
        if whence == os.SEEK_CUR:
            offset, whence = self._position + offset, os.SEEK_SET
        with self._lock:
            self._refuse_if_written("reposition in")
            self._file.seek(offset, whence)
            self._position = self._file.tell()
        return self._position

    def close(self):
        file, self._file = self._file, None
        if file is not None:
            self._close(file)


class _Tellable:
    """Counts what is written into a file that cannot tell."""

    def __init__(self, fp):
        self._written = 0
        self.fp = fp

    def write(self, data):
        written = self.fp.write(data)
        self._written += written
        return written

    def tell(self):
        return self._written

    def flush(self):
        self.fp.flush()

    def close(self):
        self.fp.close()


# More bytes than a member has.
_ALL = 1 << 47


class ZipExtFile(io.BufferedIOBase):
    """A member opened for reading.

    What came decompressed and is not read yet stands in _readbuffer, from _offset on. Not for several threads at once.
    """

    __module__ = "zipfile"

    MAX_N = 1 << 31 - 1
    MIN_READ_SIZE = 4096
    MAX_SEEK_READ = 1 << 24

    def __init__(self, fileobj, mode, zipinfo, pwd=None, close_fileobj=False):
        self.name, self.mode, self.newlines = zipinfo.filename, mode, None
        self._fileobj, self._close_fileobj = fileobj, close_fileobj
        self._compress_type = zipinfo.compress_type
        self._compressed_size, self._size = zipinfo.compress_size, zipinfo.file_size
        self._crc = getattr(zipinfo, "CRC", None)
        self._password = pwd
        # Where the member begins; None if there is no way back to there.
        self._start = fileobj.tell() if hasattr(fileobj, "seekable") and fileobj.seekable() else None
        noise = self._begin()
        if pwd:
            # The last byte of the noise is known, and shows a wrong password.
            known = zipinfo._raw_time >> 8 if zipinfo.flag_bits & _HAS_DESCRIPTOR else zipinfo.CRC >> 24
            if noise[-1] != known & 0xFF:
                raise RuntimeError(f"Bad password for file {zipinfo.orig_filename!r}")

    def _begin(self):
        """Be at the beginning of the member, where the archive's file already is; the noise that precedes encrypted data."""
        self._decompressor = _get_decompressor(self._compress_type)
        self._compressed_left, self._left = self._compressed_size, self._size
        self._eof = False
        self._readbuffer, self._offset = b"", 0
        self._sum, self._sum_is_of_all = crc32(b""), True
        self._decrypter = None
        if not self._password:
            return b""
        self._decrypter = _ZipDecrypter(self._password)
        noise = self._fileobj.read(12)
        self._compressed_left -= 12
        return self._decrypter(noise)

    def __repr__(self):
        state = " [closed]"
        if not self.closed:
            state = f" name={self.name!r}"
            if self._compress_type != ZIP_STORED:
                state += f" compress_type={compressor_names.get(self._compress_type, self._compress_type)}"
        return f"<{type(self).__module__}.{type(self).__qualname__}{state}>"

    def _check_open(self, what):
        if self.closed:
            raise ValueError(f"{what} closed file.")

    def readable(self):
        self._check_open("I/O operation on")
        return True

    def _take(self, n):
        """Up to n of the bytes that wait in the buffer."""
        end = min(self._offset + n, len(self._readbuffer))
        data = self._readbuffer[self._offset:end]
        if end < len(self._readbuffer):
            self._offset = end
        else:
            self._readbuffer, self._offset = b"", 0
        return data

    def _fetch(self, n):
        """Up to n bytes of one read of the archive, with an empty buffer; what came beyond those waits there."""
        data = self._decompress(min(n, self.MAX_N))
        if len(data) <= n:
            return data
        self._readbuffer, self._offset = data, n
        return data[:n]

    def read(self, n=-1):
        """Up to n bytes, all without one."""
        self._check_open("read from")
        missing = _ALL if n is None or n < 0 else n
        parts = [self._take(missing)]
        missing -= len(parts[0])
        while missing > 0 and not self._eof:
            parts.append(self._fetch(missing))
            missing -= len(parts[-1])
        return b"".join(parts)

    def read1(self, n):
        """Up to n bytes with at most one read of the archive that brings some."""
        missing = _ALL if n is None or n < 0 else n
        waiting = self._take(missing)
        missing -= len(waiting)
        fetched = b""
        while missing > 0 and not fetched and not self._eof:
            fetched = self._fetch(missing)
        return waiting + fetched

    def readline(self, limit=-1):
        """A line, at most limit bytes of it."""
        end = self._readbuffer.find(b"\n", self._offset) + 1 if limit < 0 else 0
        return self._take(end - self._offset) if end else super().readline(limit)

    def peek(self, n=1):
        """Some bytes that are still to be read, and stay so."""
        if len(self._readbuffer) - self._offset < n:
            data = self.read(n)
            self._readbuffer, self._offset = data + self._readbuffer[self._offset:], 0
        return self._readbuffer[self._offset:self._offset + 512]

    def _decompress(self, n):
        """The bytes that one read of the archive gives, about n; notices the end, and there a wrong sum."""
        if self._eof or n <= 0:
            return b""
        decompressor = self._decompressor
        if self._compress_type == ZIP_DEFLATED:
            data = decompressor.unconsumed_tail
            if len(data) < n:
                data += self._read_compressed(n - len(data))
            data = decompressor.decompress(data, max(n, self.MIN_READ_SIZE))
            ended = decompressor.eof or self._compressed_left <= 0 and not decompressor.unconsumed_tail
            if ended:
                data += decompressor.flush()
        else:
            data = self._read_compressed(n)
            if decompressor is not None:
                data = decompressor.decompress(data)
            ended = self._compressed_left <= 0 or decompressor is not None and decompressor.eof
        data = data[:self._left]
        self._left -= len(data)
        self._eof = ended or self._left <= 0
        if self._crc is not None and self._sum_is_of_all:
            self._sum = crc32(data, self._sum)
            if self._eof and self._sum != self._crc:
                raise BadZipFile(f"Bad CRC-32 for file {self.name!r}")
        return data

    def _read_compressed(self, n):
        if self._compressed_left <= 0:
            return b""
        data = self._fileobj.read(min(max(n, self.MIN_READ_SIZE), self._compressed_left))
        if not data:
            raise EOFError
        self._compressed_left -= len(data)
        return data if self._decrypter is None else self._decrypter(data)

    def seekable(self):
        self._check_open("I/O operation on")
        return self._start is not None

    def _check_seekable(self, what):
        self._check_open(what)
        if self._start is None:
            raise io.UnsupportedOperation("underlying stream is not seekable")

    def tell(self):
        """The position in the decompressed bytes."""
        self._check_seekable("tell on")
        return self._size - self._left - len(self._readbuffer) + self._offset

    def seek(self, offset, whence=os.SEEK_SET):
        """Go to a position; backwards it starts anew."""
        self._check_seekable("seek on")
        origins = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self._size}
        if whence not in origins:
            raise ValueError("whence must be os.SEEK_SET (0), os.SEEK_CUR (1), or os.SEEK_END (2)")
        target = min(max(origins[whence] + offset, 0), self._size)
        distance = target - self.tell()
        if 0 <= self._offset + distance < len(self._readbuffer):
            self._offset += distance
        elif distance and self._compress_type == ZIP_STORED and self._decrypter is None:
            self._jump(distance)
        else:
            if distance < 0:
                self._fileobj.seek(self._start)
                self._begin()
                distance = target
            while distance > 0:
                step = min(distance, self.MAX_SEEK_READ)
                self.read(step)
                distance -= step
        return self.tell()

    def _jump(self, distance):
        """Move in a member that is not compressed: its bytes lie there as they are. Their sum cannot be checked any more."""
        self._sum_is_of_all = False
        distance -= len(self._readbuffer) - self._offset
        self._readbuffer, self._offset = b"", 0
        self._fileobj.seek(distance, os.SEEK_CUR)
        self._compressed_left -= distance
        self._left -= distance
        self._eof = self._left <= 0

    def close(self):
        try:
            if self._close_fileobj:
                self._fileobj.close()
        finally:
            super().close()
