"""What installed distributions say of themselves: version, files, requirements, entry points.

Distributions are found in the folders and zip files of sys.path, as NAME.dist-info and NAME.egg-info. Thread safety: nothing is kept but
what objects read of their own files. Errors: PackageNotFoundError for a name that is not installed.
"""

import abc
import collections
import email
import email.message
import os
import pathlib
import posixpath
import re
import sys
import types

from importlib import import_module
from importlib.abc import MetaPathFinder

__all__ = ["Distribution", "DistributionFinder", "PackageMetadata", "PackageNotFoundError", "distribution", "distributions",
           "entry_points", "files", "metadata", "packages_distributions", "requires", "version"]


class PackageNotFoundError(ModuleNotFoundError):
    """No distribution has the name."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        (name,) = self.args
        return name


# --- Entry points

class EntryPoint:
    """A name in a group, which stands for an object: "package.module:attribute [extras]"."""

    pattern = re.compile(r"(?P<module>[\w.]+)\s*(:\s*(?P<attr>[\w.]+)\s*)?((?P<extras>\[.*\])\s*)?$")

    dist = None

    def __init__(self, name, value, group):
        vars(self).update(name=name, value=value, group=group)

    def load(self):
        """Import the object."""
        found = import_module(self.module)
        for name in filter(None, (self.attr or "").split(".")):
            found = getattr(found, name)
        return found

    def _part(self, name):
        return self.pattern.match(self.value)[name]

    @property
    def module(self):
        return self._part("module")

    @property
    def attr(self):
        return self._part("attr")

    @property
    def extras(self):
        return re.findall(r"\w+", self._part("extras") or "")

    def _for(self, dist):
        vars(self).update(dist=dist)
        return self

    def matches(self, **params):
        """Whether all attributes are as given."""
        return all(getattr(self, name) == value for name, value in params.items())

    def _key(self):
        return self.name, self.value, self.group

    def __lt__(self, other):
        return self._key() < other._key()

    def __eq__(self, other):
        return self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __setattr__(self, name, value):
        raise AttributeError("EntryPoint objects are immutable.")

    def __repr__(self):
        return f"EntryPoint(name={self.name!r}, value={self.value!r}, group={self.group!r})"


class EntryPoints(tuple):
    """Entry points, which may be chosen from."""

    __slots__ = ()

    def __getitem__(self, name):
        for entry in self.select(name=name):
            return entry
        raise KeyError(name)

    def __repr__(self):
        return f"{self.__class__.__name__}({tuple(self)!r})"

    def select(self, **params):
        """Those whose attributes are as given."""
        return EntryPoints(entry for entry in self if entry.matches(**params))

    @property
    def names(self):
        return {entry.name for entry in self}

    @property
    def groups(self):
        return {entry.group for entry in self}


def _read_sections(text):
    # (section, line) for each line of a file of sections that is neither empty nor a comment.
    section = None
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        else:
            yield section, line


# --- Files and metadata

class PackagePath(pathlib.PurePosixPath):
    """A file of a distribution, relative to where that is installed; `hash`, `size` and `dist` tell more."""

    def read_text(self, encoding="utf-8"):
        return self.locate().read_text(encoding=encoding)

    def read_binary(self):
        return self.locate().read_bytes()

    def locate(self):
        """The path of the file."""
        return self.dist.locate_file(self)


class FileHash:
    """How a file is hashed, and its hash."""

    def __init__(self, spec):
        self.mode, _, self.value = spec.partition("=")

    def __repr__(self):
        return f"<FileHash mode: {self.mode} value: {self.value}>"


class PackageMetadata(abc.ABC):
    """What metadata() returns: the fields of a distribution, by name as in a mail."""

    @property
    @abc.abstractmethod
    def json(self):
        """The fields as a dict of what JSON can hold."""


class Message(email.message.Message):
    """Metadata, with the description among the fields."""

    # Fields that may stand several times.
    multiple_use_keys = {"Classifier", "Obsoletes-Dist", "Platform", "Project-URL", "Provides-Dist", "Provides-Extra", "Requires-Dist",
                         "Requires-External", "Supported-Platform", "Dynamic"}

    def __new__(cls, orig):
        made = super().__new__(cls)
        vars(made).update(vars(orig))
        return made

    def __init__(self, *args, **kwargs):
        # Lines after the first are indented in the file.
        self._headers = [(key, re.sub(r"\n(?: {8}|\t| +\|)", "\n", value) if isinstance(value, str) and "\n" in value else value)
                         for key, value in vars(self)["_headers"]]
        if self._payload:
            self._headers.append(("Description", self.get_payload()))

    def __getitem__(self, item):
        found = super().__getitem__(item)
        if found is None:
            import warnings
            warnings.warn("Implicit None on return values is deprecated and will raise KeyErrors.", DeprecationWarning, stacklevel=2)
        return found

    @property
    def json(self):
        made = {}
        for key in dict.fromkeys(key for key, _ in self._headers):
            name = key.lower().replace("-", "_")
            if key in self.multiple_use_keys:
                made[name] = self.get_all(key)
            else:
                value = self[key]
                made[name] = re.split(r"\s+", value) if key == "Keywords" else value
        return made


PackageMetadata.register(Message)


def _normalized(name):
    """A name as all spellings of it become."""
    return re.sub(r"[-_.]+", "-", name).lower().replace("-", "_")


class Distribution(abc.ABC):
    """An installed distribution. A subclass says how its files are read and found."""

    @abc.abstractmethod
    def read_text(self, filename):
        """The text of one of its metadata files, or None."""

    @abc.abstractmethod
    def locate_file(self, path):
        """The path of a file."""

    @classmethod
    def from_name(cls, name):
        """The distribution of a name. PackageNotFoundError: it is not installed."""
        if not name:
            raise ValueError("A distribution name is required.")
        for found in cls.discover(name=name):
            return found
        raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, *, context=None, **kwargs):
        """All distributions, or those of a name; path: the folders to look in."""
        if context and kwargs:
            raise ValueError("cannot accept context and kwargs")
        context = context or DistributionFinder.Context(**kwargs)
        for finder in [*sys.meta_path, MetadataPathFinder]:
            find = getattr(finder, "find_distributions", None)
            if find is not None:
                yield from find(context)

    @staticmethod
    def at(path):
        """The distribution whose metadata a folder holds."""
        return PathDistribution(pathlib.Path(path))

    @property
    def metadata(self):
        """Its fields, as a mail's."""
        text = self.read_text("METADATA") or self.read_text("PKG-INFO") or self.read_text("") or ""
        return Message(email.message_from_string(text))

    @property
    def name(self):
        return self.metadata["Name"]

    @property
    def _normalized_name(self):
        return _normalized(self.name)

    @property
    def version(self):
        return self.metadata["Version"]

    @property
    def entry_points(self):
        made = []
        for section, line in _read_sections(self.read_text("entry_points.txt") or ""):
            name, _, value = line.partition("=")
            made.append(EntryPoint(name.strip(), value.strip(), section)._for(self))
        return EntryPoints(made)

    @property
    def files(self):
        """Its files as PackagePath, those that exist; None: it does not say."""
        import csv
        rows = None
        record = self.read_text("RECORD")
        if record:
            rows = csv.reader(record.splitlines())
        else:
            installed, sources = self.read_text("installed-files.txt"), self.read_text("SOURCES.txt")
            base = getattr(self, "_path", None)
            if installed and base is not None:
                # These are relative to the folder of the metadata.
                root = str(self.locate_file(""))
                rows = [[posixpath.normpath(os.path.relpath(os.path.join(str(base), line), root))] for line in installed.splitlines()]
            elif sources:
                rows = [[line] for line in sources.splitlines()]
        if rows is None:
            return None
        made = []
        for row in rows:
            name, digest, size = (row + [None, None])[:3]
            path = PackagePath(name)
            path.hash = FileHash(digest) if digest else None
            path.size = int(size) if size else None
            path.dist = self
            if path.locate().exists():
                made.append(path)
        return made

    @property
    def requires(self):
        """The distributions that it needs, as it writes them; None: it says nothing."""
        found = self.metadata.get_all("Requires-Dist")
        if found is None:
            text = self.read_text("requires.txt")
            if text is None:
                return None
            found = list(self._requirements(text))
        return found and list(found)

    @staticmethod
    def _requirements(text):
        # Sections are named by an extra and a condition, "extra:condition".
        for section, line in _read_sections(text):
            extra, _, condition = (section or "").partition(":")
            conditions = [f"({condition})" if condition and extra else condition, f'extra == "{extra}"' if extra else ""]
            conditions = " and ".join(filter(None, conditions))
            yield line + (" " if "@" in line else "") + (f"; {conditions}" if conditions else "")

    @property
    def origin(self):
        """Where it was installed from, if it says so, as objects with attributes."""
        text = self.read_text("direct_url.json")
        if not text:
            return None
        import json
        return json.loads(text, object_hook=lambda data: types.SimpleNamespace(**data))


class DistributionFinder(MetaPathFinder):
    """A finder of modules that finds distributions, too."""

    class Context:
        """What is looked for: `name`, None for all, and `path`, where."""

        name = None

        def __init__(self, **kwargs):
            vars(self).update(kwargs)

        @property
        def path(self):
            return vars(self).get("path", sys.path)

    @abc.abstractmethod
    def find_distributions(self, context=Context()):
        """The distributions that fit."""


class PathDistribution(Distribution):
    """A distribution whose metadata is a folder, or a file of the old kind."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        path = self._path.joinpath(filename) if filename else self._path
        try:
            return path.read_text(encoding="utf-8")
        except (FileNotFoundError, IsADirectoryError, KeyError, NotADirectoryError, PermissionError):
            return None

    def locate_file(self, path):
        return self._path.parent / path


class MetadataPathFinder(DistributionFinder):
    """Finds distributions in the folders and zip files of a path."""

    @classmethod
    def find_distributions(cls, context=DistributionFinder.Context()):
        wanted = None if context.name is None else _normalized(context.name)
        for entry in map(str, context.path):
            for found in cls._in_entry(entry, wanted):
                yield PathDistribution(found)

    @staticmethod
    def _in_entry(entry, wanted):
        if os.path.isfile(entry):
            import zipfile
            if not zipfile.is_zipfile(entry):
                return
            root = zipfile.Path(entry)
            names = sorted({name.split("/", 1)[0] for name in root.root.namelist()})
        else:
            root = pathlib.Path(entry or ".")
            try:
                names = os.listdir(root)
            except OSError:
                return
        for name in names:
            base, extension = posixpath.splitext(name)
            if extension.lower() not in (".dist-info", ".egg-info"):
                continue
            if wanted is None or _normalized(base.partition("-")[0]) == wanted:
                yield root / name

    @classmethod
    def invalidate_caches(cls):
        """Nothing is kept."""


# --- Functions

def distribution(distribution_name):
    """The distribution of a name. PackageNotFoundError: it is not installed."""
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    """All installed distributions; name and path choose."""
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    """The fields of a distribution."""
    return Distribution.from_name(distribution_name).metadata


def version(distribution_name):
    """The version of a distribution."""
    return distribution(distribution_name).version


def entry_points(**params):
    """The entry points of all distributions; group, name and others choose."""
    seen, found = set(), []
    for each in distributions():
        # Of two with one name, the first in the path counts.
        name = each._normalized_name
        if name not in seen:
            seen.add(name)
            found += each.entry_points
    return EntryPoints(found).select(**params)


def files(distribution_name):
    """The files of a distribution; None: it does not say."""
    return distribution(distribution_name).files


def requires(distribution_name):
    """What a distribution needs; None: it says nothing."""
    return distribution(distribution_name).requires


def _top_level_names(each):
    text = each.read_text("top_level.txt")
    if text:
        return text.split()
    names = set()
    for path in each.files or ():
        first, *rest = path.parts
        if not rest:
            first, dot, suffix = first.partition(".")
            if suffix not in ("py", "pyc", "so"):
                continue
        if "." not in first and first != "__pycache__":
            names.add(first)
    return sorted(names)


def packages_distributions():
    """A dict from the names of modules and packages to the distributions that have them."""
    found = collections.defaultdict(list)
    for each in distributions():
        for name in _top_level_names(each):
            found[name].append(each.metadata["Name"])
    return dict(found)
