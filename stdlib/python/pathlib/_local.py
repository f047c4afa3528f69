"""Paths as objects: pure ones that only compute, and concrete ones that ask the file system.

A path keeps the strings it was made of; they are joined and taken apart when somebody asks for a part. `PurePath.parser` is the module
of path functions (posixpath or ntpath) whose rules apply.
"""

import functools
import io
import ntpath
import operator
import os
import posixpath
import re
import sys
from _collections_abc import Sequence
from errno import EBADF, ELOOP, ENOENT, ENOTDIR

__all__ = [
    "UnsupportedOperation", "PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath",
]

# Errors that mean "there is no such file" where only that was asked.
_ABSENT = (ENOENT, ENOTDIR, EBADF, ELOOP)


class UnsupportedOperation(NotImplementedError):
    """The system cannot do that."""

    __module__ = "pathlib._abc"


def _ignore_error(error):
    return getattr(error, "errno", None) in _ABSENT


# --- Patterns ----------------------------------------------------------------------------------------------------------------

def _segment_expression(segment, separators):
    """The regular expression for one segment of a pattern; it matches no separator."""
    outside = f"[^{re.escape(separators)}]"
    if segment == "*":
        return outside + "+"
    pieces = []
    at, end = 0, len(segment)
    while at < end:
        character = segment[at]
        at += 1
        if character == "*":
            if not pieces or pieces[-1] != outside + "*":
                pieces.append(outside + "*")
        elif character == "?":
            pieces.append(outside)
        elif character == "[":
            close = at + 1 if at < end and segment[at] == "!" else at
            close = segment.find("]", close + 1 if close < end and segment[close] == "]" else close)
            if close < 0:
                pieces.append("\\[")
                continue
            body = segment[at:close].replace("\\", r"\\")
            at = close + 1
            body = re.sub(r"([&~|\[])", r"\\\1", body)
            if body.startswith("!"):
                body = "^" + body[1:]
            elif body.startswith("^"):
                body = "\\" + body
            pieces.append(f"(?![{re.escape(separators)}])[{body}]")
        else:
            pieces.append(re.escape(character))
    return "".join(pieces)


@functools.lru_cache(maxsize=256)
def _compile_pattern(segments, separators, case_sensitive, recursive=True):
    """A function that matches a whole path, its segments joined by separators, against segments of a pattern."""
    separator = f"[{re.escape(separators)}]"
    outside = f"[^{re.escape(separators)}]"
    pieces = []
    for number, segment in enumerate(segments):
        is_last = number == len(segments) - 1
        if segment == "**" and recursive:
            pieces.append(".*" if is_last else f"(?:.+{separator})?")
        else:
            expression = _segment_expression("*" if segment == "**" else segment, separators)
            pieces.append(expression if is_last else expression + separator)
    flags = re.DOTALL if case_sensitive else re.DOTALL | re.IGNORECASE
    return re.compile("".join(pieces) + r"\Z", flags).match


def _is_special(segment):
    return segment in ("", ".", "..")


# --- Pure paths --------------------------------------------------------------------------------------------------------------

class _PathParents(Sequence):
    """The ancestors of a path, nearest first."""

    __slots__ = ("_path", "_drive", "_root", "_tail")

    def __init__(self, path):
        self._path = path
        self._drive = path.drive
        self._root = path.root
        self._tail = path._tail

    def __len__(self):
        return len(self._tail)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index >= len(self) or index < -len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        return self._path._from_parsed_parts(self._drive, self._root, self._tail[:-index - 1])

    def __repr__(self):
        return "<{}.parents>".format(type(self._path).__name__)


class PurePath:
    """A path that is only computed with; on this system a PurePosixPath."""

    __slots__ = ("_raw_paths", "_drv", "_root", "_tail_cached", "_str", "_str_normcase_cached", "_parts_normcase_cached", "_hash")

    parser = os.path

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        self._str = self._tail_cached = None  # not known yet
        if len(args) == 1 and type(args[0]) is str:
            self._raw_paths = [args[0]]
            return
        paths = []
        for arg in args:
            if isinstance(arg, PurePath):
                if arg.parser is not self.parser and self.parser is posixpath:
                    # Backslashes are no separators here.
                    paths.extend(path.replace("\\", "/") for path in arg._raw_paths)
                else:
                    paths.extend(arg._raw_paths)
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError("argument should be a str or an os.PathLike object where __fspath__ returns a str, "
                                f"not {type(path).__name__!r}")
            paths.append(path)
        self._raw_paths = paths

    def with_segments(self, *pathsegments):
        """Make a path of the same kind; a subclass may override it to pass more on."""
        return type(self)(*pathsegments)

    def __reduce__(self):
        return self.__class__, tuple(self._raw_paths)

    # --- Taking apart

    @property
    def _raw_path(self):
        paths = self._raw_paths
        if len(paths) == 1:
            return paths[0]
        if paths:
            # Join once, and remember the result.
            path = self.parser.join(*paths)
            paths[:] = [path]
            return path
        paths.append("")
        return ""

    @classmethod
    def _parse_path(cls, path):
        if not path:
            return "", "", []
        if cls.parser is posixpath:
            root = ""
            if path[0] == "/":
                root = "//" if path[:2] == "//" and path[:3] != "///" else "/"
            return "", root, [part for part in path.split("/") if part and part != "."]
        separator, other = cls.parser.sep, cls.parser.altsep
        if other:
            path = path.replace(other, separator)
        drive, root, rest = cls.parser.splitroot(path)
        if not root and drive.startswith(separator) and not drive.endswith(separator):
            parts = drive.split(separator)
            if len(parts) == 4 and parts[2] not in "?.":
                root = separator  # \\server\share
            elif len(parts) == 6:
                root = separator  # \\?\unc\server\share
        return drive, root, [part for part in rest.split(separator) if part and part != "."]

    def _take_apart(self):
        self._drv, self._root, self._tail_cached = self._parse_path(self._raw_path)

    @classmethod
    def _format_parsed_parts(cls, drive, root, tail):
        separator = cls.parser.sep
        if drive or root:
            return drive + root + separator.join(tail)
        if tail and cls.parser.splitdrive(tail[0])[0]:
            tail = [".", *tail]
        return separator.join(tail)

    def _from_parsed_parts(self, drive, root, tail):
        text = self._format_parsed_parts(drive, root, tail)
        path = self.with_segments(text)
        path._str = text or "."
        path._drv = drive
        path._root = root
        path._tail_cached = tail
        return path

    @property
    def drive(self):
        """The drive letter or share (Windows), or ''."""
        if self._tail_cached is None:
            self._take_apart()
        return self._drv

    @property
    def root(self):
        """'/' for an absolute path, or ''."""
        if self._tail_cached is None:
            self._take_apart()
        return self._root

    @property
    def _tail(self):
        if self._tail_cached is None:
            self._take_apart()
        return self._tail_cached

    @property
    def anchor(self):
        """Drive and root together."""
        return self.drive + self.root

    @property
    def parts(self):
        """The components as a tuple, the anchor first if there is one."""
        if self.drive or self.root:
            return (self.drive + self.root, *self._tail)
        return tuple(self._tail)

    @property
    def name(self):
        """The last component, or ''."""
        tail = self._tail
        return tail[-1] if tail else ""

    @property
    def suffix(self):
        """The last extension of the name, with its dot, or ''."""
        name = self.name
        dot = name.rfind(".")
        return name[dot:] if 0 < dot < len(name) - 1 else ""

    @property
    def suffixes(self):
        """All extensions of the name, each with its dot."""
        name = self.name
        if name.endswith("."):
            return []
        return ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its last extension."""
        name = self.name
        dot = name.rfind(".")
        return name[:dot] if 0 < dot < len(name) - 1 else name

    @property
    def parent(self):
        """The path without its last component."""
        tail = self._tail
        if not tail:
            return self
        return self._from_parsed_parts(self.drive, self.root, tail[:-1])

    @property
    def parents(self):
        """All ancestors, nearest first."""
        return _PathParents(self)

    # --- Showing and comparing

    def __str__(self):
        if self._str is None:
            tail = self._tail
            self._str = self._format_parsed_parts(self._drv, self._root, tail) or "."
        return self._str

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return "{}({!r})".format(type(self).__name__, self.as_posix())

    def as_posix(self):
        """Return the path with slashes."""
        return str(self).replace(self.parser.sep, "/")

    def as_uri(self):
        """Return the path as a file: URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        drive = self.drive
        if len(drive) == 2 and drive[1] == ":":
            prefix, path = "file:///" + drive, self.as_posix()[2:]
        elif drive:
            prefix, path = "file:", self.as_posix()
        else:
            prefix, path = "file://", str(self)
        return prefix + _quote_for_uri(os.fsencode(path))

    @property
    def _str_normcase(self):
        try:
            return self._str_normcase_cached
        except AttributeError:
            text = str(self)
            self._str_normcase_cached = text if self.parser is posixpath else text.lower()
            return self._str_normcase_cached

    @property
    def _parts_normcase(self):
        try:
            return self._parts_normcase_cached
        except AttributeError:
            self._parts_normcase_cached = self._str_normcase.split(self.parser.sep)
            return self._parts_normcase_cached

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._str_normcase == other._str_normcase and self.parser is other.parser

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(self._str_normcase)
            return self._hash

    def _compare(self, other, operation):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return operation(self._parts_normcase, other._parts_normcase)

    def __lt__(self, other):
        return self._compare(other, operator.lt)

    def __le__(self, other):
        return self._compare(other, operator.le)

    def __gt__(self, other):
        return self._compare(other, operator.gt)

    def __ge__(self, other):
        return self._compare(other, operator.ge)

    # --- Making others

    def joinpath(self, *pathsegments):
        """Return this path and others joined."""
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:  # what stands on the other side may know how
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            joined = self.with_segments(key, self)
        except TypeError:
            joined = NotImplemented
        return joined

    def with_name(self, name):
        """Return the path with another last component."""
        separators = {self.parser.sep, self.parser.altsep} - {None}
        if name in ("", ".") or any(separator in name for separator in separators):
            raise ValueError(f"Invalid name {name!r}")
        if not self._tail:
            raise ValueError(f"{self!r} has an empty name")
        return self._from_parsed_parts(self.drive, self.root, [*self._tail[:-1], name])

    def with_stem(self, stem):
        """Return the path with another name but the same last extension."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """Return the path with another last extension, added or ('') removed."""
        stem = self.stem
        if not stem:
            raise ValueError(f"{self!r} has an empty name")
        if suffix and not (suffix.startswith(".") and len(suffix) > 1):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(stem + suffix)

    def relative_to(self, other, *_deprecated, walk_up=False):
        """Return the path as seen from another one, with `..` only if `walk_up`; ValueError when that is impossible."""
        if _deprecated:
            _warn_more_arguments("relative_to")
            other = self.with_segments(other, *_deprecated)
        elif not isinstance(other, PurePath):
            other = self.with_segments(other)
        for steps, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if path.name == "..":
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        return self._from_parsed_parts("", "", [".."] * steps + self._tail[len(path._tail):])

    def is_relative_to(self, other, *_deprecated):
        """Is the path in or below another one?"""
        if _deprecated:
            _warn_more_arguments("is_relative_to")
            other = self.with_segments(other, *_deprecated)
        elif not isinstance(other, PurePath):
            other = self.with_segments(other)
        return other == self or other in self.parents

    def is_absolute(self):
        """Does the path start at a root?"""
        if self.parser is posixpath:
            return any(path.startswith("/") for path in self._raw_paths)
        return self.parser.isabs(self)

    def is_reserved(self):
        """Is it one of the names that Windows keeps for itself?"""
        import warnings
        warnings._deprecated("pathlib.PurePath.is_reserved", "{name!r} is deprecated and slated for removal in Python {remove}. "
                             "Use os.path.isreserved() to detect reserved paths on Windows.", remove=(3, 15))
        if self.parser is posixpath:
            return False
        return self.parser.isreserved(self)

    # --- Matching

    def _pattern_of(self, pattern):
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        return pattern

    def full_match(self, pattern, *, case_sensitive=None):
        """Does the whole path match a pattern, in which `**` stands for any number of components?"""
        pattern = self._pattern_of(pattern)
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        path = str(self) if self.parts else ""
        text = str(pattern) if pattern.parts else ""
        segments = tuple(text.split(self.parser.sep)) if text else ("",)
        return _compile_pattern(segments, self.parser.sep, case_sensitive)(path) is not None

    def match(self, path_pattern, *, case_sensitive=None):
        """Do the last components match a relative pattern, or all an absolute one? `**` is no more than `*` here."""
        pattern = self._pattern_of(path_pattern)
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        own, wanted = self.parts[::-1], pattern.parts[::-1]
        if not wanted:
            raise ValueError("empty pattern")
        if len(own) < len(wanted):
            return False
        if len(own) > len(wanted) and pattern.anchor:
            return False
        for part, segment in zip(own, wanted):
            if _compile_pattern((segment,), self.parser.sep, case_sensitive, False)(part) is None:
                return False
        return True


os.PathLike.register(PurePath)


def _warn_more_arguments(method):
    import warnings
    warnings._deprecated(f"pathlib.PurePath.{method}(*args)", "support for supplying more than one positional argument to "
                         f"pathlib.PurePath.{method}() is deprecated and scheduled for removal in Python 3.14", remove=(3, 14))


def _quote_for_uri(path):
    safe = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/"
    return "".join(chr(byte) if byte in safe else f"%{byte:02X}" for byte in path)


class PurePosixPath(PurePath):
    """A path by the rules of POSIX."""

    parser = posixpath
    __slots__ = ()


class PureWindowsPath(PurePath):
    """A path by the rules of Windows."""

    parser = ntpath
    __slots__ = ()


# --- Concrete paths ----------------------------------------------------------------------------------------------------------

class Path(PurePath):
    """A path of this system's files."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        if kwargs:
            import warnings
            message = ("support for supplying keyword arguments to pathlib.PurePath is deprecated and scheduled for removal in Python "
                       "{remove}")
            warnings._deprecated("pathlib.PurePath(**kwargs)", message, remove=(3, 14))
        PurePath.__init__(self, *args)

    @classmethod
    def cwd(cls):
        """Return the current directory."""
        path = cls(os.getcwd())
        return path

    @classmethod
    def home(cls):
        """Return the user's home directory."""
        return cls("~").expanduser()

    @classmethod
    def from_uri(cls, uri):
        """Return the path that a file: URI names."""
        if not uri.startswith("file:"):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        path = uri[5:]
        if path[:3] == "///":
            path = path[2:]
        elif path[:12] == "//localhost/":
            path = path[11:]
        if path[:3] == "///" or (path[:1] == "/" and path[2:3] in ":|"):
            path = path[1:]
        if path[1:2] == "|":
            path = path[:1] + ":" + path[2:]
        data = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes((int(found[1], 16),)), os.fsencode(path))
        result = cls(os.fsdecode(data))
        if not result.is_absolute():
            raise ValueError(f"URI is not absolute: {uri!r}")
        return result

    # --- What it is

    def stat(self, *, follow_symlinks=True):
        """Return what the system knows of the file, as os.stat() does."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """As stat(), of a symbolic link itself."""
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        """Is there such a file?"""
        return os.path.exists(self) if follow_symlinks else os.path.lexists(self)

    def _mode_is(self, test, *, follow_symlinks=True):
        import stat
        try:
            return getattr(stat, test)(os.stat(self, follow_symlinks=follow_symlinks).st_mode)
        except OSError as error:
            if not _ignore_error(error):
                raise
            return False
        except ValueError:
            return False  # a name that no file can have

    def is_dir(self, *, follow_symlinks=True):
        """Is it a directory?"""
        return os.path.isdir(self) if follow_symlinks else self._mode_is("S_ISDIR", follow_symlinks=False)

    def is_file(self, *, follow_symlinks=True):
        """Is it a regular file?"""
        return os.path.isfile(self) if follow_symlinks else self._mode_is("S_ISREG", follow_symlinks=False)

    def is_mount(self):
        """Is another file system mounted there?"""
        return os.path.ismount(self)

    def is_symlink(self):
        """Is it a symbolic link?"""
        return os.path.islink(self)

    def is_junction(self):
        """Never: only Windows has them."""
        return False

    def is_block_device(self):
        """Is it a block device?"""
        return self._mode_is("S_ISBLK")

    def is_char_device(self):
        """Is it a character device?"""
        return self._mode_is("S_ISCHR")

    def is_fifo(self):
        """Is it a named pipe?"""
        return self._mode_is("S_ISFIFO")

    def is_socket(self):
        """Is it a socket?"""
        return self._mode_is("S_ISSOCK")

    def samefile(self, other_path):
        """Do both paths lead to the same file?"""
        mine = self.stat()
        try:
            theirs = other_path.stat()
        except AttributeError:
            theirs = self.with_segments(other_path).stat()
        return mine.st_ino == theirs.st_ino and mine.st_dev == theirs.st_dev

    def owner(self, *, follow_symlinks=True):
        """Return the name of the file's owner."""
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        """Return the name of the file's group."""
        import grp
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    # --- Content

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file, as open() does."""
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """Return the whole content as bytes."""
        with self.open(mode="rb", buffering=0) as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """Return the whole content as text."""
        encoding = io.text_encoding(encoding)
        with self.open(mode="r", encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """Make these bytes the whole content."""
        view = memoryview(data)  # fails before the file is opened
        with self.open(mode="wb") as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make this text the whole content."""
        if not isinstance(data, str):
            raise TypeError("data must be str, not %s" % data.__class__.__name__)
        encoding = io.text_encoding(encoding)
        with self.open(mode="w", encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    # --- Directories

    def _below(self, name):
        """The path of an entry of this directory."""
        return self._from_text(self._text_before_entries() + name)

    def _from_text(self, text):
        """A path of a text that needs no more parsing to be shown."""
        path = self.with_segments(text)
        path._str = text
        return path

    def _text_before_entries(self):
        text = str(self)
        if text == ".":
            return ""
        return text if text[-1] == "/" else text + "/"

    def iterdir(self):
        """Iterate over the paths of what is in the directory, in no particular order."""
        names = os.listdir(self)
        before = self._text_before_entries()
        return map(self._from_text, [before + name for name in names])

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """Iterate over the files below that match a relative pattern; `**` stands for any number of directories."""
        if isinstance(pattern, PurePath):
            text = str(pattern)
        else:
            text = os.fspath(pattern) if not isinstance(pattern, str) else pattern
            pattern = self.with_segments(text)
        if pattern.anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        parts = pattern._tail.copy()
        if not parts:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        # A pattern with a slash at its end wants directories.
        if text[-1:] in (self.parser.sep, self.parser.altsep or self.parser.sep):
            parts.append("")
        return self._glob_from(self, parts, True if case_sensitive is None else case_sensitive, recurse_symlinks)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """As glob(), with `**/` before the pattern."""
        if not isinstance(pattern, PurePath):
            text = os.fspath(pattern) if not isinstance(pattern, str) else pattern
            if self.with_segments(text).anchor:
                raise NotImplementedError("Non-relative patterns are unsupported")
            return self.glob("**/" + text, case_sensitive=case_sensitive, recurse_symlinks=recurse_symlinks)
        return self.glob(self.with_segments("**", pattern), case_sensitive=case_sensitive, recurse_symlinks=recurse_symlinks)

    def _glob_from(self, path, parts, case_sensitive, recurse_symlinks, exists=False):
        if not parts:
            if exists or path.exists(follow_symlinks=False):
                yield path
            return
        part, rest = parts[0], parts[1:]
        if part == "":
            if path.is_dir():
                yield from self._glob_from(path, rest, case_sensitive, recurse_symlinks, True)
        elif part == "..":
            if path.is_dir():
                yield from self._glob_from(path._below(part), rest, case_sensitive, recurse_symlinks, True)
        elif part == "**":
            while rest and rest[0] == "**":
                rest = rest[1:]
            count = 0
            if recurse_symlinks:
                # Each path is matched as a whole, lest links to the same place give it twice.
                while count < len(rest) and not _is_special(rest[count]):
                    count += 1
            yield from self._glob_below(path, ("**", *rest[:count]), rest[count:], case_sensitive, recurse_symlinks)
        elif case_sensitive and not any(character in part for character in "*?["):
            below = path._below(part)
            # Whether it exists shows at the end, or where its entries are read.
            yield from self._glob_from(below, rest, case_sensitive, recurse_symlinks)
        else:
            matches = _compile_pattern((part,), self.parser.sep, case_sensitive)
            try:
                with os.scandir(path) as scan:
                    entries = list(scan)
            except OSError:
                return
            for entry in entries:
                if not matches(entry.name):
                    continue
                if rest:
                    try:
                        if not entry.is_dir():
                            continue
                    except OSError:
                        continue
                yield from self._glob_from(path._below(entry.name), rest, case_sensitive, recurse_symlinks, True)

    def _glob_below(self, top, segments, rest, case_sensitive, recurse_symlinks):
        """All below `top` whose path from there matches segments that start with `**`."""
        separator = self.parser.sep
        matches = _compile_pattern(segments, separator, case_sensitive)
        want_directories = bool(rest)
        if matches(""):
            yield from self._glob_from(top, rest, case_sensitive, recurse_symlinks)
        ahead = [(top, "")]
        while ahead:
            directory, prefix = ahead.pop()
            try:
                with os.scandir(directory) as scan:
                    entries = list(scan)
            except OSError:
                continue
            for entry in entries:
                try:
                    is_directory = entry.is_dir(follow_symlinks=recurse_symlinks)
                except OSError:
                    is_directory = False
                if want_directories and not is_directory:
                    continue
                path = prefix + entry.name
                if matches(path):
                    found = directory._below(entry.name)
                    if rest:
                        yield from self._glob_from(found, rest, case_sensitive, recurse_symlinks, True)
                    else:
                        yield found
                if is_directory:
                    ahead.append((directory._below(entry.name), path + separator))

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Iterate over the directories below: (path, names of directories, names of other files), as os.walk() does."""
        ahead = [self]
        while ahead:
            path = ahead.pop()
            if isinstance(path, tuple):
                yield path
                continue
            directories, files = [], []
            try:
                with os.scandir(path) as scan:
                    for entry in scan:
                        try:
                            is_directory = entry.is_dir(follow_symlinks=follow_symlinks)
                        except OSError:
                            is_directory = False
                        (directories if is_directory else files).append(entry.name)
            except OSError as error:
                if on_error is not None:
                    on_error(error)
                continue
            if top_down:
                yield path, directories, files
            else:
                ahead.append((path, directories, files))
            ahead += [path._below(name) for name in reversed(directories)]

    # --- Where it leads

    def absolute(self):
        """Return the path from the root, without looking at links or `..`."""
        if self.is_absolute():
            return self
        here = os.getcwd()
        if not self._tail:
            return self.with_segments(here)
        return self.with_segments(here, self)

    def resolve(self, strict=False):
        """Return the path from the root without links and `..`; with `strict` it must exist."""
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """Return the path with `~` and `~user` at its start replaced."""
        if not (self.drive or self.root) and self._tail and self._tail[0][:1] == "~":
            home = os.path.expanduser(self._tail[0])
            if home[:1] == "~":
                raise RuntimeError("Could not determine home directory.")
            drive, root, tail = self._parse_path(home)
            return self._from_parsed_parts(drive, root, tail + self._tail[1:])
        return self

    def readlink(self):
        """Return the path that a symbolic link holds."""
        return self.with_segments(os.readlink(self))

    # --- Changing

    def touch(self, mode=0o666, exist_ok=True):
        """Make an empty file, or set the time of one that is there."""
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass  # making it is what is left
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make a directory, with `parents` also those above it."""
        try:
            os.mkdir(self, mode)
        except OSError as error:
            is_missing = isinstance(error, FileNotFoundError)
            if is_missing and parents and self.parent != self:
                self.parent.mkdir(parents=True, exist_ok=True)
                self.mkdir(mode, exist_ok=exist_ok)
            elif is_missing or not (exist_ok and self.is_dir()):
                # A file system may give other errors than "exists" for one that does.
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        """Set the permissions."""
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """As chmod(), of a symbolic link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """Remove the empty directory."""
        os.rmdir(self)

    def rename(self, target):
        """Rename; returns the new path."""
        os.rename(self, target)
        return self.with_segments(target)

    def replace(self, target):
        """Rename over whatever is there; returns the new path."""
        os.replace(self, target)
        return self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symbolic link to `target`."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make this path a second name of `target`."""
        os.link(target, self)


class PosixPath(Path, PurePosixPath):
    """A path of a POSIX system's files."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path of a Windows system's files; it cannot be made here."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f"cannot instantiate {cls.__name__!r} on your system")
