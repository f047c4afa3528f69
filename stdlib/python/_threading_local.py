"""Thread-local data under the name it has had since before the interpreter knew it."""

from _thread import _local as local

__all__ = ["local"]
