"""Archives of tar: read and written, plain or compressed with gzip, bzip2 or xz, in files and in streams."""

version = "0.9.0"

import copy
import io
import os
import shutil
import stat
import sys
import time
from builtins import open as bltn_open

from ._headers import *
from ._headers import (BLKTYPE, CHRTYPE, CONTTYPE, AREGTYPE, FIFOTYPE, GNU_TYPES, GNUTYPE_LONGLINK, GNUTYPE_LONGNAME, GNUTYPE_SPARSE,
                       LENGTH_LINK, LENGTH_NAME, LENGTH_PREFIX, NUL, BLOCKSIZE, RECORDSIZE, PAX_FIELDS, calc_chksums, itn, nti, nts, stn)
from ._streams import ExFileObject, _FileInFile, _Stream

try:
    import pwd
except ImportError:
    pwd = None
try:
    import grp
except ImportError:
    grp = None

__all__ = ["TarFile", "TarInfo", "is_tarfile", "TarError", "ReadError", "CompressionError", "StreamError", "ExtractError",
           "HeaderError", "ENCODING", "USTAR_FORMAT", "GNU_FORMAT", "PAX_FORMAT", "DEFAULT_FORMAT", "open", "fully_trusted_filter",
           "data_filter", "tar_filter", "FilterError", "AbsoluteLinkError", "OutsideDestinationError", "SpecialFileError",
           "AbsolutePathError", "LinkOutsideDestinationError"]


def copyfileobj(src, dst, length=None, exception=OSError, bufsize=None):
    """Copy `length` bytes, all without it; fewer are an error."""
    bufsize = bufsize or 16 * 1024
    if length == 0:
        return
    if length is None:
        shutil.copyfileobj(src, dst, bufsize)
        return
    while length > 0:
        piece = src.read(min(bufsize, length))
        if not piece:
            raise exception("unexpected end of data")
        length -= len(piece)
        dst.write(piece)


# --- Filters: what may be extracted, and how

class FilterError(TarError):
    """A filter refuses a member."""


class AbsolutePathError(FilterError):
    """The name of a member is an absolute path."""

    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f"member {tarinfo.name!r} has an absolute path")


class OutsideDestinationError(FilterError):
    """A member would lie outside of the folder that all are extracted to."""

    def __init__(self, tarinfo, path):
        self.tarinfo = tarinfo
        self._path = path
        super().__init__(f"{tarinfo.name!r} would be extracted to {path!r}, " + "which is outside the destination")


class SpecialFileError(FilterError):
    """A member is a device or a pipe."""

    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f"{tarinfo.name!r} is a special file")


class AbsoluteLinkError(FilterError):
    """A member is a link to an absolute path."""

    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f"{tarinfo.name!r} is a link to an absolute path")


class LinkOutsideDestinationError(FilterError):
    """A member is a link to something outside of the folder."""

    def __init__(self, tarinfo, path):
        self.tarinfo = tarinfo
        self._path = path
        super().__init__(f"{tarinfo.name!r} would link to {path!r}, " + "which is outside the destination")


def _is_within(path, folder):
    return os.path.commonpath([path, folder]) == folder


def _filtered_attributes(member, dest_path, for_data):
    changes = {}
    name = member.name
    dest_path = os.path.realpath(dest_path)
    if name.startswith(("/", os.sep)):
        name = changes["name"] = member.path.lstrip("/" + os.sep)
    if os.path.isabs(name):
        raise AbsolutePathError(member)
    target_path = os.path.realpath(os.path.join(dest_path, name))
    if not _is_within(target_path, dest_path):
        raise OutsideDestinationError(member, target_path)
    mode = member.mode
    if mode is not None:
        # Neither special bits nor rights of others to write.
        mode &= 0o755
        if for_data:
            if member.isreg() or member.islnk():
                if not mode & 0o100:
                    mode &= ~0o111
                mode |= 0o600
            elif member.isdir() or member.issym():
                mode = None
            else:
                raise SpecialFileError(member)
        if mode != member.mode:
            changes["mode"] = mode
    if for_data:
        for field in ("uid", "gid", "uname", "gname"):
            if getattr(member, field) is not None:
                changes[field] = None
        if member.islnk() or member.issym():
            if os.path.isabs(member.linkname):
                raise AbsoluteLinkError(member)
            if member.issym():
                target_path = os.path.join(dest_path, os.path.dirname(name), member.linkname)
            else:
                target_path = os.path.join(dest_path, member.linkname)
            target_path = os.path.realpath(target_path)
            if not _is_within(target_path, dest_path):
                raise LinkOutsideDestinationError(member, target_path)
    return changes


def fully_trusted_filter(member, dest_path):
    """The member as it is."""
    return member


def tar_filter(member, dest_path):
    """Nothing outside of the folder, no leading slashes, no rights of others to write."""
    changes = _filtered_attributes(member, dest_path, False)
    return member.replace(**changes, deep=False) if changes else member


def data_filter(member, dest_path):
    """As tar_filter(); also no devices, no links to the outside, no owners."""
    changes = _filtered_attributes(member, dest_path, True)
    return member.replace(**changes, deep=False) if changes else member


_NAMED_FILTERS = {"fully_trusted": fully_trusted_filter, "tar": tar_filter, "data": data_filter}


class TarFile:
    """An archive. mode 'r' reads, 'a' adds, 'w' makes a new one, 'x' only if there is none; open() also knows compression."""

    debug = 0
    dereference = False
    ignore_zeros = False
    errorlevel = 1
    format = DEFAULT_FORMAT
    encoding = ENCODING
    errors = None
    tarinfo = TarInfo
    fileobject = ExFileObject
    extraction_filter = None

    def __init__(self, name=None, mode="r", fileobj=None, format=None, tarinfo=None, dereference=None, ignore_zeros=None,
                 encoding=None, errors="surrogateescape", pax_headers=None, debug=None, errorlevel=None, copybufsize=None,
                 stream=False):
        modes = {"r": "rb", "a": "r+b", "w": "wb", "x": "xb"}
        if mode not in modes:
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        self.mode = mode
        self._mode = modes[mode]
        if not fileobj:
            if self.mode == "a" and not os.path.exists(name):
                self.mode = "w"
                self._mode = "wb"
            fileobj = bltn_open(name, self._mode)
            self._extfileobj = False
        else:
            if name is None and hasattr(fileobj, "name") and isinstance(fileobj.name, (str, bytes)):
                name = fileobj.name
            if hasattr(fileobj, "mode"):
                self._mode = fileobj.mode
            self._extfileobj = True
        self.name = os.path.abspath(name) if name else None
        self.fileobj = fileobj
        self.stream = stream
        for attribute, value in (("format", format), ("tarinfo", tarinfo), ("dereference", dereference),
                                 ("ignore_zeros", ignore_zeros), ("encoding", encoding), ("debug", debug),
                                 ("errorlevel", errorlevel)):
            if value is not None:
                setattr(self, attribute, value)
        self.errors = errors
        self.pax_headers = pax_headers if pax_headers is not None and self.format == PAX_FORMAT else {}
        self.copybufsize = copybufsize
        self.closed = False
        self.members = []
        self._loaded = False
        self.offset = self.fileobj.tell()
        self.inodes = {}
        self._unames = {}
        self._gnames = {}
        try:
            if self.mode == "r":
                self.firstmember = None
                self.firstmember = self.next()
            if self.mode == "a":
                # To the end of the members, over the zeros behind them.
                while True:
                    self.fileobj.seek(self.offset)
                    try:
                        self.members.append(self.tarinfo.fromtarfile(self))
                    except EOFHeaderError:
                        self.fileobj.seek(self.offset)
                        break
                    except HeaderError as error:
                        raise ReadError(str(error)) from None
            if self.mode in ("a", "w", "x"):
                self._loaded = True
                if self.pax_headers:
                    buf = self.tarinfo.create_pax_global_header(self.pax_headers.copy())
                    self.fileobj.write(buf)
                    self.offset += len(buf)
        except:
            if not self._extfileobj:
                self.fileobj.close()
            self.closed = True
            raise

    # --- Opening

    OPEN_METH = {"tar": "taropen", "gz": "gzopen", "bz2": "bz2open", "xz": "xzopen"}

    @classmethod
    def open(cls, name=None, mode="r", fileobj=None, bufsize=RECORDSIZE, **kwargs):
        """Open an archive: 'r' or 'r:*' finds the compression out, 'r:' reads plain ones, 'r:gz', 'w:gz', 'x:bz2', 'w:xz' and so
        on name it; 'r|gz' and the like read and write streams."""
        if not name and not fileobj:
            raise ValueError("nothing to open")
        if mode in ("r", "r:*"):
            # The right way to read it is the one that works.
            def not_compressed(comptype):
                return cls.OPEN_METH[comptype] == "taropen"
            error_messages = []
            for comptype in sorted(cls.OPEN_METH, key=not_compressed):
                opener = getattr(cls, cls.OPEN_METH[comptype])
                if fileobj is not None:
                    saved_position = fileobj.tell()
                try:
                    return opener(name, "r", fileobj, **kwargs)
                except (ReadError, CompressionError) as error:
                    error_messages.append(f"- method {comptype}: {error!r}")
                    if fileobj is not None:
                        fileobj.seek(saved_position)
            raise ReadError("file could not be opened successfully:\n" + "\n".join(error_messages))
        if ":" in mode:
            filemode, comptype = mode.split(":", 1)
            filemode = filemode or "r"
            comptype = comptype or "tar"
            if comptype not in cls.OPEN_METH:
                raise CompressionError("unknown compression type %r" % comptype)
            return getattr(cls, cls.OPEN_METH[comptype])(name, filemode, fileobj, **kwargs)
        if "|" in mode:
            filemode, comptype = mode.split("|", 1)
            filemode = filemode or "r"
            comptype = comptype or "tar"
            if filemode not in ("r", "w"):
                raise ValueError("mode must be 'r' or 'w'")
            if "compresslevel" in kwargs and comptype not in ("gz", "bz2"):
                raise ValueError("compresslevel is only valid for w|gz and w|bz2 modes")
            stream = _Stream(name, filemode, comptype, fileobj, bufsize, kwargs.pop("compresslevel", 9))
            try:
                archive = cls(name, filemode, stream, **kwargs)
            except:
                stream.close()
                raise
            archive._extfileobj = False
            return archive
        if mode in ("a", "w", "x"):
            return cls.taropen(name, mode, fileobj, **kwargs)
        raise ValueError("undiscernible mode")

    @classmethod
    def taropen(cls, name, mode="r", fileobj=None, **kwargs):
        """An archive that is not compressed."""
        if mode not in ("r", "a", "w", "x"):
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        return cls(name, mode, fileobj, **kwargs)

    @classmethod
    def _open_compressed(cls, name, mode, make, errors, kind, kwargs):
        file = make()
        try:
            archive = cls.taropen(name, mode, file, **kwargs)
        except errors as error:
            file.close()
            if mode == "r":
                raise ReadError(f"not {kind} file") from error
            raise
        except:
            file.close()
            raise
        archive._extfileobj = False
        return archive

    @classmethod
    def gzopen(cls, name, mode="r", fileobj=None, compresslevel=9, **kwargs):
        """An archive compressed with gzip."""
        if mode not in ("r", "w", "x"):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        try:
            from gzip import GzipFile
        except ImportError:
            raise CompressionError("gzip module is not available") from None

        def make():
            try:
                return GzipFile(name, mode + "b", compresslevel, fileobj)
            except OSError as error:
                if fileobj is not None and mode == "r":
                    raise ReadError("not a gzip file") from error
                raise
        return cls._open_compressed(name, mode, make, OSError, "a gzip", kwargs)

    @classmethod
    def bz2open(cls, name, mode="r", fileobj=None, compresslevel=9, **kwargs):
        """An archive compressed with bzip2."""
        if mode not in ("r", "w", "x"):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        try:
            from bz2 import BZ2File
        except ImportError:
            raise CompressionError("bz2 module is not available") from None
        return cls._open_compressed(name, mode, lambda: BZ2File(fileobj or name, mode, compresslevel=compresslevel),
                                    (OSError, EOFError), "a bzip2", kwargs)

    @classmethod
    def xzopen(cls, name, mode="r", fileobj=None, preset=None, **kwargs):
        """An archive compressed with xz."""
        if mode not in ("r", "w", "x"):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        try:
            from lzma import LZMAError, LZMAFile
        except ImportError:
            raise CompressionError("lzma module is not available") from None
        return cls._open_compressed(name, mode, lambda: LZMAFile(fileobj or name, mode, preset=preset),
                                    (LZMAError, EOFError), "an lzma", kwargs)

    # --- Looking into it

    def close(self):
        """Write the end, if something was written, and close."""
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode in ("a", "w", "x"):
                self.fileobj.write(NUL * (BLOCKSIZE * 2))
                self.offset += BLOCKSIZE * 2
                remainder = self.offset % RECORDSIZE
                if remainder > 0:
                    self.fileobj.write(NUL * (RECORDSIZE - remainder))
        finally:
            if not self._extfileobj:
                self.fileobj.close()

    def getmember(self, name):
        """The last member of this name."""
        info = self._getmember(name.rstrip("/"))
        if info is None:
            raise KeyError("filename %r not found" % name)
        return info

    def getmembers(self):
        """All members."""
        self._check()
        if not self._loaded:
            self._load()
        return self.members

    def getnames(self):
        """The names of all members."""
        return [info.name for info in self.getmembers()]

    def _getmember(self, name, tarinfo=None, normalize=False):
        members = self.getmembers()
        skipping = False
        if tarinfo is not None:
            # Only what stands before it.
            try:
                index = members.index(tarinfo)
            except ValueError:
                skipping = True
            else:
                members = members[:index]
        if normalize:
            name = os.path.normpath(name)
        for member in reversed(members):
            if skipping:
                if tarinfo.offset == member.offset:
                    skipping = False
                continue
            if name == (os.path.normpath(member.name) if normalize else member.name):
                return member
        if skipping:
            raise ValueError(tarinfo)
        return None

    def _load(self):
        if not self.stream:
            while self.next() is not None:
                pass
            self._loaded = True

    def _check(self, mode=None):
        if self.closed:
            raise OSError("%s is closed" % self.__class__.__name__)
        if mode is not None and self.mode not in mode:
            raise OSError("bad operation for mode %r" % self.mode)

    def list(self, verbose=True, *, members=None):
        """Print the members, one a line."""
        for info in self if members is None else members:
            words = []
            if verbose:
                words.append("??????????" if info.mode is None else stat.filemode(_TYPE_BITS.get(info.type, 0) | info.mode))
                words.append("%s/%s" % (info.uname or info.uid, info.gname or info.gid))
                words.append("%10s" % ("%d,%d" % (info.devmajor, info.devminor) if info.ischr() or info.isblk() else info.size))
                words.append("????-??-?? ??:??:??" if info.mtime is None else "%d-%02d-%02d %02d:%02d:%02d" % time.localtime(info.mtime)[:6])
            words.append(info.name + ("/" if info.isdir() else ""))
            if verbose:
                if info.issym():
                    words.append("-> " + info.linkname)
                if info.islnk():
                    words.append("link to " + info.linkname)
            for word in words:
                _safe_print(word)
            print()

    def next(self):
        """The next member, or None."""
        self._check("ra")
        if self.firstmember is not None:
            member, self.firstmember = self.firstmember, None
            return member
        if self.offset != self.fileobj.tell():
            if self.offset == 0:
                return None
            self.fileobj.seek(self.offset - 1)
            if not self.fileobj.read(1):
                raise ReadError("unexpected end of data")
        member = None
        while True:
            try:
                member = self.tarinfo.fromtarfile(self)
            except EOFHeaderError as error:
                if self.ignore_zeros:
                    self._dbg(2, "0x%X: %s" % (self.offset, error))
                    self.offset += BLOCKSIZE
                    continue
            except InvalidHeaderError as error:
                if self.ignore_zeros:
                    self._dbg(2, "0x%X: %s" % (self.offset, error))
                    self.offset += BLOCKSIZE
                    continue
                if self.offset == 0:
                    raise ReadError(str(error)) from None
            except EmptyHeaderError:
                if self.offset == 0:
                    raise ReadError("empty file") from None
            except TruncatedHeaderError as error:
                if self.offset == 0:
                    raise ReadError(str(error)) from None
            except SubsequentHeaderError as error:
                raise ReadError(str(error)) from None
            except Exception as error:
                import zlib
                if isinstance(error, zlib.error):
                    raise ReadError(f"zlib error: {error}") from None
                raise
            break
        if member is not None:
            if not self.stream:
                self.members.append(member)
        else:
            self._loaded = True
        return member

    def __iter__(self):
        if self._loaded:
            yield from self.members
            return
        index = 0
        # The first member is read already, and may stand in the list.
        if self.firstmember is not None:
            member = self.next()
            index += 1
            yield member
        while True:
            if index < len(self.members):
                member = self.members[index]
            elif not self._loaded:
                member = self.next()
                if not member:
                    self._loaded = True
                    return
            else:
                return
            index += 1
            yield member

    # --- Adding

    def gettarinfo(self, name=None, arcname=None, fileobj=None):
        """The TarInfo for a file of the file system; None for a kind that archives do not hold."""
        self._check("awx")
        if fileobj is not None:
            name = fileobj.name
        if arcname is None:
            arcname = name
        arcname = os.path.splitdrive(arcname)[1].replace(os.sep, "/").lstrip("/")
        info = self.tarinfo()
        info._tarfile = self
        if fileobj is None:
            status = os.stat(name) if self.dereference else os.lstat(name)
        else:
            status = os.fstat(fileobj.fileno())
        linkname = ""
        mode = status.st_mode
        if stat.S_ISREG(mode):
            inode = status.st_ino, status.st_dev
            if not self.dereference and status.st_nlink > 1 and inode in self.inodes and arcname != self.inodes[inode]:
                # Another name of a file that is there already.
                kind = LNKTYPE
                linkname = self.inodes[inode]
            else:
                kind = REGTYPE
                if inode[0]:
                    self.inodes[inode] = arcname
        elif stat.S_ISDIR(mode):
            kind = DIRTYPE
        elif stat.S_ISFIFO(mode):
            kind = FIFOTYPE
        elif stat.S_ISLNK(mode):
            kind = SYMTYPE
            linkname = os.readlink(name)
        elif stat.S_ISCHR(mode):
            kind = CHRTYPE
        elif stat.S_ISBLK(mode):
            kind = BLKTYPE
        else:
            return None
        info.name = arcname
        info.mode = mode
        info.uid = status.st_uid
        info.gid = status.st_gid
        info.size = status.st_size if kind == REGTYPE else 0
        info.mtime = status.st_mtime
        info.type = kind
        info.linkname = linkname
        if pwd:
            if info.uid not in self._unames:
                try:
                    self._unames[info.uid] = pwd.getpwuid(info.uid)[0]
                except KeyError:
                    self._unames[info.uid] = ""
            info.uname = self._unames[info.uid]
        if grp:
            if info.gid not in self._gnames:
                try:
                    self._gnames[info.gid] = grp.getgrgid(info.gid)[0]
                except KeyError:
                    self._gnames[info.gid] = ""
            info.gname = self._gnames[info.gid]
        if kind in (CHRTYPE, BLKTYPE):
            info.devmajor = os.major(status.st_rdev)
            info.devminor = os.minor(status.st_rdev)
        return info

    def add(self, name, arcname=None, recursive=True, *, filter=None):
        """Add a file, or a folder with all in it. filter(tarinfo) returns it, changed or not, or None to leave it out."""
        self._check("awx")
        if arcname is None:
            arcname = name
        if self.name is not None and os.path.abspath(name) == self.name:
            self._dbg(2, "tarfile: Skipped %r" % name)
            return
        self._dbg(1, name)
        info = self.gettarinfo(name, arcname)
        if info is None:
            self._dbg(1, "tarfile: Unsupported type %r" % name)
            return
        if filter is not None:
            info = filter(info)
            if info is None:
                self._dbg(2, "tarfile: Excluded %r" % name)
                return
        if info.isreg():
            with bltn_open(name, "rb") as file:
                self.addfile(info, file)
        elif info.isdir():
            self.addfile(info)
            if recursive:
                for entry in sorted(os.listdir(name)):
                    self.add(os.path.join(name, entry), os.path.join(arcname, entry), recursive, filter=filter)
        else:
            self.addfile(info)

    def addfile(self, tarinfo, fileobj=None):
        """Add a member, whose data are the next tarinfo.size bytes of fileobj."""
        self._check("awx")
        if fileobj is None and tarinfo.isreg() and tarinfo.size != 0:
            raise ValueError("fileobj not provided for non zero-size regular file")
        tarinfo = copy.copy(tarinfo)
        buf = tarinfo.tobuf(self.format, self.encoding, self.errors)
        self.fileobj.write(buf)
        self.offset += len(buf)
        if fileobj is not None:
            copyfileobj(fileobj, self.fileobj, tarinfo.size, bufsize=self.copybufsize)
            blocks, remainder = divmod(tarinfo.size, BLOCKSIZE)
            if remainder > 0:
                self.fileobj.write(NUL * (BLOCKSIZE - remainder))
                blocks += 1
            self.offset += blocks * BLOCKSIZE
        self.members.append(tarinfo)

    # --- Extracting

    def _get_filter_function(self, filter):
        if filter is None:
            filter = self.extraction_filter
            if filter is None:
                import warnings
                warnings.warn("Python 3.14 will, by default, filter extracted tar archives and reject files or modify their "
                              "metadata. Use the filter argument to control this behavior.", DeprecationWarning, stacklevel=3)
                return fully_trusted_filter
            if isinstance(filter, str):
                raise TypeError("String names are not supported for TarFile.extraction_filter. Use a function such as "
                                "tarfile.data_filter directly.")
            return filter
        if callable(filter):
            return filter
        try:
            return _NAMED_FILTERS[filter]
        except KeyError:
            raise ValueError(f"filter {filter!r} not found") from None

    def extractall(self, path=".", members=None, *, numeric_owner=False, filter=None):
        """Write all members, or those given, into the folder `path`. filter: 'data', 'tar', 'fully_trusted' or a function."""
        filter_function = self._get_filter_function(filter)
        folders = []
        for member in self if members is None else members:
            info, unfiltered = self._get_extract_tarinfo(member, filter_function, path)
            if info is None:
                continue
            if info.isdir():
                # What is in it must be written before its times and rights are set.
                folders.append(unfiltered)
            self._extract_one(info, path, set_attrs=not info.isdir(), numeric_owner=numeric_owner, filter_function=filter_function)
        folders.sort(key=lambda folder: folder.name, reverse=True)
        for unfiltered in folders:
            try:
                try:
                    info = filter_function(unfiltered, path)
                except (OSError, UnicodeEncodeError, FilterError) as error:
                    self._log_no_directory_fixup(unfiltered, repr(error))
                    continue
                if info is None:
                    continue
                directory = os.path.join(path, info.name)
                self.chown(info, directory, numeric_owner=numeric_owner)
                self.utime(info, directory)
                self.chmod(info, directory)
            except ExtractError as error:
                self._handle_nonfatal_error(error)

    def _log_no_directory_fixup(self, member, reason):
        self._dbg(2, "tarfile: Not fixing up directory %r (%s)" % (member.name, reason))

    def extract(self, member, path="", set_attrs=True, *, numeric_owner=False, filter=None):
        """Write one member into the folder `path`."""
        filter_function = self._get_filter_function(filter)
        info, _ = self._get_extract_tarinfo(member, filter_function, path)
        if info is not None:
            self._extract_one(info, path, set_attrs, numeric_owner)

    def _get_extract_tarinfo(self, member, filter_function, path):
        unfiltered = self.getmember(member) if isinstance(member, str) else member
        filtered = None
        try:
            filtered = filter_function(unfiltered, path)
        except (OSError, UnicodeEncodeError, FilterError) as error:
            self._handle_fatal_error(error)
        except ExtractError as error:
            self._handle_nonfatal_error(error)
        if filtered is None:
            self._dbg(2, "tarfile: Excluded %r" % unfiltered.name)
            return None, None
        if filtered.islnk():
            filtered = copy.copy(filtered)
            filtered._link_target = os.path.join(path, filtered.linkname)
        return filtered, unfiltered

    def _extract_one(self, info, path, set_attrs, numeric_owner, filter_function=None):
        self._check("r")
        try:
            self._extract_member(info, os.path.join(path, info.name), set_attrs=set_attrs, numeric_owner=numeric_owner,
                                 filter_function=filter_function, extraction_root=path)
        except (OSError, UnicodeEncodeError) as error:
            self._handle_fatal_error(error)
        except ExtractError as error:
            self._handle_nonfatal_error(error)

    def _handle_nonfatal_error(self, error):
        if self.errorlevel > 1:
            raise error
        self._dbg(1, "tarfile: %s" % error)

    def _handle_fatal_error(self, error):
        if self.errorlevel > 0:
            raise error
        if isinstance(error, OSError):
            if error.filename is None:
                self._dbg(1, "tarfile: %s" % error.strerror)
            else:
                self._dbg(1, "tarfile: %s %r" % (error.strerror, error.filename))
        else:
            self._dbg(1, "tarfile: %s %s" % (type(error).__name__, error))

    def extractfile(self, member):
        """The data of a member as a file; None when it has none."""
        self._check("r")
        info = self.getmember(member) if isinstance(member, str) else member
        if info.isreg() or info.type not in SUPPORTED_TYPES:
            return self.fileobject(self, info)
        if info.islnk() or info.issym():
            if isinstance(self.fileobj, _Stream):
                raise StreamError("cannot extract (sym)link as file object")
            return self.extractfile(self._find_link_target(info))
        return None

    def _extract_member(self, tarinfo, targetpath, set_attrs=True, numeric_owner=False, *, filter_function=None, extraction_root=None):
        targetpath = targetpath.rstrip("/").replace("/", os.sep)
        folder = os.path.dirname(targetpath)
        if folder and not os.path.exists(folder):
            os.makedirs(folder, exist_ok=True)
        if tarinfo.islnk() or tarinfo.issym():
            self._dbg(1, "%s -> %s" % (tarinfo.name, tarinfo.linkname))
        else:
            self._dbg(1, tarinfo.name)
        if tarinfo.isreg():
            self.makefile(tarinfo, targetpath)
        elif tarinfo.isdir():
            self.makedir(tarinfo, targetpath)
        elif tarinfo.isfifo():
            self.makefifo(tarinfo, targetpath)
        elif tarinfo.ischr() or tarinfo.isblk():
            self.makedev(tarinfo, targetpath)
        elif tarinfo.islnk() or tarinfo.issym():
            self.makelink_with_filter(tarinfo, targetpath, filter_function, extraction_root)
        elif tarinfo.type not in SUPPORTED_TYPES:
            self.makeunknown(tarinfo, targetpath)
        else:
            self.makefile(tarinfo, targetpath)
        if set_attrs:
            self.chown(tarinfo, targetpath, numeric_owner)
            if not tarinfo.issym():
                self.chmod(tarinfo, targetpath)
                self.utime(tarinfo, targetpath)

    # A subclass may replace these.

    def makedir(self, tarinfo, targetpath):
        """Make a folder."""
        try:
            if tarinfo.mode is None:
                os.mkdir(targetpath)
            else:
                # The real rights are set when all is written.
                os.mkdir(targetpath, 0o700)
        except FileExistsError:
            if not os.path.isdir(targetpath):
                raise

    def makefile(self, tarinfo, targetpath):
        """Write a file."""
        source = self.fileobj
        source.seek(tarinfo.offset_data)
        with bltn_open(targetpath, "wb") as target:
            if tarinfo.sparse is not None:
                for offset, size in tarinfo.sparse:
                    target.seek(offset)
                    copyfileobj(source, target, size, ReadError, self.copybufsize)
                target.seek(tarinfo.size)
                target.truncate()
            else:
                copyfileobj(source, target, tarinfo.size, ReadError, self.copybufsize)

    def makeunknown(self, tarinfo, targetpath):
        """Write a member of a kind that is not known, as a file."""
        self.makefile(tarinfo, targetpath)
        self._dbg(1, "tarfile: Unknown file type %r, extracted as regular file." % tarinfo.type)

    def makefifo(self, tarinfo, targetpath):
        """Make a pipe."""
        os.mkfifo(targetpath)

    def makedev(self, tarinfo, targetpath):
        """Make a device."""
        if not hasattr(os, "mknod") or not hasattr(os, "makedev"):
            raise ExtractError("special devices not supported by system")
        mode = 0o600 if tarinfo.mode is None else tarinfo.mode
        os.mknod(targetpath, mode | (stat.S_IFBLK if tarinfo.isblk() else stat.S_IFCHR), os.makedev(tarinfo.devmajor, tarinfo.devminor))

    def makelink(self, tarinfo, targetpath):
        """Make a link."""
        return self.makelink_with_filter(tarinfo, targetpath, None, None)

    def makelink_with_filter(self, tarinfo, targetpath, filter_function, extraction_root):
        """Make a link; where that cannot be, a copy of what it leads to, which the filter must allow."""
        try:
            if os.path.lexists(targetpath):
                os.unlink(targetpath)
            if tarinfo.issym():
                os.symlink(tarinfo.linkname, targetpath)
                return
            if os.path.exists(tarinfo._link_target):
                os.link(tarinfo._link_target, targetpath)
                return
        except OSError:
            pass
        try:
            unfiltered = self._find_link_target(tarinfo)
            filtered = unfiltered
            if filter_function:
                if tarinfo.name != unfiltered.name:
                    filtered = filter_function(unfiltered.replace(name=tarinfo.name, deep=False), extraction_root)
                    if filtered is None:
                        return
            self._extract_member(filtered, targetpath, filter_function=filter_function, extraction_root=extraction_root)
        except KeyError:
            raise ExtractError("unable to resolve link inside archive") from None

    def _find_link_target(self, tarinfo):
        if tarinfo.issym():
            linkname = "/".join(filter(None, (os.path.dirname(tarinfo.name), tarinfo.linkname)))
            limit = None
        else:
            linkname = tarinfo.linkname
            limit = tarinfo
        member = self._getmember(linkname, tarinfo=limit, normalize=True)
        if member is None:
            raise KeyError("linkname %r not found" % linkname)
        return member

    def chown(self, tarinfo, targetpath, numeric_owner):
        """Set owner and group, which only root may do."""
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            return
        group, user = tarinfo.gid, tarinfo.uid
        if not numeric_owner:
            try:
                if grp and tarinfo.gname:
                    group = grp.getgrnam(tarinfo.gname)[2]
            except KeyError:
                pass
            try:
                if pwd and tarinfo.uname:
                    user = pwd.getpwnam(tarinfo.uname)[2]
            except KeyError:
                pass
        group = -1 if group is None else group
        user = -1 if user is None else user
        try:
            if tarinfo.issym() and hasattr(os, "lchown"):
                os.lchown(targetpath, user, group)
            else:
                os.chown(targetpath, user, group)
        except (OSError, OverflowError) as error:
            raise ExtractError("could not change owner") from error

    def chmod(self, tarinfo, targetpath):
        """Set the rights."""
        if tarinfo.mode is None:
            return
        try:
            os.chmod(targetpath, tarinfo.mode)
        except OSError as error:
            raise ExtractError("could not change mode") from error

    def utime(self, tarinfo, targetpath):
        """Set the times."""
        if tarinfo.mtime is None:
            return
        try:
            os.utime(targetpath, (tarinfo.mtime, tarinfo.mtime))
        except OSError as error:
            raise ExtractError("could not change modification time") from error

    def _dbg(self, level, msg):
        if level <= self.debug:
            print(msg, file=sys.stderr)

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback):
        if type is None:
            self.close()
            return
        # The end must not be written after an error.
        if not self._extfileobj:
            self.fileobj.close()
        self.closed = True


_TYPE_BITS = {DIRTYPE: stat.S_IFDIR, SYMTYPE: stat.S_IFLNK, FIFOTYPE: stat.S_IFIFO, CHRTYPE: stat.S_IFCHR, BLKTYPE: stat.S_IFBLK,
              **dict.fromkeys(REGULAR_TYPES, stat.S_IFREG)}


def _safe_print(s):
    encoding = getattr(sys.stdout, "encoding", None)
    if encoding is not None:
        s = s.encode(encoding, "backslashreplace").decode(encoding)
    print(s, end=" ")


def is_tarfile(name):
    """Whether a file, given by name or open, is an archive that can be read."""
    try:
        if hasattr(name, "read"):
            position = name.tell()
            archive = open(fileobj=name)
            name.seek(position)
        else:
            archive = open(name)
        archive.close()
        return True
    except TarError:
        return False


open = TarFile.open


def main():
    import argparse
    parser = argparse.ArgumentParser(description="A simple command-line interface for tarfile module.")
    parser.add_argument("-v", "--verbose", action="store_true", default=False, help="Verbose output")
    parser.add_argument("--filter", metavar="<filtername>", choices=_NAMED_FILTERS, help="Filter for extraction")
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("-l", "--list", metavar="<tarfile>", help="Show listing of a tarfile")
    group.add_argument("-e", "--extract", nargs="+", metavar=("<tarfile>", "<output_dir>"), help="Extract tarfile into target dir")
    group.add_argument("-c", "--create", nargs="+", metavar=("<name>", "<file>"), help="Create tarfile from sources")
    group.add_argument("-t", "--test", metavar="<tarfile>", help="Test if a tarfile is valid")
    args = parser.parse_args()
    if args.filter and args.extract is None:
        parser.exit(1, "--filter is only valid for extraction\n")
    if args.test is not None:
        if not is_tarfile(args.test):
            parser.exit(1, "{!r} is not a tar archive.\n".format(args.test))
        with open(args.test, "r") as archive:
            print(archive.getmembers(), file=sys.stderr)
        if args.verbose:
            print("{!r} is a tar archive.".format(args.test))
    elif args.list is not None:
        if not is_tarfile(args.list):
            parser.exit(1, "{!r} is not a tar archive.\n".format(args.list))
        with open(args.list, "r:*") as archive:
            archive.list(verbose=args.verbose)
    elif args.extract is not None:
        if len(args.extract) > 2:
            parser.exit(1, parser.format_help())
        source, folder = args.extract if len(args.extract) == 2 else (args.extract[0], os.curdir)
        if not is_tarfile(source):
            parser.exit(1, "{!r} is not a tar archive.\n".format(source))
        with open(source, "r:*") as archive:
            archive.extractall(path=folder, filter=args.filter)
        if args.verbose:
            print("{!r} file is extracted.".format(source) if folder == "." else
                  "{!r} file is extracted into {!r} directory.".format(source, folder))
    elif args.create is not None:
        name = args.create.pop(0)
        kinds = {".gz": "gz", ".tgz": "gz", ".xz": "xz", ".txz": "xz", ".bz2": "bz2", ".tbz": "bz2", ".tbz2": "bz2", ".tb2": "bz2"}
        extension = os.path.splitext(name)[1]
        with open(name, "w:" + kinds[extension] if extension in kinds else "w") as archive:
            for path in args.create:
                archive.add(path)
        if args.verbose:
            print("{!r} file created.".format(name))
