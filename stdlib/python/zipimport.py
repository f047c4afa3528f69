"""Importing modules from archives: an entry of sys.path may be a zip file, or a folder within one."""

import os
import zipfile
from importlib.machinery import ModuleSpec

__all__ = ["ZipImportError", "zipimporter"]


class ZipImportError(ImportError):
    """An archive cannot be read, or has no such module."""


class zipimporter:
    """Finds and loads the modules of one archive, or of a folder in it."""

    def __init__(self, path):
        path = os.fspath(path)
        if not path:
            raise ZipImportError("archive path is empty", path=path)
        archive, inner = path, []
        while not os.path.isfile(archive):
            archive, name = os.path.split(archive)
            if not name or os.path.isdir(archive):
                raise ZipImportError(f"not a Zip file: {path!r}", path=path)
            inner.insert(0, name)
        try:
            with zipfile.ZipFile(archive) as file:
                self._files = frozenset(file.namelist())
        except (zipfile.BadZipFile, OSError):
            raise ZipImportError(f"not a Zip file: {path!r}", path=path) from None
        self.archive = archive
        self.prefix = "/".join(inner) + "/" if inner else ""

    def __repr__(self):
        where = f"{self.archive}/{self.prefix}".rstrip("/") if self.prefix else f"{self.archive}/"
        return f'<zipimporter object "{where}">'

    def _file_of(self, fullname):
        """The name of the module's file in the archive and whether it is a package."""
        base = self.prefix + fullname.rpartition(".")[2]
        for name, is_package in ((base + "/__init__.py", True), (base + ".py", False)):
            if name in self._files:
                return name, is_package
        return None, False

    def _known_file_of(self, fullname):
        name, is_package = self._file_of(fullname)
        if name is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        return name, is_package

    def invalidate_caches(self):
        """Read again what is in the archive."""
        try:
            with zipfile.ZipFile(self.archive) as file:
                self._files = frozenset(file.namelist())
        except (zipfile.BadZipFile, OSError):
            self._files = frozenset()

    def find_spec(self, fullname, target=None):
        """Return the spec of a module, or None."""
        name, is_package = self._file_of(fullname)
        if name is None:
            folder = f"{self.prefix}{fullname.rpartition('.')[2]}/"
            if not any(file.startswith(folder) for file in self._files):
                return None
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations.append(os.path.join(self.archive, folder.rstrip("/")))
            return spec
        spec = ModuleSpec(fullname, self, origin=os.path.join(self.archive, name), is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(os.path.dirname(spec.origin))
        return spec

    def create_module(self, spec):
        """None: an ordinary module is fine."""

    def exec_module(self, module):
        """Run the code in the module."""
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname):
        """Import the module."""
        from importlib import _load_spec

        spec = self.find_spec(fullname)
        if spec is None or spec.loader is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)

        import sys
        return sys.modules[fullname] if fullname in sys.modules else _load_spec(spec)

    def get_data(self, pathname):
        """Return the contents of a file, which is named from the archive or with its path."""
        name = os.fspath(pathname)
        if name.startswith(self.archive + os.sep):
            name = name[len(self.archive) + 1:]
        if name not in self._files:
            raise OSError(0, "", name)
        with zipfile.ZipFile(self.archive) as file:
            return file.read(name)

    def get_resource_reader(self, fullname):
        """Return what gives the other files of a package; None for anything else."""
        from importlib.readers import ZipReader

        name, is_package = self._file_of(fullname)
        return ZipReader(self, fullname) if name is not None and is_package else None

    def get_source(self, fullname):
        """Return the source of a module as text."""
        from importlib.util import decode_source

        return decode_source(self.get_data(self._known_file_of(fullname)[0]))

    def get_code(self, fullname):
        """Return the code of a module."""
        name, _ = self._known_file_of(fullname)
        return compile(self.get_data(name), os.path.join(self.archive, name), "exec", dont_inherit=True)

    def get_filename(self, fullname):
        """Return what the module's __file__ is."""
        return os.path.join(self.archive, self._known_file_of(fullname)[0])

    def is_package(self, fullname):
        """Whether the module is a package."""
        return self._known_file_of(fullname)[1]


def _main_source(path):
    """The source of the module __main__ of an archive that is run; None when it has none."""
    importer = zipimporter(path)
    name, _ = importer._file_of("__main__")
    return None if name is None else importer.get_data(name)
