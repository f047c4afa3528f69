"""Files beside the code of a package: files() gives them as paths, as_file() as files of the system, read_text() their contents.

A package in a folder gives pathlib.Path, one in a zip file zipfile.Path, one of several folders a path that joins them. Thread safety:
nothing is kept. Errors: FileNotFoundError for resources that are missing, TypeError for what is no package or module.
"""

import contextlib
import importlib
import os
import pathlib
import sys
import types

from importlib.resources.abc import ResourceReader

__all__ = ["Package", "Anchor", "ResourceReader", "as_file", "files", "contents", "is_resource", "open_binary", "open_text", "path",
           "read_binary", "read_text"]

Package = types.ModuleType | str
Anchor = Package


def files(anchor=None):
    """The folder of a package, or of a module; of the caller's without an anchor."""
    if anchor is None:
        anchor = _caller()
    module = anchor if isinstance(anchor, types.ModuleType) else importlib.import_module(anchor)
    return _folder_of(module)


def _caller():
    # The name of the module that called a function of this one.
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return frame.f_globals["__name__"]


def _folder_of(module):
    spec = getattr(module, "__spec__", None)
    loader = getattr(spec, "loader", None) or getattr(module, "__loader__", None)
    get_reader = getattr(loader, "get_resource_reader", None)
    if get_reader is not None:
        reader = get_reader(getattr(spec, "name", module.__name__))
        if hasattr(reader, "files"):
            return reader.files()
    folders = list(getattr(module, "__path__", None) or [])
    if not folders:
        name = getattr(module, "__file__", None) or getattr(spec, "origin", None)
        if not name:
            raise TypeError(f"{module.__name__!r} has no files")
        folders = [os.path.dirname(name)]
    paths = [_path_of(folder) for folder in folders]
    if len(paths) > 1 or (getattr(module, "__file__", None) is None and hasattr(module, "__path__")):
        from importlib.readers import MultiplexedPath
        return MultiplexedPath(*paths)
    return paths[0]


def _path_of(folder):
    # A part of the path may be a zip file.
    if not os.path.exists(folder):
        above, inside = folder, []
        while above and not os.path.exists(above):
            above, name = os.path.split(above)
            inside.insert(0, name)
        if os.path.isfile(above):
            import zipfile
            if zipfile.is_zipfile(above):
                return zipfile.Path(above, "/".join(inside) + "/")
    return pathlib.Path(folder)


@contextlib.contextmanager
def as_file(path):
    """A context whose value is the path of a file or folder in the file system, which is a copy unless it was there already."""
    if isinstance(path, pathlib.Path):
        yield path
        return
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder, path.name)
        _copy(path, made)
        yield made


def _copy(source, target):
    if source.is_dir():
        target.mkdir()
        for child in source.iterdir():
            _copy(child, target / child.name)
    else:
        target.write_bytes(source.read_bytes())


def _resource(anchor, names):
    if anchor is None:
        raise TypeError("anchor must be module or string, got None")
    return files(anchor).joinpath(*names)


def _encoding(names, encoding):
    if encoding is not None:
        return encoding
    if len(names) > 1:
        raise TypeError("'encoding' argument required with multiple path names")
    return "utf-8"


def open_binary(anchor, *path_names):
    """Open a resource for reading bytes."""
    return _resource(anchor, path_names).open("rb")


def open_text(anchor, *path_names, encoding=None, errors="strict"):
    """Open a resource for reading text."""
    encoding = _encoding(path_names, encoding)
    return _resource(anchor, path_names).open("r", encoding=encoding, errors=errors)


def read_binary(anchor, *path_names):
    """The bytes of a resource."""
    return _resource(anchor, path_names).read_bytes()


def read_text(anchor, *path_names, encoding=None, errors="strict"):
    """The text of a resource."""
    encoding = _encoding(path_names, encoding)
    with _resource(anchor, path_names).open("r", encoding=encoding, errors=errors) as file:
        return file.read()


def path(anchor, *path_names):
    """as_file() of a resource."""
    return as_file(_resource(anchor, path_names))


def is_resource(anchor, *path_names):
    """Whether there is a file of this name."""
    return _resource(anchor, path_names).is_file()


def contents(anchor, *path_names):
    """The names in the folder of a package."""
    import warnings
    warnings.warn("importlib.resources.contents is deprecated. Use files(anchor).iterdir() instead.", DeprecationWarning, stacklevel=1)
    return (each.name for each in _resource(anchor, path_names).iterdir())
