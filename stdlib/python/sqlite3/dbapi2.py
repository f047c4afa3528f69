"""What the database interface of Python, version 2 (PEP 249), asks for, on SQLite. sqlite3 has all of it, too."""

import _sqlite3
import collections.abc
import datetime
import time

from sqlite3._adapters import PrepareProtocol, adapt, adapters, converters, register_adapter, register_converter
from sqlite3._connection import Connection, LEGACY_TRANSACTION_CONTROL, connect, enable_callback_tracebacks
from sqlite3._cursor import PARSE_COLNAMES, PARSE_DECLTYPES, Blob, Cursor, Row
from sqlite3._errors import (DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, NotSupportedError,
                             OperationalError, ProgrammingError, Warning)
from _sqlite3 import complete_statement

globals().update(_sqlite3.constants)

paramstyle = "qmark"
apilevel = "2.0"
# SQLite may be built for one thread alone, for a connection each, or for connections that are shared.
threadsafety = {0: 0, 2: 1, 1: 3}[_sqlite3.threadsafe]
sqlite_version = _sqlite3.version
sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))

Date, Time, Timestamp = datetime.date, datetime.time, datetime.datetime
Binary = memoryview
collections.abc.Sequence.register(Row)


def DateFromTicks(ticks):
    """The date of a time in seconds."""
    return Date(*time.localtime(ticks)[:3])


def TimeFromTicks(ticks):
    """The time of the day of a time in seconds."""
    return Time(*time.localtime(ticks)[3:6])


def TimestampFromTicks(ticks):
    """The date and time of a time in seconds."""
    return Timestamp(*time.localtime(ticks)[:6])


_old = {"version": "2.6.0", "version_info": (2, 6, 0)}


def __getattr__(name):
    if name in _old:
        import warnings
        warnings.warn(f"{name} is deprecated and will be removed in Python 3.14", DeprecationWarning, stacklevel=2,
                      skip_file_prefixes=(__file__.removesuffix("dbapi2.py"),))
        return _old[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
