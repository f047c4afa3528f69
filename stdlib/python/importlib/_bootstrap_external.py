"""The names by which programs know the parts of the import system that deal with files."""

from importlib.machinery import (BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, NamespaceLoader, PathFinder, SourceFileLoader,
                                 SourcelessFileLoader)
from importlib.util import MAGIC_NUMBER, cache_from_source, decode_source, source_from_cache, spec_from_file_location

from posixpath import isfile as _path_isfile


def _get_sourcefile(bytecode_path):
    """The source file that belongs to a file of bytecode; the path itself if there is none."""
    if not bytecode_path:
        return None
    stem, dot, extension = bytecode_path.rpartition(".")
    if not dot or extension.lower()[:2] != "py":
        return bytecode_path
    try:
        source = source_from_cache(bytecode_path)
    except (NotImplementedError, ValueError):
        source = bytecode_path[:-1]
    return source if _path_isfile(source) else bytecode_path


__all__ = ["BYTECODE_SUFFIXES", "EXTENSION_SUFFIXES", "FileFinder", "MAGIC_NUMBER", "NamespaceLoader", "PathFinder", "SOURCE_SUFFIXES",
           "SourceFileLoader", "SourcelessFileLoader", "cache_from_source", "decode_source", "source_from_cache", "spec_from_file_location"]
