"""Databases of SQLite, in files or in memory.

    with contextlib.closing(sqlite3.connect("notes.db")) as connection, connection:
        connection.execute("create table if not exists note(written, text)")
        connection.execute("insert into note values (datetime(), ?)", (text,))

The classes are Python, on _sqlite3, which is libsqlite3. The interpreter's lock is given up while SQLite works, and each connection lets in
one thread at a time. Ctrl-C ends a long query, and waiting for a lock on the file.
"""

from sqlite3.dbapi2 import *
from sqlite3.dbapi2 import __getattr__ as _getattr


def __getattr__(name):
    try:
        return _getattr(name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
