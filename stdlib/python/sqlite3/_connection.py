"""Connections of sqlite3: opening a database, transactions, and everything that is not done through a cursor.

Unless check_same_thread is false, a connection is used by the thread that made it alone. If it is, several may use it: SQLite is
entered by one at a time, but transactions belong to the connection, and so to all of them.
"""

import _sqlite3
import _thread
import os
import sqlite3._adapters as _adapters
import warnings

from _static_type import static_type as _static_type
from sqlite3 import _errors
from sqlite3._cursor import Blob, Cursor
from sqlite3._errors import DataError, Error, OperationalError, ProgrammingError

LEGACY_TRANSACTION_CONTROL = -1

_OPEN_READWRITE, _OPEN_CREATE, _OPEN_URI = 0x2, 0x4, 0x40
_NAMES = ("timeout", "detect_types", "isolation_level", "check_same_thread", "factory", "cached_statements", "uri")
_LEVELS = ("", "DEFERRED", "IMMEDIATE", "EXCLUSIVE")

_tells_errors = False


def enable_callback_tracebacks(enable, /):
    """Enable or disable callback functions throwing errors to stderr."""
    global _tells_errors
    _tells_errors = bool(enable)


def _type_name(value):
    return "None" if value is None else type(value).__name__


def _warn_of_positions(function):
    warnings.warn(f"Passing more than 1 positional argument to {function}() is deprecated. Parameters 'timeout', 'detect_types', "
                  "'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and 'uri' will become keyword-only parameters in "
                  "Python 3.15.", DeprecationWarning, 2, skip_file_prefixes=_adapters._HERE)


def connect(*args, **kwargs):
    """Open a connection to the SQLite database file 'database'.

    You can use ":memory:" to open a database connection to a database that resides in RAM instead of on disk.
    """
    if len(args) > 1:
        _warn_of_positions("sqlite3.connect")
    factory = args[5] if len(args) > 5 else kwargs.get("factory", Connection)
    return factory(*args, **kwargs)


def _level_of(value):
    if not isinstance(value, str):
        raise TypeError("isolation_level must be str or None")
    level = str.upper(value)
    if level not in _LEVELS:
        raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
    return level


def _autocommit_of(value):
    if value is True or value is False:
        return value
    if isinstance(value, int) and value == LEGACY_TRANSACTION_CONTROL:
        return LEGACY_TRANSACTION_CONTROL
    raise ValueError("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")


def _keywords_deprecated(names):
    """A method whose parameters will be given by position alone in Python 3.15: warn of names."""
    many = len(names) > 1
    listed = ", ".join(f"'{name}'" for name in names[:-1]) + f" and '{names[-1]}'" if many else f"'{names[0]}'"

    def decorate(method):
        name = method.__name__

        def call(self, /, *args, **kwargs):
            if kwargs:
                missing = [given for given in names[len(args):] if given not in kwargs]
                if len(args) < len(names) and not missing:
                    warnings.warn(f"Passing keyword argument{'s' * many} {listed} to _sqlite3.Connection.{name}() is deprecated. "
                                  f"Parameter{'s' * many} {listed} will become positional-only in Python 3.15.", DeprecationWarning, 2,
                                  skip_file_prefixes=_adapters._HERE)
            for number, wanted in enumerate(names):
                if number >= len(args) and wanted not in kwargs:
                    raise TypeError(f"{name}() missing required argument '{wanted}' (pos {number + 1})")
            return method(self, *args, **kwargs)

        call.__name__, call.__qualname__, call.__doc__, call.__module__ = name, method.__qualname__, method.__doc__, "sqlite3"
        call.__wrapped__ = method
        return call

    return decorate


def _whole_number(value):
    if not hasattr(value, "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return value.__index__()


def _text(function, number, value):
    if not isinstance(value, str):
        raise TypeError(f"{function}() argument {number} must be str, not {_type_name(value)}")
    return value


@_static_type
class Connection:
    """SQLite database connection object."""

    __module__ = "sqlite3"
    __slots__ = ("row_factory", "text_factory", "_database", "_thread", "_detect_types", "_level", "_autocommit", "_begin",
                 "_has_legacy_control", "_cache", "_cache_size", "__weakref__")

    (Warning, Error, InterfaceError, DatabaseError, InternalError, OperationalError, ProgrammingError, IntegrityError, DataError,
     NotSupportedError) = (getattr(_errors, name) for name in
                           ("Warning", "Error", "InterfaceError", "DatabaseError", "InternalError", "OperationalError", "ProgrammingError",
                            "IntegrityError", "DataError", "NotSupportedError"))

    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        if len(args) > 1:
            _warn_of_positions("_sqlite3.Connection")
        self._open(*_arguments(args, kwargs))

    def _open(self, database, timeout, detect_types, isolation_level, check_same_thread, cached_statements, uri, autocommit):
        path = os.fsencode(database)
        if b"\0" in path:
            raise ValueError("embedded null byte")
        if not isinstance(timeout, (int, float)) and not hasattr(timeout, "__float__") and not hasattr(timeout, "__index__"):
            raise TypeError(f"must be real number, not {_type_name(timeout)}")
        detect_types, cached_statements = _whole_number(detect_types), _whole_number(cached_statements)
        level = None if isolation_level is None else _level_of(isolation_level)
        autocommit = _autocommit_of(autocommit)
        flags = _OPEN_READWRITE | _OPEN_CREATE | (_OPEN_URI if uri else 0)
        if hasattr(self, "_thread"):
            # Initialised once more: what it was is over, but for the cursors that it has.
            del self._thread
        self._database = _sqlite3.Database(path, flags, max(0, int(float(timeout) * 1000)))
        self.row_factory, self.text_factory = None, str
        self._thread = _thread.get_ident() if check_same_thread else None
        self._detect_types = detect_types
        self._cache, self._cache_size = {}, cached_statements
        self._level, self._autocommit = level, autocommit
        self._set_control()
        if autocommit is False:
            self._run("BEGIN")

    def _set_control(self):
        self._has_legacy_control = self._autocommit == LEGACY_TRANSACTION_CONTROL and self._autocommit is not True
        self._begin = "BEGIN " + self._level if self._has_legacy_control and self._level is not None else None

    def __del__(self):
        database = getattr(self, "_database", None)
        if database is None:
            return
        warnings.warn(f"unclosed database in {object.__repr__(self)}", ResourceWarning, 2, source=self,
                      skip_file_prefixes=_adapters._HERE)
        self._database = None
        database.close()

    # --- What the others stand on

    def _check_thread(self):
        try:
            made = self._thread
        except AttributeError:
            raise ProgrammingError("Base Connection.__init__ not called.") from None
        if made is not None and made != _thread.get_ident():
            raise ProgrammingError("SQLite objects created in a thread can only be used in that same thread. The object was created in "
                                   f"thread id {made} and this is thread id {_thread.get_ident()}.")

    def _check(self):
        self._check_thread()
        if self._database is None:
            raise ProgrammingError("Cannot operate on a closed database.")

    def _is_open(self):
        return self._database is not None

    def _open_database(self):
        """The database, without a look at the thread."""
        try:
            database = self._database
        except AttributeError:
            raise ProgrammingError("Base Connection.__init__ not called.") from None
        if database is None:
            raise ProgrammingError("Cannot operate on a closed database.")
        return database

    def _prepared(self, sql):
        """A statement that nobody else uses; None if there is nothing in it."""
        return self._cache.pop(sql, None) or self._database.prepare(sql)

    def _keep_statement(self, sql, statement):
        cache = self._cache
        if self._cache_size <= 0 or sql in cache:
            return
        if len(cache) >= self._cache_size:
            # Another thread may do the same.
            for oldest in list(cache)[:1]:
                cache.pop(oldest, None)
        cache[sql] = statement

    def _run(self, sql):
        statement = self._database.prepare(sql)
        statement.step()
        statement.reset()

    # --- Statements

    def cursor(self, factory=Cursor):
        """Return a cursor for the connection."""
        self._check()
        cursor = factory(self)
        if not issubclass(type(cursor), Cursor):
            raise TypeError(f"factory must return a cursor, not {_type_name(cursor)}")
        if self.row_factory is not None:
            cursor.row_factory = self.row_factory
        return cursor

    def execute(self, *args):
        """Executes an SQL statement."""
        return self.cursor().execute(*args)

    def executemany(self, sql, parameters, /):
        """Repeatedly executes an SQL statement."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script, /):
        """Executes multiple SQL statements at once."""
        return self.cursor().executescript(sql_script)

    def __call__(self, *args):
        self._check()
        if len(args) != 1:
            raise TypeError(f"function takes exactly 1 argument ({len(args)} given)")
        if not isinstance(args[0], str):
            raise TypeError(f"argument 1 must be str, not {_type_name(args[0])}")
        return self._database.prepare(args[0])

    __call__.__signature__ = "(self, sql, /)"

    # --- Transactions

    def commit(self):
        """Commit any pending transaction to the database.

        If there is no open transaction, this method is a no-op.
        """
        self._check()
        self._end_transaction("COMMIT")

    def rollback(self):
        """Roll back to the start of any pending transaction.

        If there is no open transaction, this method is a no-op.
        """
        self._check()
        self._end_transaction("ROLLBACK")

    def _end_transaction(self, how):
        if self._has_legacy_control:
            if self._database.in_transaction():
                self._run(how)
        elif self._autocommit is False:
            self._run(how)
            self._run("BEGIN")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback, /):
        """Called when the connection is used as a context manager.

        If there was any exception, a rollback takes place; otherwise we commit.
        """
        if self._autocommit is True:
            return False
        if type is None and value is None and traceback is None:
            try:
                self.commit()
            except BaseException:
                self.rollback()
                raise
        else:
            self.rollback()
        return False

    @property
    def isolation_level(self):
        self._open_database()
        return self._level

    @isolation_level.setter
    def isolation_level(self, value):
        self._open_database()
        if value is None:
            self._level = None
            # Whoever takes over the control of transactions starts without one.
            if self._database.in_transaction():
                self._run("COMMIT")
        else:
            self._level = _level_of(value)
        self._set_control()

    @isolation_level.deleter
    def isolation_level(self):
        raise AttributeError("cannot delete attribute")

    @property
    def autocommit(self):
        self._check()
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        self._check()
        value = _autocommit_of(value)
        if value is True:
            if self._database.in_transaction():
                self._run("COMMIT")
        elif value is False:
            if not self._database.in_transaction():
                self._run("BEGIN")
        self._autocommit = value
        self._set_control()

    @property
    def in_transaction(self):
        return self._open_database().in_transaction()

    @property
    def total_changes(self):
        return self._open_database().total_changes()

    @in_transaction.setter
    def in_transaction(self, value):
        raise AttributeError("attribute 'in_transaction' of 'sqlite3.Connection' objects is not writable")

    @total_changes.setter
    def total_changes(self, value):
        raise AttributeError("attribute 'total_changes' of 'sqlite3.Connection' objects is not writable")

    def close(self):
        """Close the database connection.

        Any pending transaction is not committed implicitly.
        """
        self._check_thread()
        database = self._database
        if database is None:
            return
        if self._autocommit is False and database.in_transaction():
            self._run("ROLLBACK")
        self._database = None
        self._cache.clear()
        database.close()

    def interrupt(self):
        """Abort any pending database operation."""
        self._open_database().interrupt()

    # --- Functions and hooks in Python

    def _ready_for_callback(self):
        self._check()
        return self._database

    @_keywords_deprecated(("name", "narg", "func"))
    def create_function(self, name, narg, func, *, deterministic=False):
        """Creates a new function."""
        database = self._ready_for_callback()
        flags = 0x800 if deterministic else 0
        if not database.create_function(_text("create_function", 1, name), _whole_number(narg), func, flags):
            raise OperationalError("Error creating function")

    @_keywords_deprecated(("name", "n_arg", "aggregate_class"))
    def create_aggregate(self, name, n_arg, aggregate_class):
        """Creates a new aggregate."""
        database = self._ready_for_callback()
        if not database.create_aggregate(_text("create_aggregate", 1, name), _whole_number(n_arg), aggregate_class, False):
            raise OperationalError("Error creating aggregate")

    def create_window_function(self, name, num_params, aggregate_class, /):
        """Creates or redefines an aggregate window function. Using None as the class removes it."""
        database = self._ready_for_callback()
        if not database.create_aggregate(_text("create_window_function", 1, name), _whole_number(num_params), aggregate_class, True):
            raise ProgrammingError(_sqlite3.error_text(_sqlite3.constants["SQLITE_MISUSE"]))

    def create_collation(self, name, callback, /):
        """Creates a collation function."""
        database = self._ready_for_callback()
        _text("create_collation", 1, name)
        if callback is not None and not callable(callback):
            raise TypeError("parameter must be callable")
        database.create_collation(name, callback)

    @_keywords_deprecated(("authorizer_callback",))
    def set_authorizer(self, authorizer_callback):
        """Set authorizer callback."""
        self._ready_for_callback().set_hook(1, authorizer_callback)

    def set_progress_handler(self, /, *args, **kwargs):
        """Set progress handler callback."""
        return _set_progress_handler(self, *args, **kwargs)

    @_keywords_deprecated(("trace_callback",))
    def set_trace_callback(self, trace_callback):
        """Set a trace callback called for each SQL statement (passed as unicode)."""
        self._ready_for_callback().set_hook(3, trace_callback)

    # --- The rest

    def backup(self, target, *, pages=-1, progress=None, name="main", sleep=0.250):
        """Makes a backup of the database."""
        if not isinstance(target, Connection):
            raise TypeError(f"backup() argument 'target' must be sqlite3.Connection, not {_type_name(target)}")
        if not isinstance(sleep, (int, float)) and not hasattr(sleep, "__float__"):
            raise TypeError(f"must be real number, not {_type_name(sleep)}")
        self._check()
        target._check()
        if target is self:
            raise ValueError("target cannot be the same connection instance")
        if progress is not None and not callable(progress):
            raise TypeError("progress argument must be a callable")
        self._database.backup(target._database, _whole_number(pages) or -1, progress, name, int(float(sleep) * 1000))

    def blobopen(self, table, column, row, /, *, readonly=False, name="main"):
        """Open and return a BLOB object."""
        self._check()
        return Blob._of(self, self._database.open_blob(_text("blobopen", 1, table), _text("blobopen", 2, column), row, readonly, name))

    def iterdump(self, *, filter=None):
        """Returns iterator to the dump of the database in an SQL text format."""
        self._check()
        from sqlite3.dump import _iterdump
        return _iterdump(self, filter=filter)

    def serialize(self, *, name="main"):
        """Serialize a database into a byte string."""
        self._check()
        return self._database.serialize(name)

    def deserialize(self, data, /, *, name="main"):
        """Load a serialized database."""
        self._check()
        if isinstance(data, str):
            data = data.encode()
        self._database.deserialize(data, name)

    def getlimit(self, category, /):
        """Get connection run-time limits."""
        return self.setlimit(category, -1)

    def setlimit(self, category, limit, /):
        """Set connection run-time limits."""
        self._check()
        return self._database.limit(category, limit)

    def getconfig(self, op, /):
        """Query a boolean connection configuration option."""
        self._check()
        return self._database.config(_config_of(op), -1)

    def setconfig(self, op, enable=True, /):
        """Set a boolean connection configuration option."""
        self._check()
        if self._database.config(_config_of(op), bool(enable)) != bool(enable):
            raise OperationalError("Unable to set config")


def _config_of(op):
    if not any(op == value for name, value in _sqlite3.constants.items() if name.startswith("SQLITE_DBCONFIG_")):
        raise ValueError(f"unknown config 'op': {op}")
    return op


@_keywords_deprecated(("progress_handler",))
def set_progress_handler(self, progress_handler, n):
    """Set progress handler callback."""
    self._ready_for_callback().set_hook(2, progress_handler, _whole_number(n))


_set_progress_handler = set_progress_handler
del set_progress_handler


def _arguments(args, kwargs):
    """The arguments of Connection() in the order of _open()."""
    if len(args) > 8:
        raise TypeError(f"Connection() takes at most 9 arguments ({len(args) + len(kwargs)} given)")
    values = {"timeout": 5.0, "detect_types": 0, "isolation_level": "", "check_same_thread": True, "factory": None,
              "cached_statements": 128, "uri": False, "autocommit": LEGACY_TRANSACTION_CONTROL}
    names = ("database", *_NAMES)
    for name, value in zip(names, args):
        values[name] = value
    for name, value in kwargs.items():
        if name != "database" and name not in values:
            raise TypeError(f"Connection() got an unexpected keyword argument '{name}'")
        if name in names[:len(args)]:
            raise TypeError(f"argument for Connection() given by name ('{name}') and position ({names.index(name) + 1})")
        values[name] = value
    if "database" not in values:
        raise TypeError("Connection() missing required argument 'database' (pos 1)")
    return [values[name] for name in ("database", "timeout", "detect_types", "isolation_level", "check_same_thread", "cached_statements",
                                      "uri", "autocommit")]
