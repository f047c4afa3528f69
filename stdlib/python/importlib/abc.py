"""Abstract base classes of finders and loaders."""

import abc

from importlib import machinery

__all__ = ["ExecutionLoader", "FileLoader", "InspectLoader", "Loader", "MetaPathFinder", "PathEntryFinder", "ResourceLoader",
           "SourceLoader"]


class Loader(abc.ABC):
    """Makes and runs modules."""

    def create_module(self, spec):
        """Return a module, or None for an ordinary one."""
        return None

    def load_module(self, fullname):
        """Import the module of this name."""
        if not hasattr(self, "exec_module"):
            raise ImportError
        return machinery.SourceFileLoader.load_module(self, fullname)


class MetaPathFinder(abc.ABC):
    """Finds modules for the import statement: an entry of sys.meta_path."""

    def invalidate_caches(self):
        """Forget what may have changed."""


class PathEntryFinder(abc.ABC):
    """Finds modules in one entry of sys.path."""

    def invalidate_caches(self):
        """Forget what may have changed."""


class ResourceLoader(Loader):
    """A loader that gives files."""

    @abc.abstractmethod
    def get_data(self, path):
        """Return the contents of a file as bytes."""
        raise OSError


class InspectLoader(Loader):
    """A loader that tells of modules."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    @abc.abstractmethod
    def get_source(self, fullname):
        """Return the source as text."""
        raise ImportError

    def get_code(self, fullname):
        """Return the code of the module, None if it has no source."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @staticmethod
    def source_to_code(data, path="<string>"):
        """Compile source."""
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        """Run the code in the module."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"cannot load module {module.__name__!r} when get_code() returns None")
        exec(code, module.__dict__)


class ExecutionLoader(InspectLoader):
    """A loader of modules that have files."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """Return the path of the file."""
        raise ImportError

    def get_code(self, fullname):
        """Return the code of the module."""
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of files."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, fullname=None):
        """Return the path of the file."""
        return self.path

    def get_data(self, path):
        """Return the contents of a file as bytes."""
        with open(path, "rb") as file:
            return file.read()

    get_resource_reader = machinery.SourceFileLoader.get_resource_reader


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of source files; get_filename() and get_data() are to be given."""

    def path_mtime(self, path):
        """Return when the file was changed. A loader defines this or path_stats()."""
        if self.path_stats.__func__ is SourceLoader.path_stats:
            raise OSError
        return int(self.path_stats(path)["mtime"])

    def path_stats(self, path):
        """Return when the file was changed, as `mtime` of a dict."""
        if self.path_mtime.__func__ is SourceLoader.path_mtime:
            raise OSError
        return {"mtime": self.path_mtime(path)}

    def set_data(self, path, data):
        """Write bytes to a file. A loader that can do so defines this."""

    def get_source(self, fullname):
        """Return the source as text."""
        from importlib.util import decode_source

        return decode_source(self.get_data(self.get_filename(fullname)))


FileLoader.register(machinery.SourceFileLoader)
SourceLoader.register(machinery.SourceFileLoader)
