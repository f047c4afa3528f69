"""The descriptions of modules, the endings of files that are modules, finders and loaders.

The import statement finds and loads modules itself; the finders here do the same for programs that ask them.
"""

import _imp

__all__ = ["AppleFrameworkLoader", "BYTECODE_SUFFIXES", "BuiltinImporter", "DEBUG_BYTECODE_SUFFIXES", "EXTENSION_SUFFIXES",
           "ExtensionFileLoader", "FileFinder", "FrozenImporter", "ModuleSpec", "NamespaceLoader", "OPTIMIZED_BYTECODE_SUFFIXES",
           "PathFinder", "SOURCE_SUFFIXES", "SourceFileLoader", "SourcelessFileLoader", "WindowsRegistryFinder", "all_suffixes"]

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = []
EXTENSION_SUFFIXES = []


def all_suffixes():
    """Return the endings of all files that can be modules."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """Where a module comes from. The interpreter loads modules itself: `loader` is None unless somebody passes one."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self.cached = None
        self.has_location = False

    def __repr__(self):
        parts = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            parts.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            parts.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __eq__(self, other):
        try:
            return all(getattr(self, name) == getattr(other, name)
                       for name in ("name", "loader", "origin", "submodule_search_locations", "cached", "has_location"))
        except AttributeError:
            return NotImplemented

    __hash__ = None

    @property
    def parent(self):
        """The package of the module; a package is its own."""
        return self.name if self.submodule_search_locations is not None else self.name.rpartition(".")[0]


class SourceFileLoader:
    """Makes a module of a source file. For specs that a script makes by itself: the import statement needs no loader."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def _check_name(self, fullname):
        if fullname is not None and fullname != self.name:
            raise ImportError(f"loader for {self.name} cannot handle {fullname}", name=fullname)

    def get_filename(self, fullname=None):
        """Return the path of the file."""
        self._check_name(fullname)
        return self.path

    def get_data(self, path):
        """Return the contents of a file as bytes."""
        with open(path, "rb") as file:
            return file.read()

    def get_resource_reader(self, fullname):
        """Return what gives the other files in the folder; None for a module of another name."""
        from importlib.readers import FileReader

        return FileReader(self) if fullname in (None, self.name) else None

    def path_stats(self, path):
        """Return when the file was changed and how long it is, as `mtime` and `size` of a dict."""
        import os

        status = os.stat(path)
        return {"mtime": status.st_mtime, "size": status.st_size}

    def path_mtime(self, path):
        """OSError: path_stats() tells it."""
        raise OSError

    def set_data(self, path, data, *, _mode=0o666):
        """Write bytes to a file. Folders above it are made; where that or the writing is not allowed, nothing happens."""
        import os

        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            # A reader sees the whole of it, or the file as it was.
            temporary = f"{path}.{id(path)}"
            descriptor = os.open(temporary, os.O_EXCL | os.O_CREAT | os.O_WRONLY, _mode & 0o666)
            try:
                with open(descriptor, "wb") as file:
                    file.write(data)
                os.replace(temporary, path)
            except OSError:
                os.unlink(temporary)
                raise
        except OSError:
            pass

    def get_source(self, fullname=None):
        """Return the source as text."""
        from importlib.util import decode_source

        path = self.get_filename(fullname)
        try:
            return decode_source(self.get_data(path))
        except OSError as error:
            raise ImportError("source not available through get_data()", name=fullname) from error

    def source_to_code(self, data, path, *, _optimize=-1):
        """Compile source."""
        return compile(data, path, "exec", dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname=None):
        """Return the code of the module."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def is_package(self, fullname=None):
        """Whether the file is the __init__ of a package."""
        import os

        last = self.name.rpartition(".")[2]
        return os.path.splitext(os.path.basename(self.path))[0] == "__init__" and last != "__init__"

    def create_module(self, spec):
        """None: an ordinary module is fine."""

    def exec_module(self, module):
        """Run the code in the module."""
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname=None):
        """Import the file as a module of this name, which then is in sys.modules."""
        import sys
        from importlib.util import module_from_spec, spec_from_file_location

        self._check_name(fullname)
        module = sys.modules.get(self.name)
        is_new = module is None
        if is_new:
            module = sys.modules[self.name] = module_from_spec(spec_from_file_location(self.name, self.path, loader=self))
        try:
            self.exec_module(module)
        except BaseException:
            if is_new:
                del sys.modules[self.name]
            raise
        return sys.modules[self.name]


class SourcelessFileLoader(SourceFileLoader):
    """For files of byte-code, of which there are none."""

    def get_source(self, fullname=None):
        return None

    def get_code(self, fullname=None):
        raise ImportError("byte-code cannot be loaded", name=fullname, path=self.path)


class ExtensionFileLoader:
    """For modules in machine code, which can be named but not loaded."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        raise ImportError("extension modules cannot be loaded", name=spec.name, path=self.path)

    def exec_module(self, module):
        raise ImportError("extension modules cannot be loaded", name=self.name, path=self.path)

    def is_package(self, fullname):
        import os
        return os.path.basename(self.path).split(".")[0] == "__init__"

    def get_code(self, fullname):
        return None

    def get_source(self, fullname):
        return None

    def get_filename(self, fullname):
        return self.path

    get_data = SourceFileLoader.get_data
    get_resource_reader = SourceFileLoader.get_resource_reader


class AppleFrameworkLoader(ExtensionFileLoader):
    """For modules in the frameworks of iOS."""


class WindowsRegistryFinder:
    """For modules that the registry of Windows tells of: there are none elsewhere."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class _OwnLoader:
    """Loads a module that is part of the program."""

    @classmethod
    def create_module(cls, spec):
        import importlib
        import sys

        # The interpreter makes and runs it; a module that is there already is left alone.
        present = sys.modules.pop(spec.name, None)
        others, sys.meta_path[:] = sys.meta_path[:], [cls._own_finder()]
        try:
            return importlib.import_module(spec.name)
        finally:
            sys.meta_path[:] = others
            if present is not None:
                sys.modules[spec.name] = present
                parent, _, child = spec.name.rpartition(".")
                if parent:
                    setattr(sys.modules[parent], child, present)

    @classmethod
    def _own_finder(cls):
        import sys
        return sys._own_finder

    @classmethod
    def exec_module(cls, module):
        """It has run."""

    @classmethod
    def is_package(cls, fullname):
        return False


class BuiltinImporter(_OwnLoader):
    """Finds the modules that are native."""

    _ORIGIN = "built-in"

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        import sys
        return ModuleSpec(fullname, cls, origin="built-in") if fullname in sys.builtin_module_names else None

    @classmethod
    def get_code(cls, fullname):
        return None

    @classmethod
    def get_source(cls, fullname):
        return None


class FrozenImporter(_OwnLoader):
    """Finds the modules in Python that are part of the program."""

    _ORIGIN = "frozen"

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if not _imp.is_frozen(fullname):
            return None
        return ModuleSpec(fullname, cls, origin="frozen", is_package=_imp.is_frozen_package(fullname))

    @classmethod
    def is_package(cls, fullname):
        return _imp.is_frozen_package(fullname)

    @classmethod
    def get_code(cls, fullname):
        return _imp.get_frozen_object(fullname)

    @classmethod
    def get_source(cls, fullname):
        return None


class NamespaceLoader:
    """Loads packages that are only folders."""

    def get_resource_reader(self, module):
        """Return what gives the files in the folders."""
        from importlib.readers import NamespaceReader

        return NamespaceReader(self._path)

    def __init__(self, name, path, path_finder):
        self._path = path

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ""

    def get_code(self, fullname):
        return compile("", "<string>", "exec", dont_inherit=True)

    def create_module(self, spec):
        """None: an ordinary module is fine."""

    def exec_module(self, module):
        """There is nothing to run."""


class FileFinder:
    """Finds modules in a folder, by loaders with the endings of the files they load."""

    def __init__(self, path, *loader_details):
        import os

        self.path = os.path.abspath(path) if path and path != "." else os.getcwd()
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details for suffix in suffixes]

    def invalidate_caches(self):
        """Nothing is remembered."""

    def find_spec(self, fullname, target=None):
        import os
        from importlib.util import spec_from_file_location

        base = os.path.join(self.path, fullname.rpartition(".")[2])
        for path, search in ((os.path.join(base, "__init__"), [base]), (base, None)):
            for suffix, loader in self._loaders:
                if os.path.isfile(path + suffix):
                    return spec_from_file_location(fullname, path + suffix, loader=loader(fullname, path + suffix),
                                                   submodule_search_locations=search)
        if os.path.isdir(base):
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    @classmethod
    def path_hook(cls, *loader_details):
        """Return a function for sys.path_hooks."""
        def path_hook_for_FileFinder(path):
            import os

            if not os.path.isdir(path or "."):
                raise ImportError("only directories are supported", path=path)
            return cls(path, *loader_details)

        return path_hook_for_FileFinder

    def __repr__(self):
        return f"FileFinder({self.path!r})"


class PathFinder:
    """Finds modules along sys.path, or along the __path__ of a package."""

    @staticmethod
    def invalidate_caches():
        import sys
        for finder in list(sys.path_importer_cache.values()):
            if hasattr(finder, "invalidate_caches"):
                finder.invalidate_caches()

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        import sys
        from importlib import _path_entry_finder

        portions = []
        for entry in sys.path if path is None else path:
            if not isinstance(entry, str):
                continue
            finder = _path_entry_finder(entry) or FileFinder(entry, (SourceFileLoader, SOURCE_SUFFIXES))
            spec = finder.find_spec(fullname)
            if spec is None:
                continue
            if spec.loader is not None:
                return spec
            portions += spec.submodule_search_locations or []
        if not portions:
            return None
        spec = ModuleSpec(fullname, NamespaceLoader(fullname, portions, None))
        spec.submodule_search_locations = portions
        return spec


def _find_own(fullname, path=None, target=None):
    """What the interpreter's own search finds, in its order."""
    for finder in (BuiltinImporter, FrozenImporter, PathFinder):
        spec = finder.find_spec(fullname, path)
        if spec is not None:
            return spec
    return None
