"""The exceptions of sqlite3, and which one an error of SQLite becomes. _sqlite3 raises them."""

import _sqlite3


class Warning(Exception):
    """Something to know."""


class Error(Exception):
    """Any error; sqlite_errorcode and sqlite_errorname tell SQLite's number and name, where it has one."""


class InterfaceError(Error):
    """SQLite was used in a way that it does not allow."""


class DatabaseError(Error):
    """Something is wrong with the database."""


class InternalError(DatabaseError):
    """Something is wrong inside of SQLite."""


class OperationalError(DatabaseError):
    """What was asked for could not be done."""


class ProgrammingError(DatabaseError):
    """The program is wrong."""


class IntegrityError(DatabaseError):
    """A constraint would be broken."""


class DataError(DatabaseError):
    """The data are too large, or not what they should be."""


class NotSupportedError(DatabaseError):
    """This SQLite cannot do it."""


for _class in (Warning, Error, InterfaceError, DatabaseError, InternalError, OperationalError, ProgrammingError, IntegrityError, DataError,
               NotSupportedError):
    _class.__module__ = "sqlite3"
del _class

_BY_NAME = {
    InternalError: "INTERNAL NOTFOUND",
    OperationalError: "ERROR PERM ABORT BUSY LOCKED READONLY INTERRUPT IOERR FULL CANTOPEN PROTOCOL EMPTY SCHEMA",
    DataError: "TOOBIG",
    IntegrityError: "CONSTRAINT MISMATCH",
    InterfaceError: "MISUSE RANGE",
}
_BY_CODE = {_sqlite3.constants["SQLITE_" + name]: kind for kind, names in _BY_NAME.items() for name in names.split()}


def error_of(code, extended, message):
    """The exception for an error of SQLite."""
    error = _BY_CODE.get(code, DatabaseError)(message)
    error.sqlite_errorcode = extended
    error.sqlite_errorname = _sqlite3.codes.get(extended, "unknown")
    return error
