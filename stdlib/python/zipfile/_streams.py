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

    def __init__(self, file, pos, close, lock, writing):
        self._file = file
        self._pos = pos
        self._close = close
        self._lock = lock
        self._writing = writing
        self.seekable = file.seekable

    def tell(self):
        return self._pos

    def seek(self, offset, whence=0):
        with self._lock:
            if self._writing():
                raise ValueError("Can't reposition in the ZIP file while there is an open writing handle on it. "
                                 "Close the writing handle before trying to read.")
            if whence == os.SEEK_CUR:
                self._file.seek(self._pos + offset)
            else:
                self._file.seek(offset, whence)
            self._pos = self._file.tell()
            return self._pos

    def read(self, n=-1):
        with self._lock:
            if self._writing():
                raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. "
                                 "Close the writing handle before trying to read.")
            self._file.seek(self._pos)
            data = self._file.read(n)
            self._pos = self._file.tell()
            return data

    def close(self):
        if self._file is not None:
            file, self._file = self._file, None
            self._close(file)


class _Tellable:
    """Counts what is written into a file that cannot tell."""

    def __init__(self, fp):
        self.fp = fp
        self.offset = 0

    def write(self, data):
        n = self.fp.write(data)
        self.offset += n
        return n

    def tell(self):
        return self.offset

    def flush(self):
        self.fp.flush()

    def close(self):
        self.fp.close()


class ZipExtFile(io.BufferedIOBase):
    """A member opened for reading."""

    __module__ = "zipfile"

    MAX_N = 1 << 31 - 1
    MIN_READ_SIZE = 4096
    MAX_SEEK_READ = 1 << 24

    def __init__(self, fileobj, mode, zipinfo, pwd=None, close_fileobj=False):
        self._fileobj = fileobj
        self._pwd = pwd
        self._close_fileobj = close_fileobj
        self._compress_type = zipinfo.compress_type
        self._compress_left = zipinfo.compress_size
        self._left = zipinfo.file_size
        self._decompressor = _get_decompressor(self._compress_type)
        self._eof = False
        self._readbuffer = b""
        self._offset = 0
        self.newlines = None
        self.mode = mode
        self.name = zipinfo.filename
        if hasattr(zipinfo, "CRC"):
            self._expected_crc = zipinfo.CRC
            self._running_crc = crc32(b"")
        else:
            self._expected_crc = None
        self._seekable = False
        try:
            if fileobj.seekable():
                self._orig_compress_start = fileobj.tell()
                self._orig_compress_size = zipinfo.compress_size
                self._orig_file_size = zipinfo.file_size
                self._orig_start_crc = self._running_crc
                self._orig_crc = self._expected_crc
                self._seekable = True
        except AttributeError:
            pass
        self._decrypter = None
        if pwd:
            if zipinfo.flag_bits & _HAS_DESCRIPTOR:
                check_byte = zipinfo._raw_time >> 8 & 0xFF
            else:
                check_byte = zipinfo.CRC >> 24 & 0xFF
            if self._init_decrypter() != check_byte:
                raise RuntimeError("Bad password for file %r" % zipinfo.orig_filename)

    def _init_decrypter(self):
        self._decrypter = _ZipDecrypter(self._pwd)
        # Twelve bytes of noise; the last is known, and shows a wrong password.
        header = self._fileobj.read(12)
        self._compress_left -= 12
        return self._decrypter(header)[11]

    def __repr__(self):
        parts = ["<%s.%s" % (self.__class__.__module__, self.__class__.__qualname__)]
        if not self.closed:
            parts.append(" name=%r" % (self.name,))
            if self._compress_type != ZIP_STORED:
                parts.append(" compress_type=%s" % compressor_names.get(self._compress_type, self._compress_type))
        else:
            parts.append(" [closed]")
        parts.append(">")
        return "".join(parts)

    def readline(self, limit=-1):
        """A line, at most limit bytes of it."""
        if limit < 0:
            end = self._readbuffer.find(b"\n", self._offset) + 1
            if end > 0:
                line = self._readbuffer[self._offset:end]
                self._offset = end
                return line
        return io.BufferedIOBase.readline(self, limit)

    def peek(self, n=1):
        """Some bytes that are still to be read, and stay so."""
        if n > len(self._readbuffer) - self._offset:
            chunk = self.read(n)
            if len(chunk) > self._offset:
                self._readbuffer = chunk + self._readbuffer[self._offset:]
                self._offset = 0
            else:
                self._offset -= len(chunk)
        return self._readbuffer[self._offset:self._offset + 512]

    def readable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return True

    def read(self, n=-1):
        """Up to n bytes, all without one."""
        if self.closed:
            raise ValueError("read from closed file.")
        if n is None or n < 0:
            parts = [self._readbuffer[self._offset:]]
            self._readbuffer = b""
            self._offset = 0
            while not self._eof:
                parts.append(self._read1(self.MAX_N))
            return b"".join(parts)
        end = n + self._offset
        if end < len(self._readbuffer):
            data = self._readbuffer[self._offset:end]
            self._offset = end
            return data
        n = end - len(self._readbuffer)
        parts = [self._readbuffer[self._offset:]]
        self._readbuffer = b""
        self._offset = 0
        while n > 0 and not self._eof:
            data = self._read1(n)
            if n < len(data):
                self._readbuffer = data
                self._offset = n
                parts.append(data[:n])
                break
            parts.append(data)
            n -= len(data)
        return b"".join(parts)

    def _update_crc(self, newdata):
        if self._expected_crc is None:
            return
        self._running_crc = crc32(newdata, self._running_crc)
        if self._eof and self._running_crc != self._expected_crc:
            raise BadZipFile("Bad CRC-32 for file %r" % self.name)

    def read1(self, n):
        """Up to n bytes with at most one read of the archive that brings some."""
        if n is None or n < 0:
            parts = [self._readbuffer[self._offset:]]
            self._readbuffer = b""
            self._offset = 0
            while not self._eof:
                data = self._read1(self.MAX_N)
                if data:
                    parts.append(data)
                    break
            return b"".join(parts)
        end = n + self._offset
        if end < len(self._readbuffer):
            data = self._readbuffer[self._offset:end]
            self._offset = end
            return data
        n = end - len(self._readbuffer)
        result = self._readbuffer[self._offset:]
        self._readbuffer = b""
        self._offset = 0
        while n > 0 and not self._eof:
            data = self._read1(n)
            if n < len(data):
                self._readbuffer = data
                self._offset = n
                result += data[:n]
                break
            if data:
                result += data
                break
        return result

    def _read1(self, n):
        # Decompressed bytes of one read, as many as come.
        if self._eof or n <= 0:
            return b""
        if self._compress_type == ZIP_DEFLATED:
            data = self._decompressor.unconsumed_tail
            if n > len(data):
                data += self._read2(n - len(data))
        else:
            data = self._read2(n)
        if self._compress_type == ZIP_STORED:
            self._eof = self._compress_left <= 0
        elif self._compress_type == ZIP_DEFLATED:
            data = self._decompressor.decompress(data, max(n, self.MIN_READ_SIZE))
            self._eof = self._decompressor.eof or (self._compress_left <= 0 and not self._decompressor.unconsumed_tail)
            if self._eof:
                data += self._decompressor.flush()
        else:
            data = self._decompressor.decompress(data)
            self._eof = self._decompressor.eof or self._compress_left <= 0
        data = data[:self._left]
        self._left -= len(data)
        if self._left <= 0:
            self._eof = True
        self._update_crc(data)
        return data

    def _read2(self, n):
        # Compressed bytes.
        if self._compress_left <= 0:
            return b""
        n = min(max(n, self.MIN_READ_SIZE), self._compress_left)
        data = self._fileobj.read(n)
        self._compress_left -= len(data)
        if not data:
            raise EOFError
        return data if self._decrypter is None else self._decrypter(data)

    def close(self):
        try:
            if self._close_fileobj:
                self._fileobj.close()
        finally:
            super().close()

    def seekable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return self._seekable

    def seek(self, offset, whence=os.SEEK_SET):
        """Go to a position; backwards it starts anew."""
        if self.closed:
            raise ValueError("seek on closed file.")
        if not self._seekable:
            raise io.UnsupportedOperation("underlying stream is not seekable")
        position = self.tell()
        if whence == os.SEEK_SET:
            new = offset
        elif whence == os.SEEK_CUR:
            new = position + offset
        elif whence == os.SEEK_END:
            new = self._orig_file_size + offset
        else:
            raise ValueError("whence must be os.SEEK_SET (0), os.SEEK_CUR (1), or os.SEEK_END (2)")
        new = min(max(new, 0), self._orig_file_size)
        read_offset = new - position
        buffer_offset = read_offset + self._offset
        if 0 <= buffer_offset < len(self._readbuffer):
            self._offset = buffer_offset
            read_offset = 0
        elif self._compress_type == ZIP_STORED and self._decrypter is None and read_offset != 0:
            # The bytes lie there as they are; their sum is not checked any more.
            self._expected_crc = None
            read_offset -= len(self._readbuffer) - self._offset
            self._fileobj.seek(read_offset, os.SEEK_CUR)
            self._left -= read_offset
            self._compress_left -= read_offset
            self._eof = self._left <= 0
            read_offset = 0
            self._readbuffer = b""
            self._offset = 0
        elif read_offset < 0:
            self._fileobj.seek(self._orig_compress_start)
            self._running_crc = self._orig_start_crc
            self._expected_crc = self._orig_crc
            self._compress_left = self._orig_compress_size
            self._left = self._orig_file_size
            self._readbuffer = b""
            self._offset = 0
            self._decompressor = _get_decompressor(self._compress_type)
            self._eof = False
            read_offset = new
            if self._decrypter is not None:
                self._init_decrypter()
        while read_offset > 0:
            length = min(self.MAX_SEEK_READ, read_offset)
            self.read(length)
            read_offset -= length
        return self.tell()

    def tell(self):
        """The position in the decompressed bytes."""
        if self.closed:
            raise ValueError("tell on closed file.")
        if not self._seekable:
            raise io.UnsupportedOperation("underlying stream is not seekable")
        return self._orig_file_size - self._left - len(self._readbuffer) + self._offset
