"""Archives in the format of ZIP: read, written and added to. `Path` looks into one as pathlib does into folders."""

import io
import os
import shutil
import stat
import struct
import sys
import threading
import time

from ._streams import (ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, LZMACompressor, LZMADecompressor, ZipExtFile,
                       _HAS_DESCRIPTOR, _SharedFile, _Tellable, _check_compression, _get_compressor, _get_decompressor,
                       _ZipDecrypter, compressor_names, crc32, decode_name)

__all__ = ["BadZipFile", "BadZipfile", "error", "ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA", "is_zipfile", "ZipInfo",
           "ZipFile", "PyZipFile", "LargeZipFile", "Path"]


class LargeZipFile(Exception):
    """The archive would need the extensions for large files, which allowZip64=False forbids."""


error = BadZipfile = BadZipFile

ZIP64_LIMIT = (1 << 31) - 1
ZIP_FILECOUNT_LIMIT = (1 << 16) - 1
ZIP_MAX_COMMENT = (1 << 16) - 1

DEFAULT_VERSION = 20
ZIP64_VERSION = 45
BZIP2_VERSION = 46
LZMA_VERSION = 63
MAX_EXTRACT_VERSION = 63

# End of the central directory: signature, this disk, disk of the directory, entries here, entries, size, offset, length of the comment.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\005\006"
# The same for large archives: signature, size, version made by, needed, this disk, disk of the directory, entries, entries, size, offset.
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_SIGNATURE = b"PK\x06\x06"
_LOCATOR64 = struct.Struct("<4sLQL")
_LOCATOR64_SIGNATURE = b"PK\x06\x07"
# An entry of the central directory.
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_CENTRAL_SIGNATURE = b"PK\001\002"
# The header before each file.
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_LOCAL_SIGNATURE = b"PK\003\004"
_DESCRIPTOR_SIGNATURE = b"PK\x07\x08"

_ENCRYPTED, _PATCHED, _STRONG, _UTF_FILENAME = 0x1, 0x20, 0x40, 0x800
_LZMA_END_MARKER = 0x2
_MSDOS_FOLDER = 0x10

_VERSIONS = {ZIP_BZIP2: BZIP2_VERSION, ZIP_LZMA: LZMA_VERSION}


def is_zipfile(filename):
    """Whether a file, given by name or open, ends like an archive."""
    try:
        if hasattr(filename, "read"):
            position = filename.tell()
            result = _find_end(filename) is not None
            filename.seek(position)
            return result
        with open(filename, "rb") as file:
            return _find_end(file) is not None
    except (OSError, BadZipFile):
        return False


class _End:
    """The end of the central directory: where the directory is, and the comment of the archive."""

    def __init__(self, fields, comment, location):
        self.entries, self.size, self.offset = fields
        self.comment = comment
        self.location = location
        self.is_zip64 = False


def _find_end(file):
    """The _End of an archive, or None."""
    try:
        file.seek(0, 2)
    except OSError:
        return None
    size = file.tell()
    # Without a comment it is the last thing in the file; with one, it is within the longest that a comment can be.
    start = max(size - ZIP_MAX_COMMENT - _END.size, 0)
    file.seek(max(size - _END.size, 0))
    data = file.read()
    if len(data) == _END.size and data[:4] == _END_SIGNATURE and data[-2:] == b"\0\0":
        start, index = size - _END.size, 0
    else:
        file.seek(start)
        data = file.read(ZIP_MAX_COMMENT + _END.size)
        index = data.rfind(_END_SIGNATURE)
        if index < 0 or len(data) - index < _END.size:
            return None
    fields = _END.unpack_from(data, index)
    comment = data[index + _END.size:index + _END.size + fields[7]]
    end = _End((fields[4], fields[5], fields[6]), comment, start + index)
    _read_end64(file, end)
    return end


def _read_end64(file, end):
    """Put the fields for large archives into `end`, if there are some."""
    position = end.location - _LOCATOR64.size
    if position < 0:
        return
    file.seek(position)
    data = file.read(_LOCATOR64.size)
    if len(data) != _LOCATOR64.size:
        return
    signature, disk, offset, disks = _LOCATOR64.unpack(data)
    if signature != _LOCATOR64_SIGNATURE:
        return
    if disk != 0 or disks > 1:
        raise BadZipFile("zipfiles that span multiple disks are not supported")
    position -= _END64.size
    if position < 0:
        return
    file.seek(position)
    data = file.read(_END64.size)
    if len(data) != _END64.size:
        return
    fields = _END64.unpack(data)
    if fields[0] != _END64_SIGNATURE:
        return
    end.entries, end.size, end.offset = fields[7], fields[8], fields[9]
    end.is_zip64 = True


class ZipInfo:
    """A member of an archive: its name, its times, its sizes."""

    __slots__ = ("orig_filename", "filename", "date_time", "compress_type", "compress_level", "comment", "extra", "create_system",
                 "create_version", "extract_version", "reserved", "flag_bits", "volume", "internal_attr", "external_attr",
                 "header_offset", "CRC", "compress_size", "file_size", "_raw_time", "_end_offset")

    def __init__(self, filename="NoName", date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        filename = _sanitize(filename)
        if os.sep != "/":
            filename = filename.replace(os.sep, "/")
        self.filename = filename
        if date_time[0] < 1980:
            raise ValueError("ZIP does not support timestamps before 1980")
        self.date_time = date_time
        self.compress_type, self.compress_level = ZIP_STORED, None
        self.comment = self.extra = b""
        self.create_system = 0 if sys.platform == "win32" else 3
        self.create_version = self.extract_version = DEFAULT_VERSION
        self.flag_bits = self.reserved = self.volume = self.internal_attr = self.external_attr = 0
        self.file_size = self.compress_size = 0
        self._end_offset = None

    # The name it had before it became public.
    @property
    def _compresslevel(self):
        return self.compress_level

    @_compresslevel.setter
    def _compresslevel(self, value):
        self.compress_level = value

    def __repr__(self):
        parts = ["<%s filename=%r" % (self.__class__.__name__, self.filename)]
        if self.compress_type != ZIP_STORED:
            parts.append(" compress_type=%s" % compressor_names.get(self.compress_type, self.compress_type))
        high = self.external_attr >> 16
        low = self.external_attr & 0xFFFF
        if high:
            parts.append(" filemode=%r" % stat.filemode(high))
        if low:
            parts.append(" external_attr=%#x" % low)
        is_dir = self.is_dir()
        if not is_dir or self.file_size:
            parts.append(" file_size=%r" % self.file_size)
        if (not is_dir or self.compress_size) and (self.compress_type != ZIP_STORED or self.file_size != self.compress_size):
            parts.append(" compress_size=%r" % self.compress_size)
        parts.append(">")
        return "".join(parts)

    def _dos_time(self):
        year, month, day, hour, minute, second = self.date_time[:6]
        return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2

    def FileHeader(self, zip64=None):
        """The header that stands before the member."""
        dos_date, dos_time = self._dos_time()
        if self.flag_bits & _HAS_DESCRIPTOR:
            # What is not known yet follows behind the data.
            crc = compress_size = file_size = 0
        else:
            crc, compress_size, file_size = self.CRC, self.compress_size, self.file_size
        extra = self.extra
        needed = 0
        if zip64 is None:
            zip64 = file_size > ZIP64_LIMIT or compress_size > ZIP64_LIMIT
        if zip64:
            extra += struct.pack("<HHQQ", 1, 16, file_size, compress_size)
            file_size = compress_size = 0xFFFFFFFF
            needed = ZIP64_VERSION
        needed = max(needed, _VERSIONS.get(self.compress_type, 0))
        self.extract_version = max(needed, self.extract_version)
        self.create_version = max(needed, self.create_version)
        filename, flags = self._encodeFilenameFlags()
        return _LOCAL.pack(_LOCAL_SIGNATURE, self.extract_version, self.reserved, flags, self.compress_type, dos_time, dos_date, crc,
                           compress_size, file_size, len(filename), len(extra)) + filename + extra

    def _encodeFilenameFlags(self):
        try:
            return self.filename.encode("ascii"), self.flag_bits
        except UnicodeEncodeError:
            return self.filename.encode("utf-8"), self.flag_bits | _UTF_FILENAME

    def _decodeExtra(self, filename_crc):
        extra = self.extra
        while len(extra) >= 4:
            kind, length = struct.unpack("<HH", extra[:4])
            if length + 4 > len(extra):
                raise BadZipFile("Corrupt extra field %04x (size=%d)" % (kind, length))
            if kind == 0x0001:
                data = extra[4:length + 4]
                field = "File size"
                try:
                    if self.file_size in (0xFFFFFFFFFFFFFFFF, 0xFFFFFFFF):
                        self.file_size, = struct.unpack("<Q", data[:8])
                        data = data[8:]
                    if self.compress_size == 0xFFFFFFFF:
                        field = "Compress size"
                        self.compress_size, = struct.unpack("<Q", data[:8])
                        data = data[8:]
                    if self.header_offset == 0xFFFFFFFF:
                        field = "Header offset"
                        self.header_offset, = struct.unpack("<Q", data[:8])
                except struct.error:
                    raise BadZipFile(f"Corrupt zip64 extra field. {field} not found.") from None
            elif kind == 0x7075:
                # The name in UTF-8, if it is of the name that stands in the header.
                data = extra[4:length + 4]
                try:
                    version, crc = struct.unpack("<BL", data[:5])
                    if version == 1 and crc == filename_crc:
                        name = data[5:].decode("utf-8")
                        if name:
                            self.filename = _sanitize(name)
                        else:
                            import warnings
                            warnings.warn("Empty unicode path extra field (0x7075)", stacklevel=2)
                except struct.error as error:
                    raise BadZipFile("Corrupt unicode path extra field (0x7075)") from error
                except UnicodeDecodeError as error:
                    raise BadZipFile("Corrupt unicode path extra field (0x7075): invalid utf-8 bytes") from error
            extra = extra[length + 4:]

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        """The ZipInfo for a file or folder of the file system."""
        if isinstance(filename, os.PathLike):
            filename = os.fspath(filename)
        status = os.stat(filename)
        date_time = time.localtime(status.st_mtime)[:6]
        if not strict_timestamps:
            date_time = min(max(date_time, (1980, 1, 1, 0, 0, 0)), (2107, 12, 31, 23, 59, 59))
        name = os.path.splitdrive(filename if arcname is None else arcname)[1]
        name = os.path.normpath(name).lstrip(os.sep)
        is_folder = stat.S_ISDIR(status.st_mode)
        info = cls(name + "/" if is_folder else name, date_time)
        info.external_attr = (status.st_mode & 0xFFFF) << 16
        if is_folder:
            info.external_attr |= _MSDOS_FOLDER
        else:
            info.file_size = status.st_size
        return info

    def is_dir(self):
        """Whether it is a folder: its name ends in a slash."""
        return self.filename.endswith("/")


def _sanitize(filename):
    zero = filename.find("\0")
    return filename[:zero] if zero >= 0 else filename


def _size(data):
    return data.nbytes if isinstance(data, memoryview) else len(data)


class _ZipWriteFile(io.BufferedIOBase):
    """A member opened for writing."""

    def __init__(self, archive, info, zip64):
        self._archive, self._info = archive, info
        self._zip64 = zip64
        self._compressor = _get_compressor(info.compress_type, info.compress_level)
        self._size = self._compressed_size = self._crc = 0

    mode = "wb"

    @property
    def name(self):
        return self._info.filename

    def writable(self):
        return True

    def write(self, data):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data)
        size = _size(data)
        self._size += size
        self._crc = crc32(data, self._crc)
        self._put(self._compressor.compress(data) if self._compressor else data)
        return size

    def _put(self, data):
        self._archive.fp.write(data)
        self._compressed_size += _size(data)

    def close(self):
        if self.closed:
            return
        try:
            super().close()
            if self._compressor:
                self._put(self._compressor.flush())
            info = self._info
            info.CRC, info.file_size, info.compress_size = self._crc, self._size, self._compressed_size
            if not self._zip64:
                for what, size in ("File", info.file_size), ("Compressed", info.compress_size):
                    if size > ZIP64_LIMIT:
                        raise RuntimeError(f"{what} size too large, try using force_zip64")
            self._tell_sizes()
            self._archive._append_entry(info)
        finally:
            self._archive._writing = False

    def _tell_sizes(self):
        """Write what is known only now: behind the data, or into the header again."""
        archive, info = self._archive, self._info
        if info.flag_bits & _HAS_DESCRIPTOR:
            archive.fp.write(struct.pack("<4sLQQ" if self._zip64 else "<4sLLL", _DESCRIPTOR_SIGNATURE, info.CRC, info.compress_size,
                                         info.file_size))
            archive.start_dir = archive.fp.tell()
        else:
            archive.start_dir = archive.fp.tell()
            archive.fp.seek(info.header_offset)
            archive.fp.write(info.FileHeader(self._zip64))
            archive.fp.seek(archive.start_dir)


def _check_bytes(what, value):
    if not isinstance(value, bytes):
        raise TypeError(f"{what}: expected bytes, got {type(value).__name__}")


class ZipFile:
    """An archive. mode: 'r' reads, 'w' makes a new one, 'x' only if there is none, 'a' adds."""

    fp = None  # before __init__ has opened it

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True, compresslevel=None, *, strict_timestamps=True,
                 metadata_encoding=None):
        if mode not in ("r", "w", "x", "a"):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        _check_compression(compression)
        if metadata_encoding and mode != "r":
            raise ValueError("metadata_encoding is only supported for reading files")
        self.mode, self.compression, self.compresslevel = mode, compression, compresslevel
        self.metadata_encoding = metadata_encoding
        self.debug, self.pwd = 0, None
        self.filelist, self.NameToInfo = [], {}
        self._comment = b""
        self._allowZip64, self._strict_timestamps = allowZip64, strict_timestamps
        # The directory must be written at the end; a member is being written; one can go back in the file.
        self._didModify, self._writing, self._seekable = False, False, True
        self._lock = threading.RLock()
        # The file is closed with its last user, of whom the archive is the first, unless it was open before.
        self._fileRefCnt = 1
        if isinstance(file, os.PathLike):
            file = os.fspath(file)
        if isinstance(file, str):
            self._filePassed, self.filename = 0, file
            self._open_file(file, mode)
        else:
            self._filePassed, self.filename = 1, getattr(file, "name", None)
            self.fp = file
        try:
            if mode == "r":
                self._RealGetContents()
            elif mode == "a":
                self._begin_adding()
            else:
                self._begin_writing()
        except:
            file, self.fp = self.fp, None
            self._fpclose(file)
            raise

    def _begin_writing(self):
        self._didModify = True
        self.start_dir = 0
        try:
            position = self.fp.tell()
        except (AttributeError, OSError):
            self.fp = _Tellable(self.fp)
            self._seekable = False
            return
        self.start_dir = position
        try:
            self.fp.seek(position)
        except (AttributeError, OSError):
            self._seekable = False

    def _begin_adding(self):
        try:
            self._RealGetContents()
            self.fp.seek(self.start_dir)
        except BadZipFile:
            # Not an archive: one is added at the end.
            self.fp.seek(0, os.SEEK_END)
            self.start_dir = self.fp.tell()
            self._didModify = True

    def _open_file(self, name, mode):
        modes = {"r": ["rb"], "w": ["w+b", "wb"], "x": ["x+b", "xb"], "a": ["r+b", "w+b", "wb"]}[mode]
        for number, file_mode in enumerate(modes):
            try:
                self.fp = io.open(name, file_mode)
                return
            except OSError:
                if number + 1 == len(modes):
                    raise

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __repr__(self):
        state = " [closed]"
        if self.fp is not None:
            state = f" mode={self.mode!r}"
            if self._filePassed:
                state = f" file={self.fp!r}{state}"
            elif self.filename is not None:
                state = f" filename={self.filename!r}{state}"
        return f"<{type(self).__module__}.{type(self).__qualname__}{state}>"

    def _RealGetContents(self):
        """Read the central directory."""
        file = self.fp
        try:
            end = _find_end(file)
        except OSError:
            raise BadZipFile("File is not a zip file")
        if not end:
            raise BadZipFile("File is not a zip file")
        self._comment = end.comment
        # Bytes before the archive move everything in it.
        concat = end.location - end.size - end.offset
        if end.is_zip64:
            concat -= _END64.size + _LOCATOR64.size
        self.start_dir = end.offset + concat
        if self.start_dir < 0:
            raise BadZipFile("Bad offset for central directory")
        file.seek(self.start_dir)
        data = io.BytesIO(file.read(end.size))
        total = 0
        while total < end.size:
            raw = data.read(_CENTRAL.size)
            if len(raw) != _CENTRAL.size:
                raise BadZipFile("Truncated central directory")
            fields = _CENTRAL.unpack(raw)
            if fields[0] != _CENTRAL_SIGNATURE:
                raise BadZipFile("Bad magic number for central directory")
            (_, create_version, create_system, extract_version, reserved, flags, compress_type, dos_time, dos_date, crc, compress_size,
             file_size, name_length, extra_length, comment_length, disk, internal_attr, external_attr, offset) = fields
            filename = data.read(name_length)
            name_crc = crc32(filename)
            filename = decode_name(filename, "utf-8" if flags & _UTF_FILENAME else self.metadata_encoding)
            info = ZipInfo(filename)
            info.extra = data.read(extra_length)
            info.comment = data.read(comment_length)
            info.header_offset = offset
            info.create_version, info.create_system, info.extract_version, info.reserved = create_version, create_system, extract_version, reserved
            info.flag_bits, info.compress_type, info.CRC = flags, compress_type, crc
            info.compress_size, info.file_size = compress_size, file_size
            info.volume, info.internal_attr, info.external_attr = disk, internal_attr, external_attr
            if extract_version > MAX_EXTRACT_VERSION:
                raise NotImplementedError("zip file version %.1f" % (extract_version / 10))
            info._raw_time = dos_time
            info.date_time = ((dos_date >> 9) + 1980, dos_date >> 5 & 0xF, dos_date & 0x1F, dos_time >> 11, dos_time >> 5 & 0x3F,
                              (dos_time & 0x1F) * 2)
            info._decodeExtra(name_crc)
            info.header_offset += concat
            self._append_entry(info)
            total += _CENTRAL.size + name_length + extra_length + comment_length
        # Members that overlap are a trick to fill disks.
        next_offset = self.start_dir
        for info in sorted(self.filelist, key=lambda info: info.header_offset, reverse=True):
            info._end_offset = next_offset
            next_offset = info.header_offset

    def namelist(self):
        """The names of the members."""
        return [info.filename for info in self.filelist]

    def infolist(self):
        """The members as ZipInfos."""
        return self.filelist

    def printdir(self, file=None):
        """Print a table of the members."""
        print("%-46s %19s %12s" % ("File Name", "Modified    ", "Size"), file=file)
        for info in self.filelist:
            print("%-46s %s %12d" % (info.filename, "%d-%02d-%02d %02d:%02d:%02d" % info.date_time[:6], info.file_size), file=file)

    def testzip(self):
        """Read everything; the name of the first member that is damaged, or None."""
        for info in self.filelist:
            try:
                with self.open(info.filename, "r") as file:
                    while file.read(1 << 20):
                        pass
            except BadZipFile:
                return info.filename
        return None

    def getinfo(self, name):
        """The ZipInfo of a member."""
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError("There is no item named %r in the archive" % name)
        return info

    def setpassword(self, pwd):
        """The password for members that are encrypted."""
        if pwd:
            _check_bytes("pwd", pwd)
        self.pwd = pwd or None

    @property
    def comment(self):
        """The comment of the archive, bytes."""
        return self._comment

    @comment.setter
    def comment(self, comment):
        _check_bytes("comment", comment)
        if len(comment) > ZIP_MAX_COMMENT:
            import warnings
            warnings.warn(f"Archive comment is too long; truncating to {ZIP_MAX_COMMENT} bytes", stacklevel=2)
        self._comment = comment[:ZIP_MAX_COMMENT]
        self._didModify = True

    def read(self, name, pwd=None):
        """The bytes of a member."""
        with self.open(name, "r", pwd) as file:
            return file.read()

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        """A member as a binary file: to read it, or 'w' to write it piece by piece."""
        if mode not in {"r", "w"}:
            raise ValueError('open() requires mode "r" or "w"')
        if pwd and mode == "w":
            raise ValueError("pwd is only supported for reading files")
        if not self.fp:
            raise ValueError("Attempt to use ZIP archive that was already closed")
        if isinstance(name, ZipInfo):
            info = name
        elif mode == "w":
            info = ZipInfo(name)
            info.compress_type = self.compression
            info.compress_level = self.compresslevel
        else:
            info = self.getinfo(name)
        if mode == "w":
            return self._open_to_write(info, force_zip64=force_zip64)
        if self._writing:
            raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. Close the writing handle "
                             "before trying to read.")
        self._fileRefCnt += 1
        shared = _SharedFile(self.fp, info.header_offset, self._fpclose, self._lock, lambda: self._writing)
        try:
            self._check_local_header(shared, info)
            if info.flag_bits & _ENCRYPTED:
                pwd = pwd or self.pwd
                if not pwd:
                    raise RuntimeError(f"File {name!r} is encrypted, password required for extraction")
                _check_bytes("pwd", pwd)
            else:
                pwd = None
            return ZipExtFile(shared, mode, info, pwd, True)
        except:
            shared.close()
            raise

    def _check_local_header(self, shared, info):
        """Go behind the header of a member, which must say what the directory says."""
        raw = shared.read(_LOCAL.size)
        if len(raw) != _LOCAL.size:
            raise BadZipFile("Truncated file header")
        header = _LOCAL.unpack(raw)
        if header[0] != _LOCAL_SIGNATURE:
            raise BadZipFile("Bad magic number for file header")
        raw_name = shared.read(header[10])
        if header[11]:
            shared.seek(header[11], whence=1)
        if info.flag_bits & _PATCHED:
            raise NotImplementedError("compressed patched data (flag bit 5)")
        if info.flag_bits & _STRONG:
            raise NotImplementedError("strong encryption (flag bit 6)")
        name = decode_name(raw_name, "utf-8" if header[3] & _UTF_FILENAME else self.metadata_encoding)
        if name != info.orig_filename:
            raise BadZipFile("File name in directory %r and header %r differ." % (info.orig_filename, raw_name))
        if info._end_offset is not None and shared.tell() + info.compress_size > info._end_offset:
            if info._end_offset == info.header_offset:
                import warnings
                warnings.warn(f"Overlapped entries: {info.orig_filename!r} (possible zip bomb)", stacklevel=3)
            else:
                raise BadZipFile(f"Overlapped entries: {info.orig_filename!r} (possible zip bomb)")

    def _open_to_write(self, info, force_zip64=False):
        if force_zip64 and not self._allowZip64:
            raise ValueError("force_zip64 is True, but allowZip64 was False when opening the ZIP file.")
        if self._writing:
            raise ValueError("Can't write to the ZIP file while there is another write handle open on it. Close the first handle "
                             "before opening another.")
        info.compress_size = info.CRC = 0
        info.flag_bits = (_LZMA_END_MARKER if info.compress_type == ZIP_LZMA else 0) | (0 if self._seekable else _HAS_DESCRIPTOR)
        info.external_attr = info.external_attr or 0o600 << 16
        # What is not known to be small might grow large.
        zip64 = force_zip64 or info.file_size * 1.05 > ZIP64_LIMIT
        if not self._allowZip64 and zip64:
            raise LargeZipFile("Filesize would require ZIP64 extensions")
        if self._seekable:
            self.fp.seek(self.start_dir)
        info.header_offset = self.fp.tell()
        self._writecheck(info)
        self._didModify = True
        self.fp.write(info.FileHeader(zip64))
        self._writing = True
        return _ZipWriteFile(self, info, zip64)

    def extract(self, member, path=None, pwd=None):
        """Write a member into the folder `path`, the current one by default; the path of the file."""
        return self._extract_member(member, os.getcwd() if path is None else os.fspath(path), pwd)

    def extractall(self, path=None, members=None, pwd=None):
        """Write all members, or those given, into the folder `path`."""
        path = os.getcwd() if path is None else os.fspath(path)
        for member in self.namelist() if members is None else members:
            self._extract_member(member, path, pwd)

    def _extract_member(self, member, targetpath, pwd):
        if not isinstance(member, ZipInfo):
            member = self.getinfo(member)
        # Nothing may come to lie outside of the folder.
        name = os.path.splitdrive(member.filename.replace("/", os.path.sep))[1]
        name = os.path.sep.join(part for part in name.split(os.path.sep) if part not in ("", os.path.curdir, os.path.pardir))
        if not name and not member.is_dir():
            raise ValueError("Empty filename.")
        targetpath = os.path.normpath(os.path.join(targetpath, name))
        folder = os.path.dirname(targetpath)
        if folder and not os.path.exists(folder):
            os.makedirs(folder, exist_ok=True)
        if member.is_dir():
            try:
                os.mkdir(targetpath)
            except FileExistsError:
                if not os.path.isdir(targetpath):
                    raise
            return targetpath
        with self.open(member, pwd=pwd) as source, io.open(targetpath, "wb") as target:
            shutil.copyfileobj(source, target)
        return targetpath

    def _writecheck(self, info):
        if info.filename in self.NameToInfo:
            import warnings
            warnings.warn("Duplicate name: %r" % info.filename, stacklevel=3)
        if self.mode not in ("w", "x", "a"):
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if not self.fp:
            raise ValueError("Attempt to write ZIP archive that was already closed")
        _check_compression(info.compress_type)
        if not self._allowZip64:
            what = None
            if len(self.filelist) >= ZIP_FILECOUNT_LIMIT:
                what = "Files count"
            elif info.file_size > ZIP64_LIMIT:
                what = "Filesize"
            elif info.header_offset > ZIP64_LIMIT:
                what = "Zipfile size"
            if what:
                raise LargeZipFile(what + " would require ZIP64 extensions")

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        """Add a file or folder of the file system, under the name arcname."""
        if not self.fp:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        if self._writing:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists")
        info = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict_timestamps)
        if info.is_dir():
            info.CRC = 0
            self.mkdir(info)
            return
        info.compress_type = self.compression if compress_type is None else compress_type
        info.compress_level = self.compresslevel if compresslevel is None else compresslevel
        with io.open(filename, "rb") as source, self.open(info, "w") as target:
            shutil.copyfileobj(source, target, 1024 * 8)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        """Add a member with this contents, text or bytes."""
        if isinstance(data, str):
            data = data.encode("utf-8")
        if isinstance(zinfo_or_arcname, ZipInfo):
            info = zinfo_or_arcname
        else:
            info = ZipInfo(filename=zinfo_or_arcname, date_time=time.localtime(time.time())[:6])
            info.compress_type = self.compression
            info.compress_level = self.compresslevel
            if info.filename.endswith("/"):
                info.external_attr = 0o40775 << 16
                info.external_attr |= _MSDOS_FOLDER
            else:
                info.external_attr = 0o600 << 16
        if not self.fp:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        if self._writing:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists.")
        if compress_type is not None:
            info.compress_type = compress_type
        if compresslevel is not None:
            info.compress_level = compresslevel
        info.file_size = len(data)
        with self._lock:
            with self.open(info, mode="w") as target:
                target.write(data)

    def mkdir(self, zinfo_or_directory_name, mode=511):
        """Add a folder."""
        if isinstance(zinfo_or_directory_name, ZipInfo):
            info = zinfo_or_directory_name
            if not info.is_dir():
                raise ValueError("The given ZipInfo does not describe a directory")
        elif isinstance(zinfo_or_directory_name, str):
            info = ZipInfo(zinfo_or_directory_name.removesuffix("/") + "/")
            info.CRC = 0
            info.external_attr = ((stat.S_IFDIR | mode) & 0xFFFF) << 16 | _MSDOS_FOLDER
        else:
            raise TypeError("Expected type str or ZipInfo")
        with self._lock:
            if self._seekable:
                self.fp.seek(self.start_dir)
            info.header_offset = self.fp.tell()
            if info.compress_type == ZIP_LZMA:
                info.flag_bits |= _LZMA_END_MARKER
            self._writecheck(info)
            self._didModify = True
            self._append_entry(info)
            self.fp.write(info.FileHeader(False))
            self.start_dir = self.fp.tell()

    def _append_entry(self, info):
        self.filelist.append(info)
        self.NameToInfo[info.filename] = info

    def __del__(self):
        self.close()

    def close(self):
        """Write the directory, if something was added, and close."""
        if self.fp is None:
            return
        if self._writing:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on it. Close the writing handle before "
                             "closing the zip.")
        try:
            if self.mode in ("w", "x", "a") and self._didModify:
                with self._lock:
                    if self._seekable:
                        self.fp.seek(self.start_dir)
                    self._write_end_record()
        finally:
            file, self.fp = self.fp, None
            self._fpclose(file)

    def _write_end_record(self):
        for info in self.filelist:
            self.fp.write(self._central_entry(info))
        position = self.fp.tell()
        count = len(self.filelist)
        size = position - self.start_dir
        offset = self.start_dir
        what = None
        if count > ZIP_FILECOUNT_LIMIT:
            what = "Files count"
        elif offset > ZIP64_LIMIT:
            what = "Central directory offset"
        elif size > ZIP64_LIMIT:
            what = "Central directory size"
        if what:
            if not self._allowZip64:
                raise LargeZipFile(what + " would require ZIP64 extensions")
            self.fp.write(_END64.pack(_END64_SIGNATURE, 44, 45, 45, 0, 0, count, count, size, offset))
            self.fp.write(_LOCATOR64.pack(_LOCATOR64_SIGNATURE, 0, position, 1))
            count, size, offset = min(count, 0xFFFF), min(size, 0xFFFFFFFF), min(offset, 0xFFFFFFFF)
        self.fp.write(_END.pack(_END_SIGNATURE, 0, 0, count, count, size, offset, len(self._comment)))
        self.fp.write(self._comment)
        if self.mode == "a":
            self.fp.truncate()
        self.fp.flush()

    def _central_entry(self, info):
        dos_date, dos_time = info._dos_time()
        large = []
        if info.file_size > ZIP64_LIMIT or info.compress_size > ZIP64_LIMIT:
            large += [info.file_size, info.compress_size]
            file_size = compress_size = 0xFFFFFFFF
        else:
            file_size, compress_size = info.file_size, info.compress_size
        if info.header_offset > ZIP64_LIMIT:
            large.append(info.header_offset)
            header_offset = 0xFFFFFFFF
        else:
            header_offset = info.header_offset
        extra = info.extra
        needed = 0
        if large:
            extra = _Extra_strip(extra, 1)
            extra = struct.pack("<HH" + "Q" * len(large), 1, 8 * len(large), *large) + extra
            needed = ZIP64_VERSION
        needed = max(needed, _VERSIONS.get(info.compress_type, 0))
        extract_version = max(needed, info.extract_version)
        create_version = max(needed, info.create_version)
        filename, flags = info._encodeFilenameFlags()
        return _CENTRAL.pack(_CENTRAL_SIGNATURE, create_version, info.create_system, extract_version, info.reserved, flags,
                             info.compress_type, dos_time, dos_date, info.CRC, compress_size, file_size, len(filename), len(extra),
                             len(info.comment), 0, info.internal_attr, info.external_attr, header_offset) + filename + extra + info.comment

    def _fpclose(self, fp):
        assert self._fileRefCnt > 0
        self._fileRefCnt -= 1
        if not self._fileRefCnt and not self._filePassed:
            fp.close()


def _Extra_strip(extra, kind):
    """The extra fields without those of a kind."""
    result = b""
    while len(extra) >= 4:
        field, length = struct.unpack("<HH", extra[:4])
        if field != kind:
            result += extra[:length + 4]
        extra = extra[length + 4:]
    return result + extra


class PyZipFile(ZipFile):
    """An archive of modules to import from. They are kept as source: there are no compiled files here."""

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True, optimize=-1):
        ZipFile.__init__(self, file, mode=mode, compression=compression, allowZip64=allowZip64)
        self._optimize = optimize

    def writepy(self, pathname, basename="", filterfunc=None):
        """Add a module, a package with all below it, or all modules of a folder."""
        pathname = os.fspath(pathname)
        if filterfunc and not filterfunc(pathname):
            return
        if not os.path.isdir(pathname):
            if pathname[-3:] != ".py":
                raise RuntimeError('Files added with writepy() must end with ".py"')
            name = os.path.basename(pathname)
            self.write(pathname, "%s/%s" % (basename, name) if basename else name)
            return
        if os.path.isfile(os.path.join(pathname, "__init__.py")):
            name = os.path.basename(os.path.normpath(pathname))
            basename = "%s/%s" % (basename, name) if basename else name
            self.writepy(os.path.join(pathname, "__init__.py"), basename)
            is_package = True
        else:
            is_package = False
        for entry in sorted(os.listdir(pathname)):
            path = os.path.join(pathname, entry)
            if entry == "__init__.py" and is_package:
                continue
            if os.path.isdir(path):
                if is_package and os.path.isfile(os.path.join(path, "__init__.py")):
                    self.writepy(path, basename, filterfunc=filterfunc)
            elif entry.endswith(".py") and not (filterfunc and not filterfunc(path)):
                self.writepy(path, basename)


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser(description="A simple command-line interface for zipfile module.")
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("-l", "--list", metavar="<zipfile>", help="Show listing of a zipfile")
    group.add_argument("-e", "--extract", nargs=2, metavar=("<zipfile>", "<output_dir>"), help="Extract zipfile into target dir")
    group.add_argument("-c", "--create", nargs="+", metavar=("<name>", "<file>"), help="Create zipfile from sources")
    group.add_argument("-t", "--test", metavar="<zipfile>", help="Test if a zipfile is valid")
    parser.add_argument("--metadata-encoding", metavar="<encoding>", help="Specify encoding of member names for -l, -e and -t")
    args = parser.parse_args(args)
    encoding = args.metadata_encoding
    if args.test is not None:
        with ZipFile(args.test, "r", metadata_encoding=encoding) as archive:
            bad = archive.testzip()
        if bad:
            print("The following enclosed file is corrupted: {!r}".format(bad))
        print("Done testing")
    elif args.list is not None:
        with ZipFile(args.list, "r", metadata_encoding=encoding) as archive:
            archive.printdir()
    elif args.extract is not None:
        source, folder = args.extract
        with ZipFile(source, "r", metadata_encoding=encoding) as archive:
            archive.extractall(folder)
    elif args.create is not None:
        if encoding:
            print("Non-conforming encodings not supported with -c.", file=sys.stderr)
            sys.exit(1)
        name, *files = args.create

        def add(archive, path, inside):
            if os.path.isfile(path):
                archive.write(path, inside, ZIP_DEFLATED)
            elif os.path.isdir(path):
                if inside:
                    archive.write(path, inside)
                for entry in sorted(os.listdir(path)):
                    add(archive, os.path.join(path, entry), os.path.join(inside, entry))
        with ZipFile(name, "w") as archive:
            for path in files:
                inside = os.path.basename(path) or os.path.basename(os.path.dirname(path))
                if inside in ("", os.curdir, os.pardir):
                    inside = ""
                add(archive, path, inside)


from ._path import Path, CompleteDirs
