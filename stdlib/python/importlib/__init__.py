"""Importing modules by name.

The interpreter finds and loads modules itself; these functions ask it to. Thread safety: as the import statement's.
"""

import sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

__import__ = __import__


def invalidate_caches():
    """Forget what the finders of sys.meta_path and of the paths remember; the interpreter's own search remembers nothing."""
    for finder in [*sys.meta_path, *sys.path_importer_cache.values()]:
        if hasattr(finder, "invalidate_caches"):
            finder.invalidate_caches()


def _load_spec(spec):
    """Make and run the module that a finder found. For the import statement."""
    from importlib.util import module_from_spec

    name, loader = spec.name, spec.loader
    if loader is None:
        if spec.submodule_search_locations is None:
            raise ImportError("missing loader", name=name)
        module = sys.modules[name] = module_from_spec(spec)
        return module
    if not hasattr(loader, "exec_module"):
        loader.load_module(name)
        module = sys.modules[name]
        if getattr(module, "__spec__", None) is None:
            module.__spec__ = spec
        return module
    module = module_from_spec(spec)
    spec._initializing = True
    try:
        sys.modules[name] = module
        try:
            loader.exec_module(module)
        except:
            sys.modules.pop(name, None)
            raise
        # The module may have put something else in its place.
        module = sys.modules[name]
    finally:
        spec._initializing = False
    return module


def _path_entry_finder(entry):
    """The finder that a hook made for an entry of sys.path or of a __path__; None where the interpreter looks itself."""
    try:
        return sys.path_importer_cache[entry]
    except KeyError:
        pass
    finder = None
    for hook in sys.path_hooks:
        try:
            finder = hook(entry)
            break
        except ImportError:
            continue
    else:
        import os
        if not os.path.isdir(entry):
            import zipimport
            try:
                finder = zipimport.zipimporter(entry)
            except ImportError:
                pass
    sys.path_importer_cache[entry] = finder
    return finder


def _find_in_entry(entry, name):
    """The spec of a module in an entry that is not simply a folder, or None."""
    finder = _path_entry_finder(entry)
    return finder.find_spec(name) if finder is not None else None


def _resolve(name, package):
    """Return the absolute name of a relative one such as "..sibling"."""
    stripped = name.lstrip(".")
    level = len(name) - len(stripped)
    if level == 0:
        return name
    parts = package.split(".")
    if level > len(parts):
        raise ImportError("attempted relative import beyond top-level package")
    base = ".".join(parts[:len(parts) - level + 1])
    return f"{base}.{stripped}" if stripped else base


def import_module(name, package=None):
    """Import a module and return it (the innermost, other than __import__). A relative name needs the package it starts from."""
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        name = _resolve(name, package)
    if not name:
        raise ValueError("Empty module name")
    __import__(name)
    return sys.modules[name]


def reload(module):
    """Run a module's source again in the module as it is, and return the module."""
    name = getattr(getattr(module, "__spec__", None), "name", None) or getattr(module, "__name__", None)
    if not isinstance(module, type(sys)):
        raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    filename = getattr(module, "__file__", None)
    if filename is None:  # made by the interpreter, which does not run it twice
        return module
    if filename.startswith("<"):
        # The source is part of the program, and only an import runs it: take the contents of a second module.
        del sys.modules[name]
        try:
            __import__(name)
            module.__dict__.update(sys.modules[name].__dict__)
        finally:
            sys.modules[name] = module
    else:
        with open(filename, "rb") as file:
            source = file.read()
        exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)
    return sys.modules[name]
