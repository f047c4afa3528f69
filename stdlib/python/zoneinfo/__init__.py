"""Time zones of the IANA database, read from the files that the system keeps."""

import os
import sysconfig
import threading
import weakref
from datetime import tzinfo

from ._data import read_transitions

__all__ = ["ZoneInfo", "reset_tzpath", "available_timezones", "TZPATH", "ZoneInfoNotFoundError", "InvalidTZPathWarning"]


class ZoneInfoNotFoundError(KeyError):
    """There is no time zone of this name."""

    __module__ = "zoneinfo._common"


class InvalidTZPathWarning(RuntimeWarning):
    """PYTHONTZPATH has parts that are no absolute paths, which are ignored."""

    __module__ = "zoneinfo._tzpath"


# --- Where the files are

TZPATH = ()

_DEFAULT_TZPATH = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")


def reset_tzpath(to=None):
    """Search in the folders `to`; without it in those of PYTHONTZPATH, or the usual ones."""
    global TZPATH
    if to is not None:
        if isinstance(to, (str, bytes)):
            raise TypeError(f"tzpaths must be a list or tuple, not {type(to)}: {to!r}")
        paths = [os.fspath(path) for path in to]
        if not all(map(os.path.isabs, paths)):
            raise ValueError(_invalid_paths_message(paths))
        TZPATH = tuple(paths)
        return
    variable = os.environ.get("PYTHONTZPATH")
    if variable is None:
        configured = sysconfig.get_config_var("TZPATH")
        TZPATH = tuple(configured.split(os.pathsep)) if configured else _DEFAULT_TZPATH
        return
    paths = variable.split(os.pathsep)
    if not all(map(os.path.isabs, paths)):
        import warnings
        warnings.warn("Invalid paths specified in PYTHONTZPATH environment variable. " + _invalid_paths_message(paths),
                      InvalidTZPathWarning, stacklevel=2)
    TZPATH = tuple(filter(os.path.isabs, paths))


def _invalid_paths_message(paths):
    listing = "\n    ".join(str(path) for path in paths if not os.path.isabs(path))
    return "Paths should be absolute but found the following relative paths:\n    " + listing


def _check_key(key):
    if os.path.isabs(key):
        raise ValueError(f"ZoneInfo keys may not be absolute paths, got: {key}")
    normal = os.path.normpath(key)
    if len(normal) != len(key):
        raise ValueError(f"ZoneInfo keys must be normalized relative paths, got: {key}")
    base = os.path.normpath(os.path.join("_", "_"))[:-1]
    if not os.path.normpath(os.path.join(base, normal)).startswith(base):
        raise ValueError(f"ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}")


def _open(key):
    _check_key(key)
    for folder in TZPATH:
        path = os.path.join(folder, key)
        if os.path.isfile(path):
            return open(path, "rb")
    # The package tzdata holds the files where the system has none.
    package, _, name = key.replace("/", ".").rpartition(".")
    try:
        import importlib.resources
        return importlib.resources.files("tzdata.zoneinfo" + ("." + package if package else "")).joinpath(name).open("rb")
    except (ImportError, FileNotFoundError, UnicodeEncodeError, IsADirectoryError, PermissionError, NotADirectoryError):
        raise ZoneInfoNotFoundError(f"No time zone found with key {key}") from None


def available_timezones():
    """The names of all time zones, as a set."""
    zones = set()
    for root in TZPATH:
        if not os.path.exists(root):
            continue
        for folder, folders, files in os.walk(root):
            if folder == root:
                # The same zones once more, counted otherwise.
                folders[:] = [name for name in folders if name not in ("right", "posix")]
            for file in files:
                path = os.path.join(folder, file)
                key = os.path.relpath(path, start=root)
                if key in zones:
                    continue
                try:
                    with open(path, "rb") as stream:
                        if stream.read(4) == b"TZif":
                            zones.add(key)
                except Exception:
                    pass
    zones.discard("posixrules")
    return zones


# --- Zones

_STRONG_CACHE_SIZE = 8


class ZoneInfo(tzinfo):
    """The time zone of a name such as Europe/Berlin. The same name gives the same object."""

    _lock = threading.Lock()
    _strong_cache = {}
    _weak_cache = weakref.WeakValueDictionary()

    def __init_subclass__(cls):
        cls._lock = threading.Lock()
        cls._strong_cache = {}
        cls._weak_cache = weakref.WeakValueDictionary()

    def __new__(cls, key):
        with cls._lock:
            instance = cls._weak_cache.get(key)
        if instance is None:
            made = cls._new_instance(key)
            with cls._lock:
                instance = cls._weak_cache.setdefault(key, made)
            instance._from_cache = True
        with cls._lock:
            # The zones used last are kept, even if nobody else does.
            cls._strong_cache[key] = cls._strong_cache.pop(key, instance)
            if len(cls._strong_cache) > _STRONG_CACHE_SIZE:
                del cls._strong_cache[next(iter(cls._strong_cache))]
        return instance

    @classmethod
    def no_cache(cls, key):
        """A new object, whatever was made before."""
        instance = cls._new_instance(key)
        instance._from_cache = False
        return instance

    @classmethod
    def _new_instance(cls, key):
        with _open(key) as file:
            instance = tzinfo.__new__(cls)
            instance._key = key
            instance._file_path = file.name if hasattr(file, "name") else None
            instance._transitions = read_transitions(file, source=file)
            instance._file_repr = None
        return instance

    @classmethod
    def from_file(cls, fobj, /, key=None):
        """The zone of an open binary file, which has no name unless one is given."""
        instance = tzinfo.__new__(cls)
        instance._key = key
        instance._file_path = None
        instance._transitions = read_transitions(fobj, source=fobj)
        instance._file_repr = repr(fobj)
        instance._from_cache = False
        return instance

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Forget the zones that were made, or those of these names."""
        with cls._lock:
            if only_keys is not None:
                for key in only_keys:
                    cls._weak_cache.pop(key, None)
                    cls._strong_cache.pop(key, None)
            else:
                cls._weak_cache.clear()
                cls._strong_cache.clear()

    @property
    def key(self):
        """The name."""
        return self._key

    def utcoffset(self, dt, /):
        """How far local time is ahead of UTC."""
        period = self._find(dt)
        return None if period is None else period.utcoff

    def dst(self, dt, /):
        """How much of that is because of summer."""
        period = self._find(dt)
        return None if period is None else period.dstoff

    def tzname(self, dt, /):
        """The abbreviation."""
        period = self._find(dt)
        return None if period is None else period.tzname

    def _find(self, dt):
        if dt is None:
            return self._transitions.fixed
        return self._transitions.at_local(dt)

    def fromutc(self, dt, /):
        """Local time for a datetime of this zone that is in UTC."""
        from datetime import datetime
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime instance")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        period, fold = self._transitions.at_utc(dt)
        result = dt + period.utcoff
        return result.replace(fold=1) if fold else result

    def __repr__(self):
        name = "zoneinfo.ZoneInfo" if type(self) is ZoneInfo else type(self).__qualname__
        if self._key is not None:
            return f"{name}(key={self._key!r})"
        return f"{name}.from_file({self._file_repr})"

    def __str__(self):
        return self._key if self._key is not None else repr(self)

    def __reduce__(self):
        if self._key is None or self._file_repr is not None:
            import pickle
            raise pickle.PicklingError("Cannot pickle a ZoneInfo file from a file stream.")
        return self.__class__._unpickle, (self._key, self._from_cache)

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)


reset_tzpath()
