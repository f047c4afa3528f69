"""The names by which programs know the parts of the import system that deal with files."""

from importlib.machinery import (BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, NamespaceLoader, PathFinder, SourceFileLoader,
                                 SourcelessFileLoader)
from importlib.util import MAGIC_NUMBER, cache_from_source, decode_source, source_from_cache, spec_from_file_location

__all__ = ["BYTECODE_SUFFIXES", "EXTENSION_SUFFIXES", "FileFinder", "MAGIC_NUMBER", "NamespaceLoader", "PathFinder", "SOURCE_SUFFIXES",
           "SourceFileLoader", "SourcelessFileLoader", "cache_from_source", "decode_source", "source_from_cache", "spec_from_file_location"]
