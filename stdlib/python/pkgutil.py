"""Modules and packages that can be imported: which there are, where they are, and files beside them."""

import importlib
import importlib.util
import os
import os.path
import sys
from collections import namedtuple
from functools import singledispatch as simplegeneric
from types import ModuleType

__all__ = ["get_importer", "iter_importers", "walk_packages", "iter_modules", "get_data", "read_code", "extend_path",
           "ModuleInfo", "get_loader", "find_loader"]

ModuleInfo = namedtuple("ModuleInfo", "module_finder name ispkg")
ModuleInfo.__doc__ = "A module that was found: what found it, its name, whether it is a package."


class _FolderFinder:
    """Stands for the finder of a folder of the module path: it knows the folder."""

    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return "FileFinder(%r)" % (self.path,)

    def find_spec(self, fullname, target=None):
        return importlib.util.find_spec(fullname)

    def iter_modules(self, prefix=""):
        """Names in the folder, each once: packages and modules."""
        try:
            names = sorted(os.listdir(self.path or "."))
        except OSError:
            return
        yielded = set()
        for entry in names:
            base, extension = os.path.splitext(entry)
            full = os.path.join(self.path or ".", entry)
            is_package = False
            if os.path.isdir(full):
                if "." in entry or not os.path.isfile(os.path.join(full, "__init__.py")):
                    continue
                base, is_package = entry, True
            elif extension not in (".py", ".pyc") or base == "__init__":
                continue
            if base in yielded or "." in base or not base or base == "__pycache__":
                continue
            yielded.add(base)
            yield prefix + base, is_package


_importers = {}


def get_importer(path_item):
    """The finder for an entry of the module path; None when nothing can be found there."""
    path_item = os.fsdecode(path_item)
    cached = sys.path_importer_cache.get(path_item) if hasattr(sys, "path_importer_cache") else None
    if cached is not None and hasattr(cached, "iter_modules"):
        return cached
    if path_item not in _importers:
        for hook in getattr(sys, "path_hooks", ()):
            try:
                _importers[path_item] = hook(path_item)
                break
            except ImportError:
                pass
        else:
            if path_item and not os.path.isdir(path_item):
                return None
            _importers[path_item] = _FolderFinder(path_item)
    return _importers[path_item]


def iter_importers(fullname=""):
    """The finders that would look for a module of this name."""
    if fullname.startswith("."):
        raise ImportError("Relative module name {!r} not supported".format(fullname))
    if "." in fullname:
        package = importlib.import_module(fullname.rpartition(".")[0])
        path = getattr(package, "__path__", None)
        if path is None:
            return
    else:
        yield from getattr(sys, "meta_path", ())
        path = sys.path
    for item in path:
        yield get_importer(item)


@simplegeneric
def iter_importer_modules(importer, prefix=""):
    if not hasattr(importer, "iter_modules"):
        return []
    return importer.iter_modules(prefix)


def iter_modules(path=None, prefix=""):
    """ModuleInfo for every module in the folders `path`; without it, for all top-level modules of sys.path."""
    if path is None:
        importers = iter_importers()
    elif isinstance(path, str):
        raise ValueError("path must be None or list of paths to look for modules in")
    else:
        importers = map(get_importer, path)
    yielded = set()
    for importer in importers:
        for name, ispkg in iter_importer_modules(importer, prefix):
            if name not in yielded:
                yielded.add(name)
                yield ModuleInfo(importer, name, ispkg)


def walk_packages(path=None, prefix="", onerror=None):
    """As iter_modules(), and into packages, which are imported for that. onerror(name) is told of those that fail."""
    seen = set()
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            __import__(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
        except Exception:
            if onerror is None:
                raise
            onerror(info.name)
        else:
            folders = [folder for folder in getattr(sys.modules[info.name], "__path__", None) or []
                       if not (folder in seen or seen.add(folder))]
            yield from walk_packages(folders, info.name + ".", onerror)


def _warn_of(name, instead):
    import warnings
    warnings._deprecated(f"pkgutil.{name}", f"{{name!r}} is deprecated and slated for removal in Python {{remove}}; use {instead} instead",
                         remove=(3, 14))


def get_loader(module_or_name):
    """The loader of a module, or None."""
    _warn_of("get_loader", "importlib.util.find_spec()")
    if module_or_name in sys.modules:
        module_or_name = sys.modules[module_or_name]
        if module_or_name is None:
            return None
    if isinstance(module_or_name, ModuleType):
        loader = getattr(module_or_name, "__loader__", None)
        if loader is not None:
            return loader
        if getattr(module_or_name, "__spec__", None) is None:
            return None
        module_or_name = module_or_name.__name__
    return find_loader(module_or_name)


def find_loader(fullname):
    """The loader of the module of this name, or None."""
    _warn_of("find_loader", "importlib.util.find_spec()")
    if fullname.startswith("."):
        raise ImportError("Relative module name {!r} not supported".format(fullname))
    try:
        spec = importlib.util.find_spec(fullname)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError("Error while finding loader for {!r} ({}: {})".format(fullname, type(error), error)) from error
    return spec.loader if spec is not None else None


def extend_path(path, name):
    """A package's __path__ with the folders of the same name in the rest of sys.path:

        __path__ = pkgutil.extend_path(__path__, __name__)

    Files NAME.pkg there may list more folders, one a line.
    """
    if not isinstance(path, list):
        return path
    path = path[:]
    parent, _, final = name.rpartition(".")
    if parent:
        try:
            search = sys.modules[parent].__path__
        except (KeyError, AttributeError):
            return path
    else:
        search = sys.path
    for folder in search:
        if not isinstance(folder, str):
            continue
        package = os.path.join(folder, final)
        if os.path.isdir(package) and package not in path:
            path.append(package)
        listing = os.path.join(folder, name + ".pkg")
        if os.path.isfile(listing):
            try:
                file = open(listing)
            except OSError as error:
                sys.stderr.write("Can't open %s: %s\n" % (listing, error))
            else:
                with file:
                    for line in file:
                        line = line.rstrip("\n")
                        if line and not line.startswith("#"):
                            path.append(line)
    return path


def get_data(package, resource):
    """The bytes of a file beside the modules of a package; the path has / between its parts. None when that cannot be."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        return None
    loader = spec.loader  # None: a file of the module path
    module = sys.modules.get(package) or importlib.import_module(package)
    if module is None or not hasattr(module, "__file__"):
        return None
    name = os.path.join(os.path.dirname(module.__file__), *resource.split("/"))
    if hasattr(loader, "get_data"):
        return loader.get_data(name)
    with open(name, "rb") as file:
        return file.read()


def read_code(stream):
    """The code of a compiled file; None, since there are no such files that can be read here."""
    stream.read(4)
    return None


def resolve_name(name):
    """The object of a name: 'package.module:object.attribute', or all with dots, where the module is found by trying."""
    module_name, colon, rest = name.partition(":")
    if not all(part.isidentifier() for part in module_name.split(".")) or (rest and not all(part.isidentifier() for part in rest.split("."))):
        raise ValueError(f"invalid format: {name!r}")
    if colon:
        result = importlib.import_module(module_name)
        parts = rest.split(".") if rest else []
    else:
        parts = name.split(".")
        module_name = parts.pop(0)
        result = importlib.import_module(module_name)
        while parts:
            longer = f"{module_name}.{parts[0]}"
            try:
                result = importlib.import_module(longer)
            except ImportError:
                break
            parts.pop(0)
            module_name = longer
    for part in parts:
        result = getattr(result, part)
    return result
