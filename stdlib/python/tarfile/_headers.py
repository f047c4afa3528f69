"""Headers of tar archives: one member's metadata, read and written in the formats of POSIX (ustar, pax) and of GNU tar."""

import copy
import os
import re
import stat
import struct

NUL = b"\0"
BLOCKSIZE = 512
RECORDSIZE = BLOCKSIZE * 20
GNU_MAGIC = b"ustar  \0"
POSIX_MAGIC = b"ustar\x0000"

LENGTH_NAME = 100
LENGTH_LINK = 100
LENGTH_PREFIX = 155

REGTYPE = b"0"
AREGTYPE = b"\0"
LNKTYPE = b"1"
SYMTYPE = b"2"
CHRTYPE = b"3"
BLKTYPE = b"4"
DIRTYPE = b"5"
FIFOTYPE = b"6"
CONTTYPE = b"7"
GNUTYPE_LONGNAME = b"L"
GNUTYPE_LONGLINK = b"K"
GNUTYPE_SPARSE = b"S"
XHDTYPE = b"x"
XGLTYPE = b"g"
SOLARIS_XHDTYPE = b"X"

USTAR_FORMAT = 0
GNU_FORMAT = 1
PAX_FORMAT = 2
DEFAULT_FORMAT = PAX_FORMAT

SUPPORTED_TYPES = (REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, DIRTYPE, FIFOTYPE, CONTTYPE, CHRTYPE, BLKTYPE, GNUTYPE_LONGNAME,
                   GNUTYPE_LONGLINK, GNUTYPE_SPARSE)
REGULAR_TYPES = (REGTYPE, AREGTYPE, CONTTYPE, GNUTYPE_SPARSE)
GNU_TYPES = (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, GNUTYPE_SPARSE)

PAX_FIELDS = ("path", "linkpath", "size", "mtime", "uid", "gid", "uname", "gname")
PAX_NAME_FIELDS = {"path", "linkpath", "uname", "gname"}
PAX_NUMBER_FIELDS = {"atime": float, "ctime": float, "mtime": float, "uid": int, "gid": int, "size": int}

ENCODING = "utf-8"


class TarError(Exception):
    """What goes wrong with archives."""


class ExtractError(TarError):
    """A member cannot be written."""


class ReadError(TarError):
    """The archive cannot be read."""


class CompressionError(TarError):
    """The compression is not there."""


class StreamError(TarError):
    """Streams cannot do this."""


class HeaderError(TarError):
    """The header of a member is wrong."""


class EmptyHeaderError(HeaderError):
    pass


class TruncatedHeaderError(HeaderError):
    pass


class EOFHeaderError(HeaderError):
    pass


class InvalidHeaderError(HeaderError):
    pass


class SubsequentHeaderError(HeaderError):
    pass


for _error in (TarError, ExtractError, ReadError, CompressionError, StreamError, HeaderError, EmptyHeaderError, TruncatedHeaderError,
               EOFHeaderError, InvalidHeaderError, SubsequentHeaderError):
    _error.__module__ = "tarfile"
del _error


# --- Fields

def stn(s, length, encoding, errors):
    """A str as a field, filled up with zeros."""
    if s is None:
        raise ValueError("metadata cannot contain None")
    s = s.encode(encoding, errors)
    return s[:length] + (length - len(s)) * NUL


def nts(s, encoding, errors):
    """The str in a field."""
    end = s.find(b"\0")
    if end != -1:
        s = s[:end]
    return s.decode(encoding, errors)


def nti(s):
    """The number in a field: octal digits, or GNU's binary form with the highest bit set."""
    if s[0] in (0o200, 0o377):
        n = int.from_bytes(s[1:], "big")
        return n - 256 ** (len(s) - 1) if s[0] == 0o377 else n
    try:
        return int(nts(s, "ascii", "strict").strip() or "0", 8)
    except ValueError:
        raise InvalidHeaderError("invalid header")


def itn(n, digits=8, format=DEFAULT_FORMAT):
    """A number as a field."""
    n = int(n)
    if 0 <= n < 8 ** (digits - 1):
        return bytes("%0*o" % (digits - 1, n), "ascii") + NUL
    if format == GNU_FORMAT and -256 ** (digits - 1) <= n < 256 ** (digits - 1):
        return (b"\x80" if n >= 0 else b"\xff") + (n % 256 ** (digits - 1)).to_bytes(digits - 1, "big")
    raise ValueError("overflow in number field")


def calc_chksums(buf):
    """The sum of a header's bytes, and of the same as signed bytes, which some programs take."""
    # The field itself counts as blanks.
    unsigned = 256 + sum(buf[:148]) + sum(buf[156:512])
    signed = 256 + sum(struct.unpack_from("148b8x356b", buf))
    return unsigned, signed


class TarInfo:
    """A member of an archive."""

    __module__ = "tarfile"
    __slots__ = dict(
        name="Its name.",
        mode="Permission bits.",
        uid="Number of its owner.",
        gid="Number of its group.",
        size="Size of its data.",
        mtime="Time of its last change.",
        chksum="Sum of the bytes of its header.",
        type="One of the constants that end in TYPE.",
        linkname="What a link leads to.",
        uname="Name of its owner.",
        gname="Name of its group.",
        devmajor="Major number of a device.",
        devminor="Minor number of a device.",
        offset="Where the header starts.",
        offset_data="Where the data starts.",
        pax_headers="Fields of the pax header that belongs to it.",
        sparse="(offset, size) of the parts that are not holes, or None.",
        _tarfile=None,
        _sparse_structs=None,
        _link_target=None,
    )

    def __init__(self, name=""):
        self.name = name
        self.mode = 0o644
        self.uid = 0
        self.gid = 0
        self.size = 0
        self.mtime = 0
        self.chksum = 0
        self.type = REGTYPE
        self.linkname = ""
        self.uname = ""
        self.gname = ""
        self.devmajor = 0
        self.devminor = 0
        self.offset = 0
        self.offset_data = 0
        self.sparse = None
        self.pax_headers = {}

    @property
    def tarfile(self):
        import warnings
        warnings.warn("The undocumented \"tarfile\" attribute of TarInfo objects is deprecated and will be removed in Python 3.16",
                      DeprecationWarning, stacklevel=2)
        return self._tarfile

    @tarfile.setter
    def tarfile(self, value):
        import warnings
        warnings.warn("The undocumented \"tarfile\" attribute of TarInfo objects is deprecated and will be removed in Python 3.16",
                      DeprecationWarning, stacklevel=2)
        self._tarfile = value

    @property
    def path(self):
        """The name, as pax headers call it."""
        return self.name

    @path.setter
    def path(self, name):
        self.name = name

    @property
    def linkpath(self):
        """The target of a link, as pax headers call it."""
        return self.linkname

    @linkpath.setter
    def linkpath(self, linkname):
        self.linkname = linkname

    def __repr__(self):
        return "<%s %r at %#x>" % (self.__class__.__name__, self.name, id(self))

    def replace(self, *, name=..., mtime=..., mode=..., linkname=..., uid=..., gid=..., uname=..., gname=..., deep=True):
        """A copy with other values."""
        result = copy.deepcopy(self) if deep else copy.copy(self)
        for attribute, value in (("name", name), ("mtime", mtime), ("mode", mode), ("linkname", linkname), ("uid", uid),
                                 ("gid", gid), ("uname", uname), ("gname", gname)):
            if value is not ...:
                setattr(result, attribute, value)
        return result

    def get_info(self):
        """The attributes as a dict."""
        name = self.name
        if self.type == DIRTYPE and not name.endswith("/"):
            name += "/"
        return {"name": name, "mode": None if self.mode is None else self.mode & 0o7777, "uid": self.uid, "gid": self.gid,
                "size": self.size, "mtime": self.mtime, "chksum": self.chksum, "type": self.type, "linkname": self.linkname,
                "uname": self.uname, "gname": self.gname, "devmajor": self.devmajor, "devminor": self.devminor}

    # --- Writing

    def tobuf(self, format=DEFAULT_FORMAT, encoding=ENCODING, errors="surrogateescape"):
        """The header, and headers that must stand before it, as bytes."""
        info = self.get_info()
        for name, value in info.items():
            if value is None:
                raise ValueError("%s may not be None" % name)
        if format == USTAR_FORMAT:
            return self.create_ustar_header(info, encoding, errors)
        if format == GNU_FORMAT:
            return self.create_gnu_header(info, encoding, errors)
        if format == PAX_FORMAT:
            return self.create_pax_header(info, encoding)
        raise ValueError("invalid format")

    def create_ustar_header(self, info, encoding, errors):
        info["magic"] = POSIX_MAGIC
        if len(info["linkname"].encode(encoding, errors)) > LENGTH_LINK:
            raise ValueError("linkname is too long")
        if len(info["name"].encode(encoding, errors)) > LENGTH_NAME:
            info["prefix"], info["name"] = self._posix_split_name(info["name"], encoding, errors)
        return self._create_header(info, USTAR_FORMAT, encoding, errors)

    def create_gnu_header(self, info, encoding, errors):
        info["magic"] = GNU_MAGIC
        buf = b""
        if len(info["linkname"].encode(encoding, errors)) > LENGTH_LINK:
            buf += self._create_gnu_long_header(info["linkname"], GNUTYPE_LONGLINK, encoding, errors)
        if len(info["name"].encode(encoding, errors)) > LENGTH_NAME:
            buf += self._create_gnu_long_header(info["name"], GNUTYPE_LONGNAME, encoding, errors)
        return buf + self._create_header(info, GNU_FORMAT, encoding, errors)

    def create_pax_header(self, info, encoding):
        info["magic"] = POSIX_MAGIC
        pax_headers = self.pax_headers.copy()
        # Texts that are too long or not ASCII.
        for name, hname, length in (("name", "path", LENGTH_NAME), ("linkname", "linkpath", LENGTH_LINK), ("uname", "uname", 32),
                                    ("gname", "gname", 32)):
            if hname in pax_headers:
                continue
            try:
                info[name].encode("ascii", "strict")
            except UnicodeEncodeError:
                pax_headers[hname] = info[name]
                continue
            if len(info[name]) > length:
                pax_headers[hname] = info[name]
        # Numbers that are fractions or do not fit.
        for name, digits in (("uid", 8), ("gid", 8), ("size", 12), ("mtime", 12)):
            value = info[name]
            if isinstance(value, float):
                info[name] = round(value)
                needs_header = True
            else:
                needs_header = not 0 <= value < 8 ** (digits - 1)
                if needs_header:
                    info[name] = 0
            if isinstance(value, float) and not 0 <= round(value) < 8 ** (digits - 1):
                info[name] = 0
            if needs_header and name not in pax_headers:
                pax_headers[name] = str(value)
        buf = self._create_pax_generic_header(pax_headers, XHDTYPE, encoding) if pax_headers else b""
        return buf + self._create_header(info, USTAR_FORMAT, "ascii", "replace")

    @classmethod
    def create_pax_global_header(cls, pax_headers):
        """A header that holds for all members behind it."""
        return cls._create_pax_generic_header(pax_headers, XGLTYPE, "utf-8")

    def _posix_split_name(self, name, encoding, errors):
        parts = name.split("/")
        for i in range(1, len(parts)):
            prefix = "/".join(parts[:i])
            rest = "/".join(parts[i:])
            if len(prefix.encode(encoding, errors)) <= LENGTH_PREFIX and len(rest.encode(encoding, errors)) <= LENGTH_NAME:
                return prefix, rest
        raise ValueError("name is too long")

    @staticmethod
    def _create_header(info, format, encoding, errors):
        has_device = info.get("type") in (CHRTYPE, BLKTYPE)
        if has_device:
            devmajor = itn(info.get("devmajor", 0), 8, format)
            devminor = itn(info.get("devminor", 0), 8, format)
        else:
            devmajor = devminor = stn("", 8, encoding, errors)
        filetype = info.get("type", REGTYPE)
        if filetype is None:
            raise ValueError("TarInfo.type must not be None")
        parts = [
            stn(info.get("name", ""), 100, encoding, errors),
            itn(info.get("mode", 0) & 0o7777, 8, format),
            itn(info.get("uid", 0), 8, format),
            itn(info.get("gid", 0), 8, format),
            itn(info.get("size", 0), 12, format),
            itn(info.get("mtime", 0), 12, format),
            b"        ",
            filetype,
            stn(info.get("linkname", ""), 100, encoding, errors),
            info.get("magic", POSIX_MAGIC),
            stn(info.get("uname", ""), 32, encoding, errors),
            stn(info.get("gname", ""), 32, encoding, errors),
            devmajor,
            devminor,
            stn(info.get("prefix", ""), 155, encoding, errors),
        ]
        buf = b"".join(parts).ljust(BLOCKSIZE, NUL)
        return buf[:148] + bytes("%06o\0" % calc_chksums(buf)[0], "ascii") + buf[155:]

    @staticmethod
    def _create_payload(payload):
        return payload + -len(payload) % BLOCKSIZE * NUL

    @classmethod
    def _create_gnu_long_header(cls, name, type, encoding, errors):
        name = name.encode(encoding, errors) + NUL
        info = {"name": "././@LongLink", "type": type, "size": len(name), "magic": GNU_MAGIC}
        return cls._create_header(info, USTAR_FORMAT, encoding, errors) + cls._create_payload(name)

    @classmethod
    def _create_pax_generic_header(cls, pax_headers, type, encoding):
        # Values that UTF-8 cannot write are kept as they are, which a header of its own announces.
        binary = False
        for value in pax_headers.values():
            try:
                value.encode("utf-8", "strict")
            except UnicodeEncodeError:
                binary = True
                break
        records = b"21 hdrcharset=BINARY\n" if binary else b""
        for keyword, value in pax_headers.items():
            keyword = keyword.encode("utf-8")
            value = value.encode(encoding, "surrogateescape") if binary else value.encode("utf-8")
            # The length counts its own digits.
            rest = len(keyword) + len(value) + 3
            length = 0
            while length != rest + len(str(length)):
                length = rest + len(str(length))
            records += bytes(str(length), "ascii") + b" " + keyword + b"=" + value + b"\n"
        info = {"name": "././@PaxHeader", "type": type, "size": len(records), "magic": POSIX_MAGIC}
        return cls._create_header(info, USTAR_FORMAT, "ascii", "replace") + cls._create_payload(records)

    # --- Reading

    @classmethod
    def frombuf(cls, buf, encoding, errors):
        """The member of a header."""
        if len(buf) == 0:
            raise EmptyHeaderError("empty header")
        if len(buf) != BLOCKSIZE:
            raise TruncatedHeaderError("truncated header")
        if buf.count(NUL) == BLOCKSIZE:
            raise EOFHeaderError("end of file header")
        chksum = nti(buf[148:156])
        if chksum not in calc_chksums(buf):
            raise InvalidHeaderError("bad checksum")
        info = cls()
        info.name = nts(buf[0:100], encoding, errors)
        info.mode = nti(buf[100:108])
        info.uid = nti(buf[108:116])
        info.gid = nti(buf[116:124])
        info.size = nti(buf[124:136])
        info.mtime = nti(buf[136:148])
        info.chksum = chksum
        info.type = buf[156:157]
        info.linkname = nts(buf[157:257], encoding, errors)
        info.uname = nts(buf[265:297], encoding, errors)
        info.gname = nts(buf[297:329], encoding, errors)
        info.devmajor = nti(buf[329:337])
        info.devminor = nti(buf[337:345])
        prefix = nts(buf[345:500], encoding, errors)
        # Before there was a type for folders, a slash at the end was it.
        if info.type == AREGTYPE and info.name.endswith("/"):
            info.type = DIRTYPE
        if info.type == GNUTYPE_SPARSE:
            position = 386
            structs = []
            for _ in range(4):
                try:
                    structs.append((nti(buf[position:position + 12]), nti(buf[position + 12:position + 24])))
                except ValueError:
                    break
                position += 24
            info._sparse_structs = (structs, bool(buf[482]), nti(buf[483:495]))
        if info.isdir():
            info.name = info.name.rstrip("/")
        if prefix and info.type not in GNU_TYPES:
            info.name = prefix + "/" + info.name
        return info

    @classmethod
    def fromtarfile(cls, tarfile):
        """The next member of an archive."""
        info = cls.frombuf(tarfile.fileobj.read(BLOCKSIZE), tarfile.encoding, tarfile.errors)
        info.offset = tarfile.fileobj.tell() - BLOCKSIZE
        return info._proc_member(tarfile)

    def _proc_member(self, tarfile):
        if self.type in (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK):
            return self._proc_gnulong(tarfile)
        if self.type == GNUTYPE_SPARSE:
            return self._proc_sparse(tarfile)
        if self.type in (XHDTYPE, XGLTYPE, SOLARIS_XHDTYPE):
            return self._proc_pax(tarfile)
        return self._proc_builtin(tarfile)

    def _proc_builtin(self, tarfile):
        self.offset_data = tarfile.fileobj.tell()
        offset = self.offset_data
        if self.isreg() or self.type not in SUPPORTED_TYPES:
            offset += self._block(self.size)
        tarfile.offset = offset
        self._apply_pax_info(tarfile.pax_headers, tarfile.encoding, tarfile.errors)
        if self.isdir():
            self.name = self.name.rstrip("/")
        return self

    def _next_member(self, tarfile):
        try:
            return self.fromtarfile(tarfile)
        except HeaderError as error:
            raise SubsequentHeaderError(str(error)) from None

    def _proc_gnulong(self, tarfile):
        # The data is the name or the target of the member behind.
        buf = tarfile.fileobj.read(self._block(self.size))
        following = self._next_member(tarfile)
        following.offset = self.offset
        if self.type == GNUTYPE_LONGNAME:
            following.name = nts(buf, tarfile.encoding, tarfile.errors)
        else:
            following.linkname = nts(buf, tarfile.encoding, tarfile.errors)
        if following.isdir():
            following.name = following.name.removesuffix("/")
        return following

    def _proc_sparse(self, tarfile):
        structs, is_extended, size = self._sparse_structs
        del self._sparse_structs
        while is_extended:
            buf = tarfile.fileobj.read(BLOCKSIZE)
            position = 0
            for _ in range(21):
                try:
                    offset, count = nti(buf[position:position + 12]), nti(buf[position + 12:position + 24])
                except ValueError:
                    break
                if offset and count:
                    structs.append((offset, count))
                position += 24
            is_extended = bool(buf[504])
        self.sparse = structs
        self.offset_data = tarfile.fileobj.tell()
        tarfile.offset = self.offset_data + self._block(self.size)
        self.size = size
        return self

    def _proc_pax(self, tarfile):
        buf = tarfile.fileobj.read(self._block(self.size))
        pax_headers = tarfile.pax_headers if self.type == XGLTYPE else tarfile.pax_headers.copy()
        raw = []
        encoding = None
        position = 0
        while len(buf) > position and buf[position] != 0:
            match = re.compile(rb"(\d{1,20}) ([^=]+)=").match(buf, position)
            if not match:
                raise InvalidHeaderError("invalid header")
            length = int(match[1])
            if length < 5:
                raise InvalidHeaderError("invalid header")
            end = match.start(1) + length
            if position + length > len(buf):
                raise InvalidHeaderError("invalid header")
            value = buf[match.end(2) + 1:end - 1]
            if buf[end - 1:end] != b"\n":
                raise InvalidHeaderError("invalid header")
            raw.append((length, match[2], value))
            if match[2] == b"hdrcharset" and encoding is None:
                encoding = tarfile.encoding if value == b"BINARY" else "utf-8"
            position += length
        if encoding is None:
            encoding = "utf-8"
        for length, keyword, value in raw:
            keyword = self._decode_pax_field(keyword, "utf-8", "utf-8", tarfile.errors)
            if keyword in PAX_NAME_FIELDS:
                value = self._decode_pax_field(value, encoding, tarfile.encoding, tarfile.errors)
            else:
                value = self._decode_pax_field(value, "utf-8", "utf-8", tarfile.errors)
            pax_headers[keyword] = value
        following = self._next_member(tarfile)
        if "GNU.sparse.map" in pax_headers:
            numbers = [int(x) for x in pax_headers["GNU.sparse.map"].split(",")]
            following.sparse = list(zip(numbers[::2], numbers[1::2]))
        elif "GNU.sparse.size" in pax_headers:
            offsets = [int(value) for _, key, value in raw if key == b"GNU.sparse.offset"]
            counts = [int(value) for _, key, value in raw if key == b"GNU.sparse.numbytes"]
            following.sparse = list(zip(offsets, counts))
        elif pax_headers.get("GNU.sparse.major") == "1" and pax_headers.get("GNU.sparse.minor") == "0":
            self._read_sparse_map(following, tarfile)
        if self.type in (XHDTYPE, SOLARIS_XHDTYPE):
            following._apply_pax_info(pax_headers, tarfile.encoding, tarfile.errors)
            following.offset = self.offset
            if "size" in pax_headers:
                # The header could not say how long the data is.
                offset = following.offset_data
                if following.isreg() or following.type not in SUPPORTED_TYPES:
                    offset += following._block(following.size)
                tarfile.offset = offset
        return following

    def _read_sparse_map(self, following, tarfile):
        buf = tarfile.fileobj.read(BLOCKSIZE)
        count, _, buf = buf.partition(b"\n")
        count = int(count)
        numbers = []
        while len(numbers) < count * 2:
            if b"\n" not in buf:
                buf += tarfile.fileobj.read(BLOCKSIZE)
            number, _, buf = buf.partition(b"\n")
            numbers.append(int(number))
        following.offset_data = tarfile.fileobj.tell()
        following.sparse = list(zip(numbers[::2], numbers[1::2]))

    def _apply_pax_info(self, pax_headers, encoding, errors):
        for keyword, value in pax_headers.items():
            if keyword == "GNU.sparse.name":
                setattr(self, "path", value)
            elif keyword in ("GNU.sparse.size", "GNU.sparse.realsize"):
                setattr(self, "size", int(value))
            elif keyword in PAX_FIELDS:
                if keyword in PAX_NUMBER_FIELDS:
                    try:
                        value = PAX_NUMBER_FIELDS[keyword](value)
                    except ValueError:
                        value = 0
                if keyword == "path":
                    value = value.rstrip("/")
                setattr(self, keyword, value)
        self.pax_headers = pax_headers.copy()

    def _decode_pax_field(self, value, encoding, fallback_encoding, fallback_errors):
        try:
            return value.decode(encoding, "strict")
        except UnicodeDecodeError:
            return value.decode(fallback_encoding, fallback_errors)

    def _block(self, count):
        """count rounded up to whole blocks."""
        if count < 0:
            raise InvalidHeaderError("invalid offset")
        return -(-count // BLOCKSIZE) * BLOCKSIZE

    # --- What it is

    def isreg(self):
        """Whether it is an ordinary file."""
        return self.type in REGULAR_TYPES

    isfile = isreg

    def isdir(self):
        """Whether it is a folder."""
        return self.type == DIRTYPE

    def issym(self):
        """Whether it is a symbolic link."""
        return self.type == SYMTYPE

    def islnk(self):
        """Whether it is a hard link."""
        return self.type == LNKTYPE

    def ischr(self):
        """Whether it is a character device."""
        return self.type == CHRTYPE

    def isblk(self):
        """Whether it is a block device."""
        return self.type == BLKTYPE

    def isfifo(self):
        """Whether it is a pipe."""
        return self.type == FIFOTYPE

    def issparse(self):
        """Whether it has holes that are not stored."""
        return self.sparse is not None

    def isdev(self):
        """Whether it is a device or a pipe."""
        return self.type in (CHRTYPE, BLKTYPE, FIFOTYPE)
