"""Finding modules without running them, and making modules from specs."""

import os
import sys
import types

from importlib import _resolve
from importlib.abc import Loader
from importlib.machinery import SOURCE_SUFFIXES, ModuleSpec, SourceFileLoader

__all__ = ["LazyLoader", "Loader", "MAGIC_NUMBER", "cache_from_source", "decode_source", "find_spec", "module_from_spec", "resolve_name", "source_from_cache",
           "source_hash", "spec_from_file_location", "spec_from_loader"]

# What files of byte-code would begin with, if there were any.
MAGIC_NUMBER = b"GILD"

_CACHE = "__pycache__"


def resolve_name(name, package):
    """Return the absolute name of a relative one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    return _resolve(name, package)


def find_spec(name, package=None):
    """Return the spec of a module, or None if there is none. Packages above the module are imported; the module is not."""
    fullname = resolve_name(name, package)
    if fullname in sys.modules:
        module = sys.modules[fullname]
        if module is None:
            return None
        spec = getattr(module, "__spec__", None)
        if spec is None:
            if fullname not in sys.builtin_module_names:
                raise ValueError(f"{name}.__spec__ is None")
            return ModuleSpec(fullname, None, origin="built-in")
        if spec.loader is not None or not spec.origin:
            return spec
        # The virtual machine imported it, without a loader: the finders know one.
    parent = fullname.rpartition(".")[0]
    folders = sys.path
    if parent:
        __import__(parent)
        folders = getattr(sys.modules[parent], "__path__", None)
        if folders is None:
            raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {fullname!r}",
                                      name=fullname)
    for finder in list(sys.meta_path):
        spec = finder.find_spec(fullname, folders if parent else None)
        if spec is not None:
            return spec
    return None


def module_from_spec(spec):
    """Make an empty module with the attributes that the spec tells."""
    module = None
    if hasattr(spec.loader, "create_module"):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, "exec_module"):
        raise ImportError("loaders that define exec_module() must also define create_module()")
    if module is None:
        module = type(sys)(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
        module.__cached__ = spec.cached
    return module


_automatic = object()


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """Make the spec of a module that a loader can load."""
    if origin is None:
        origin = getattr(loader, "_ORIGIN", None)
    if hasattr(loader, "get_filename"):
        if is_package is None:
            return spec_from_file_location(name, loader=loader)
        return spec_from_file_location(name, loader=loader, submodule_search_locations=[] if is_package else None)
    if is_package is None:
        is_package = False
        if hasattr(loader, "is_package"):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=_automatic):
    """Make the spec of a module in a file; None if no loader is given and the file is no source file."""
    if location is None:
        location = "<unknown>"
        if hasattr(loader, "get_filename"):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith(tuple(SOURCE_SUFFIXES)):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is _automatic:
        spec.submodule_search_locations = None
        if hasattr(loader, "is_package"):
            try:
                if loader.is_package(name):
                    spec.submodule_search_locations = []
            except ImportError:
                pass
    else:
        spec.submodule_search_locations = submodule_search_locations
    if spec.submodule_search_locations == []:
        spec.submodule_search_locations.append(os.path.dirname(location))
    return spec


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Return the path that a file of byte-code for this source file would have."""
    if debug_override is not None:
        if optimization is not None:
            raise TypeError("debug_override or optimization must be set to None")
        optimization = "" if debug_override else 1
    folder, name = os.path.split(os.fspath(path))
    tag = sys.implementation.cache_tag
    if tag is None:
        raise NotImplementedError("sys.implementation.cache_tag is None")
    base, dot, rest = name.rpartition(".")
    stem = f"{base or rest}{dot}{tag}"
    if optimization is None:
        optimization = "" if sys.flags.optimize == 0 else sys.flags.optimize
    optimization = str(optimization)
    if optimization != "":
        if not optimization.isalnum():
            raise ValueError(f"{optimization!r} is not alphanumeric")
        stem = f"{stem}.opt-{optimization}"
    return os.path.join(folder, _CACHE, stem + ".pyc")


def source_from_cache(path):
    """Return the path of the source file that a path made by cache_from_source() belongs to."""
    if sys.implementation.cache_tag is None:
        raise NotImplementedError("sys.implementation.cache_tag is None")
    path = os.fspath(path)
    head, name = os.path.split(path)
    head, cache = os.path.split(head)
    if cache != _CACHE:
        raise ValueError(f"{_CACHE} not bottom-level directory in {path!r}")
    dots = name.count(".")
    if dots not in (2, 3):
        raise ValueError(f"expected only 2 or 3 dots in {name!r}")
    if dots == 3:
        optimization = name.rsplit(".", 2)[-2]
        if not optimization.startswith("opt-"):
            raise ValueError("optimization portion of filename does not start with 'opt-'")
        if not optimization[4:].isalnum():
            raise ValueError(f"optimization level {optimization!r} is not an alphanumeric value")
    return os.path.join(head, name.partition(".")[0] + SOURCE_SUFFIXES[0])


def decode_source(source_bytes):
    """Return the text of a source file: its coding line is followed, newlines are made plain."""
    encoding = "utf-8"
    if source_bytes.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    else:
        import re

        for line in source_bytes.split(b"\n", 2)[:2]:
            match = re.match(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", line)
            if match:
                encoding = match[1].decode("ascii")
                break
            if not re.match(rb"^[ \t\f]*(?:[#\r\n]|$)", line):
                break
    return source_bytes.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def source_hash(source_bytes):
    """Return eight bytes that change when the source does."""
    value = 0xcbf29ce484222325
    for byte in source_bytes:
        value = (value ^ byte) * 0x100000001b3 & 0xffffffffffffffff
    return value.to_bytes(8, "little")


# --- Modules that are loaded when something is first asked of them

class _Postponed:
    """What a lazy module has in its spec until it is loaded."""

    def __init__(self, module):
        import threading

        self.lock = threading.RLock()
        self.is_loading = False
        self.attributes = module.__dict__.copy()
        self.type = module.__class__


class _LazyModule(types.ModuleType):
    """A module that loads itself at the first look at one of its attributes. Its class is another from then on."""

    def __getattribute__(self, name):
        spec = object.__getattribute__(self, "__spec__")
        postponed = spec.loader_state
        if not isinstance(postponed, _Postponed):
            return getattr(self, name)
        with postponed.lock:
            # Another thread may have loaded it meanwhile.
            if object.__getattribute__(self, "__class__") is _LazyModule:
                own = object.__getattribute__(self, "__dict__")
                # The module looks at itself while it runs.
                if postponed.is_loading:
                    return types.ModuleType.__getattribute__(self, name)
                postponed.is_loading = True
                given = {key: value for key, value in own.items()
                         if key not in postponed.attributes or postponed.attributes[key] is not value}
                spec.loader.exec_module(self)
                if sys.modules.get(spec.name, self) is not self:
                    raise ValueError(f"module object for {spec.name!r} substituted in sys.modules during a lazy load")
                # What was set from outside stays.
                own.update(given)
                self.__class__ = postponed.type
        return getattr(self, name)

    def __delattr__(self, name):
        self.__getattribute__(name)
        delattr(self, name)


class LazyLoader(Loader):
    """Has another loader run a module only when something is asked of it."""

    def __init__(self, loader):
        self.__check(loader)
        self.loader = loader

    @staticmethod
    def __check(loader):
        if not hasattr(loader, "exec_module"):
            raise TypeError("loader must define exec_module()")

    @classmethod
    def factory(cls, loader):
        """Return a function that makes such a loader of what this class of loaders makes: for FileFinder."""
        cls.__check(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        """Note how to run it."""
        module.__spec__.loader = module.__loader__ = self.loader
        module.__spec__.loader_state = _Postponed(module)
        module.__class__ = _LazyModule
