"""Readers of resources that importlib.resources uses: of a folder, and of a package that has several."""

import pathlib

from importlib.resources import abc

__all__ = ["FileReader", "MultiplexedPath", "NamespaceReader", "ZipReader"]


class FileReader(abc.TraversableResources):
    """The resources in the folder of a loader's file."""

    def __init__(self, loader):
        self.path = pathlib.Path(loader.path).parent

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path


class ZipReader(abc.TraversableResources):
    """The resources of a package in a ZIP archive."""

    def __init__(self, loader, module):
        self.archive = loader.archive
        self.prefix = f"{loader.prefix}{module.rpartition('.')[2]}/"

    def open_resource(self, resource):
        try:
            return super().open_resource(resource)
        except KeyError as error:
            raise FileNotFoundError(error.args[0]) from error

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def files(self):
        import zipfile

        return zipfile.Path(self.archive, self.prefix)


class MultiplexedPath(abc.Traversable):
    """Several folders as one; of files with one name the first counts, folders with one name are joined again."""

    def __init__(self, *paths):
        self._paths = list(dict.fromkeys(pathlib.Path(path) if isinstance(path, str) else path for path in paths))
        if not self._paths:
            raise FileNotFoundError("MultiplexedPath must contain at least one path")
        if not all(path.is_dir() for path in self._paths):
            raise NotADirectoryError("MultiplexedPath only supports directories")

    def iterdir(self):
        found = {}
        for path in self._paths:
            for each in path.iterdir():
                found.setdefault(each.name, []).append(each)
        for name in sorted(found):
            yield self._joined(found[name])

    @staticmethod
    def _joined(paths):
        folders = [path for path in paths if path.is_dir()]
        return MultiplexedPath(*folders) if len(folders) > 1 and len(folders) == len(paths) else paths[0]

    def read_bytes(self):
        raise FileNotFoundError(f"{self} is not a file")

    def read_text(self, *args, **kwargs):
        raise FileNotFoundError(f"{self} is not a file")

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def joinpath(self, *descendants):
        try:
            return super().joinpath(*descendants)
        except abc.TraversalError:
            # It may be that somebody wants to make it.
            return self._paths[0].joinpath(*descendants)

    def open(self, *args, **kwargs):
        raise FileNotFoundError(f"{self} is not a file")

    @property
    def name(self):
        return self._paths[0].name

    def __repr__(self):
        paths = ", ".join(f"'{path}'" for path in self._paths)
        return f"MultiplexedPath({paths})"


class NamespaceReader(abc.TraversableResources):
    """The resources of a package without __init__.py."""

    def __init__(self, namespace_path):
        self.path = MultiplexedPath(*list(namespace_path))

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path
