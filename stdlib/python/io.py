"""Streams. All of it is native; this file gives it its public name and adds the abstract classes."""

import _io
import abc
from builtins import BlockingIOError
from _io import *
from _io import (BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, BytesIO, DEFAULT_BUFFER_SIZE,
                 FileIO, IncrementalNewlineDecoder, StringIO, TextIOWrapper, open, text_encoding)

__all__ = [
    "BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO", "BufferedIOBase",
    "BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOBase", "TextIOWrapper",
    "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "text_encoding", "DEFAULT_BUFFER_SIZE",
    "IncrementalNewlineDecoder",
]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2

# Defined natively, but by right it is a class of this module.
if hasattr(_io, "UnsupportedOperation"):
    UnsupportedOperation = _io.UnsupportedOperation
else:
    class UnsupportedOperation(OSError, ValueError):
        """The stream cannot do this."""

open_code = _io.open_code


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    """The base of all streams."""


class RawIOBase(_io._RawIOBase, IOBase):
    """The base of streams of bytes that pass every call on to the system."""


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """The base of streams of bytes with a buffer."""


class TextIOBase(_io._TextIOBase, IOBase):
    """The base of streams of text."""


RawIOBase.register(FileIO)
for _kind in (BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair):
    BufferedIOBase.register(_kind)
for _kind in (StringIO, TextIOWrapper):
    TextIOBase.register(_kind)
del _kind
