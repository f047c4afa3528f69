"""Paths into an archive, with the methods of pathlib that make sense there."""

import io
import pathlib
import posixpath
import re
import stat

from . import ZipFile

__all__ = ["Path"]


def _parents(path):
    """The folders above a name: b/c/, b/ of b/c/d."""
    path = path.rstrip("/")
    while path.rstrip("/") and "/" in path:
        path = posixpath.split(path)[0]
        if path:
            yield path


class CompleteDirs(ZipFile):
    """An archive that also names the folders that are only there because something lies in them."""

    @staticmethod
    def _implied_dirs(names):
        known = dict.fromkeys(names)
        implied = dict.fromkeys(parent + "/" for name in names for parent in _parents(name))
        return [name for name in implied if name not in known]

    def namelist(self):
        names = super().namelist()
        return names + self._implied_dirs(names)

    def _name_set(self):
        return set(self.namelist())

    def resolve_dir(self, name):
        """The name with a slash if it is that of a folder."""
        names = self._name_set()
        return name + "/" if name not in names and name + "/" in names else name

    def getinfo(self, name):
        try:
            return super().getinfo(name)
        except KeyError:
            if not name.endswith("/") or name not in self._name_set():
                raise
            from . import ZipInfo
            return ZipInfo(filename=name)

    @classmethod
    def make(cls, source):
        """An archive of this class from a name, a file or a ZipFile, which changes its class."""
        if isinstance(source, CompleteDirs):
            return source
        if not isinstance(source, ZipFile):
            return cls(source)
        # What can be written to must not remember names.
        if "r" not in source.mode:
            cls = CompleteDirs
        source.__class__ = cls
        return source


class FastLookup(CompleteDirs):
    """An archive that is only read: the names are put together once."""

    def namelist(self):
        if not hasattr(self, "_names"):
            self._names = super().namelist()
        return self._names

    def _name_set(self):
        if not hasattr(self, "_lookup"):
            self._lookup = super()._name_set()
        return self._lookup


class Path:
    """A file or folder in an archive; `/` goes down."""

    def __init__(self, root, at=""):
        self.root = FastLookup.make(root)
        self.at = at

    def __eq__(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        return (self.root, self.at) == (other.root, other.at)

    def __hash__(self):
        return hash((self.root, self.at))

    def open(self, mode="r", *args, pwd=None, **kwargs):
        """The file, as text unless the mode has a b."""
        if self.is_dir():
            raise IsADirectoryError(self)
        zip_mode = mode[0]
        if zip_mode == "r" and not self.exists():
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, zip_mode, pwd=pwd)
        if "b" in mode:
            if args or kwargs:
                raise ValueError("encoding args invalid for binary operation")
            return stream
        encoding = kwargs.pop("encoding", None)
        if args:
            encoding, *args = args
        return io.TextIOWrapper(stream, io.text_encoding(encoding), *args, **kwargs)

    def _base(self):
        return pathlib.PurePosixPath(self.at) if self.at else pathlib.PurePosixPath(self.filename)

    @property
    def name(self):
        return self._base().name

    @property
    def suffix(self):
        return self._base().suffix

    @property
    def suffixes(self):
        return self._base().suffixes

    @property
    def stem(self):
        return self._base().stem

    @property
    def filename(self):
        return pathlib.Path(self.root.filename).joinpath(self.at)

    def read_text(self, *args, **kwargs):
        """The contents as text."""
        with self.open("r", *args, **kwargs) as file:
            return file.read()

    def read_bytes(self):
        """The contents as bytes."""
        with self.open("rb") as file:
            return file.read()

    def _is_child(self, path):
        return posixpath.dirname(path.at.rstrip("/")) == self.at.rstrip("/")

    def _next(self, at):
        return self.__class__(self.root, at)

    def is_dir(self):
        """Whether it is a folder."""
        return not self.at or self.at.endswith("/")

    def is_file(self):
        """Whether it is a file."""
        return self.exists() and not self.is_dir()

    def exists(self):
        """Whether the archive has it."""
        return self.at in self.root._name_set()

    def iterdir(self):
        """What lies in the folder."""
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        return filter(self._is_child, map(self._next, self.root.namelist()))

    def match(self, path_pattern):
        """As PurePath.match()."""
        return pathlib.PurePosixPath(self.at).match(path_pattern)

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.root.getinfo(self.at).external_attr >> 16)

    def glob(self, pattern):
        """What lies below and matches: * within a name, ** through folders."""
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        matches = re.compile(re.escape(self.at) + _translate(pattern)).fullmatch
        return map(self._next, filter(matches, self.root.namelist()))

    def rglob(self, pattern):
        """As glob() in this folder and all below."""
        return self.glob(f"**/{pattern}")

    def relative_to(self, other, *extra):
        return posixpath.relpath(str(self), str(other.joinpath(*extra)))

    def __str__(self):
        return posixpath.join(self.root.filename, self.at)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.root.filename!r}, {self.at!r})"

    def joinpath(self, *other):
        """The path further down."""
        return self._next(self.root.resolve_dir(posixpath.join(self.at, *other)))

    __truediv__ = joinpath

    @property
    def parent(self):
        if not self.at:
            return self.filename.parent
        above = posixpath.dirname(self.at.rstrip("/"))
        return self._next(above + "/" if above else above)


def _translate(pattern):
    """A pattern of glob() as a regular expression; a slash at the end of what it matches may be missing in it."""
    parts = []
    segments = pattern.split("/")
    for number, segment in enumerate(segments):
        is_last = number + 1 == len(segments)
        if segment == "**":
            parts.append(".*" if is_last else ".*/")
            continue
        if segment == "*":
            parts.append("[^/]+" + ("/?" if is_last else "/"))
            continue
        if "**" in segment:
            raise ValueError("** must appear alone in a path segment")
        text = ""
        index = 0
        while index < len(segment):
            c = segment[index]
            index += 1
            end = segment.find("]", index + 1) if c == "[" else -1
            if c == "*":
                text += "[^/]*"
            elif c == "?":
                text += "[^/]"
            elif end >= 0:
                inside = segment[index:end].replace("\\", "\\\\")
                text += "[" + ("^" + inside[1:] if inside[0] == "!" else inside) + "]"
                index = end + 1
            else:
                text += re.escape(c)
        parts.append(text + ("/?" if is_last else "/"))
    return "".join(parts)
