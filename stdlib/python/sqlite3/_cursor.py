"""Cursors, rows and blobs of sqlite3.

A cursor holds the statement that it runs, one step ahead: whether there is another row is known when one is given out. Cursors that
several threads use at once are refused; the connection below takes one thread at a time.
"""

import sqlite3._adapters as _adapters

from _static_type import static_type as _static_type
from sqlite3._errors import ProgrammingError

PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2


def _type_name(value):
    return "None" if value is None else type(value).__name__


def _is_mapping(parameters):
    """Whether parameters are given by name; ProgrammingError if they are neither that nor a sequence."""
    kind = type(parameters)
    if kind is tuple or kind is list:
        return False
    if isinstance(parameters, dict):
        return True
    if hasattr(kind, "__getitem__"):
        # Classes of the language that are mappings say so; those of Python that are no dicts cannot be told from sequences.
        return kind.__name__ == "mappingproxy"
    raise ProgrammingError("parameters are of unsupported type")


def _read_only(slot):
    def refuse(self, value):
        raise AttributeError("readonly attribute")

    return property(lambda self: getattr(self, slot), refuse)


@_static_type
class Cursor:
    """Runs statements, and gives out their rows."""

    __module__ = "sqlite3"
    __slots__ = ("arraysize", "row_factory", "_connection", "_description", "_lastrowid", "_rowcount", "_statement", "_sql", "_returned",
                 "_converters", "_is_closed", "_is_locked", "__weakref__")

    connection, description = _read_only("_connection"), _read_only("_description")
    lastrowid, rowcount = _read_only("_lastrowid"), _read_only("_rowcount")

    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args):
        from sqlite3._connection import Connection
        if len(args) != 1:
            raise TypeError(f"Cursor expected 1 argument, got {len(args)}")
        connection = args[0]
        if not isinstance(connection, Connection):
            raise TypeError(f"Cursor() argument 1 must be sqlite3.Connection, not {_type_name(connection)}")
        connection._check_thread()
        if getattr(self, "_is_locked", False):
            raise ProgrammingError("Recursive use of cursors not allowed.")
        self._connection = connection
        self._statement = self._sql = self._returned = self._converters = self._description = self._lastrowid = self.row_factory = None
        self.arraysize, self._rowcount = 1, -1
        self._is_closed = self._is_locked = False

    def _check(self):
        """Nothing stands in the way of using it."""
        try:
            connection = self._connection
            is_closed, is_locked = self._is_closed, self._is_locked
        except AttributeError:
            raise ProgrammingError("Base Cursor.__init__ not called.") from None
        if is_closed:
            raise ProgrammingError("Cannot operate on a closed cursor.")
        if is_locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        connection._check()

    def _end_statement(self):
        statement, self._statement = self._statement, None
        if statement is not None:
            statement.reset()
            # Nobody else has it: it is taken out of the cache while it is used.
            self._connection._keep_statement(self._sql, statement)

    def _execute(self, sql, all_parameters, many):
        self._check()
        connection = self._connection
        database = connection._database
        self._is_locked = True
        statement = None
        try:
            if self._statement is not None:
                self._end_statement()
            self._description = self._converters = self._returned = None
            statement = connection._prepared(sql)
            if statement is None:
                self._rowcount = -1
                return self
            if many and statement.is_read_only():
                raise ProgrammingError("executemany() can only execute DML statements.")
            is_change = statement.is_change
            rowcount = 0 if is_change else -1
            self._rowcount = rowcount
            if is_change and connection._begin is not None and not database.in_transaction():
                # Queries that were dropped half way would keep their lock until the transaction ends.
                database.finish_queries()
                connection._run(connection._begin)
            self._statement, self._sql = statement, sql
            has_row = False
            for parameters in all_parameters:
                statement.bind(parameters, _is_mapping(parameters), _adapters.adapt_parameter, _adapters.adapts_plain,
                               _adapters.warn_of_position)
                has_row = statement.step()
                if self._description is None:
                    self._describe(statement)
                if is_change and not has_row:
                    rowcount += database.changes()
                    self._rowcount = rowcount
                if many:
                    has_row = False
                    statement.reset()
            if not many:
                self._lastrowid = database.last_row()
            if is_change and has_row:
                # A change is whole before its first row comes out. Who drops the cursor must not leave it half done.
                self._returned = statement.rest(connection.text_factory, self._converters)
                self._returned.reverse()
                has_row = False
            if has_row:
                statement.rows_are(connection.text_factory, self._converters)
            else:
                self._end_statement()
            return self
        except BaseException:
            self._rowcount = -1
            self._statement = None
            if statement is not None and connection._is_open():
                statement.reset()
            raise
        finally:
            self._is_locked = False

    def _describe(self, statement):
        columns = statement.columns()
        if not columns:
            return
        detect = self._connection._detect_types
        if detect:
            self._converters = tuple([self._converter_of(name, declared, detect) for name, declared in columns])
        if detect & PARSE_COLNAMES:
            columns = [(name.partition(" [")[0] if "[" in name else name, declared) for name, declared in columns]
        self._description = tuple([(name, None, None, None, None, None, None) for name, _ in columns])

    @staticmethod
    def _converter_of(name, declared, detect):
        if detect & PARSE_COLNAMES and "[" in name:
            kind = name.rpartition("[")[2].partition("]")
            if kind[1]:
                converter = _adapters.converters.get(kind[0].upper())
                if converter is not None:
                    return converter
        if detect & PARSE_DECLTYPES and declared:
            return _adapters.converters.get(declared.partition("(")[0].partition(" ")[0].upper())
        return None

    def execute(self, sql, parameters=(), /):
        """Executes an SQL statement."""
        if not isinstance(sql, str):
            raise TypeError(f"execute() argument 1 must be str, not {_type_name(sql)}")
        return self._execute(sql, (parameters,), False)

    def executemany(self, sql, seq_of_parameters, /):
        """Repeatedly executes an SQL statement."""
        if not isinstance(sql, str):
            raise TypeError(f"executemany() argument 1 must be str, not {_type_name(sql)}")
        self._check()
        return self._execute(sql, iter(seq_of_parameters), True)

    def executescript(self, sql_script, /):
        """Executes multiple SQL statements at once."""
        if not isinstance(sql_script, str):
            raise TypeError(f"executescript() argument must be str, not {_type_name(sql_script)}")
        self._check()
        connection = self._connection
        if connection._has_legacy_control and connection._database.in_transaction():
            connection._run("COMMIT")
        connection._database.script(sql_script)
        return self

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        self._check()
        statement = self._statement
        if statement is None:
            return self._next_returned()
        self._is_locked = True
        try:
            row = statement.next(self._connection.text_factory, self._converters)
            if not statement.has_row:
                self._end_statement()
        except BaseException:
            self._statement = None
            if self._connection._is_open():
                statement.reset()
            raise
        finally:
            self._is_locked = False
        factory = self.row_factory
        return row if factory is None else factory(self, row)

    def _next_returned(self):
        """The next row of a change, which has come to its end already."""
        rows = self._returned
        if not rows:
            raise StopIteration
        row = rows.pop()
        if not rows:
            self._rowcount = self._connection._database.changes()
        factory = self.row_factory
        return row if factory is None else factory(self, row)

    def fetchone(self):
        """Fetches one row from the resultset."""
        return next(self, None)

    def fetchmany(self, size=None):
        """Fetches several rows from the resultset."""
        size = self.arraysize if size is None else size.__index__()
        rows = []
        for row in self:
            rows.append(row)
            if len(rows) == size:
                break
        return rows

    def fetchall(self):
        """Fetches all rows from the resultset."""
        self._check()
        statement = self._statement
        if statement is None or self.row_factory is not None:
            return list(self)
        self._is_locked = True
        try:
            rows = statement.rest(self._connection.text_factory, self._converters)
            self._end_statement()
        except BaseException:
            self._statement = None
            if self._connection._is_open():
                statement.reset()
            raise
        finally:
            self._is_locked = False
        return rows

    def setinputsizes(self, sizes, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def setoutputsize(self, size, column=None, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def close(self):
        """Closes the cursor."""
        try:
            connection, is_locked = self._connection, self._is_locked
        except AttributeError:
            raise ProgrammingError("Base Cursor.__init__ not called.") from None
        if is_locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        connection._check()
        if self._statement is not None:
            self._end_statement()
        self._is_closed = True


@_static_type
class Row:
    """A row whose columns are found by number or name; names are compared without regard to case."""

    __module__ = "sqlite3"
    __slots__ = ("_data", "_description")

    def __new__(cls, *args):
        if len(args) != 2:
            raise TypeError(f"Row expected 2 arguments, got {len(args)}")
        cursor, data = args
        if not issubclass(type(cursor), Cursor):
            raise TypeError(f"Row() argument 1 must be sqlite3.Cursor, not {_type_name(cursor)}")
        if not isinstance(data, tuple):
            raise TypeError(f"Row() argument 2 must be tuple, not {_type_name(data)}")
        self = object.__new__(cls)
        self._data, self._description = data, cursor.description
        return self

    def keys(self):
        """Returns the keys of the row."""
        return [column[0] for column in self._description or ()]

    def __getitem__(self, key, /):
        if isinstance(key, str):
            for number, column in enumerate(self._description or ()):
                name = column[0]
                if name == key or name.isascii() and key.isascii() and name.lower() == key.lower():
                    return self._data[number]
            raise IndexError("No item with that key")
        if isinstance(key, (int, slice)):
            return self._data[key]
        raise IndexError("Index must be int or string")

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def __hash__(self):
        return hash(self._description) ^ hash(self._data)

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self._description == other._description and self._data == other._data


@_static_type
class Blob:
    """The bytes of one column of one row, read and written in place; their number stays."""

    __module__ = "sqlite3"
    __slots__ = ("_connection", "_blob", "_offset", "__weakref__")

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'sqlite3.Blob' instances")

    @classmethod
    def _of(cls, connection, blob):
        self = object.__new__(cls)
        self._connection, self._blob, self._offset = connection, blob, 0
        return self

    def _check(self):
        self._connection._check()
        if self._blob is None:
            raise ProgrammingError("Cannot operate on a closed blob.")
        return self._blob.size()

    def close(self):
        """Close the blob."""
        self._connection._check()
        blob, self._blob = self._blob, None
        if blob is not None:
            blob.close()

    def read(self, length=-1, /):
        """Read data at the current offset position."""
        size = self._check()
        rest = size - self._offset
        if length < 0 or length > rest:
            length = rest
        if length == 0:
            return b""
        data = self._blob.read(self._offset, length)
        self._offset += length
        return data

    def write(self, data, /):
        """Write data at the current offset."""
        size = self._check()
        count = memoryview(data).nbytes
        if count > size - self._offset:
            raise ValueError("data longer than blob length")
        self._blob.write(self._offset, data)
        self._offset += count

    def seek(self, offset, origin=0, /):
        """Set the current access position to offset."""
        size = self._check()
        if origin not in (0, 1, 2):
            raise ValueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
        start = (0, self._offset, size)[origin]
        if origin and abs(offset) > 2**31 - 1 - start:
            raise OverflowError("seek offset results in offset overflow")
        if not 0 <= start + offset <= size:
            raise ValueError("offset out of blob range")
        self._offset = start + offset

    def tell(self):
        """Return the current access position for the blob."""
        self._check()
        return self._offset

    def __len__(self):
        return self._check()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, val, tb, /):
        self._check()
        self.close()

    def _index(self, key, size):
        index = key.__index__()
        if index < 0:
            index += size
        if not 0 <= index < size:
            raise IndexError("Blob index out of range")
        return index

    def __getitem__(self, key, /):
        size = self._check()
        if hasattr(key, "__index__"):
            return self._blob.read(self._index(key, size), 1)[0]
        if not isinstance(key, slice):
            raise TypeError("Blob indices must be integers")
        start, stop, step = key.indices(size)
        if step == 1:
            return self._blob.read(start, max(0, stop - start))
        return self._blob.read(0, size)[key]

    def __setitem__(self, key, value, /):
        size = self._check()
        if hasattr(key, "__index__"):
            index = self._index(key, size)
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            if not 0 <= value < 256:
                raise ValueError("byte must be in range(0, 256)")
            self._blob.write(index, bytes((value,)))
            return
        if not isinstance(key, slice):
            raise TypeError("Blob indices must be integers")
        start, stop, step = key.indices(size)
        data = bytes(memoryview(value))
        places = range(start, stop, step)
        if len(data) != len(places):
            raise IndexError("Blob slice assignment is wrong size")
        if not places:
            return
        if step == 1:
            self._blob.write(start, data)
            return
        whole = bytearray(self._blob.read(0, size))
        whole[key] = data
        self._blob.write(0, whole)

    def __delitem__(self, key, /):
        self._check()
        if hasattr(key, "__index__"):
            raise TypeError("Blob doesn't support item deletion")
        if isinstance(key, slice):
            raise TypeError("Blob doesn't support slice deletion")
        raise TypeError("Blob indices must be integers")

    def __iter__(self):
        raise TypeError("'sqlite3.Blob' object is not iterable")

    def __contains__(self, value):
        raise TypeError("argument of type 'sqlite3.Blob' is not iterable")
