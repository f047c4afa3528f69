"""Databases of bytes in a table of SQLite: keys and values are text, which is encoded, or bytes, or numbers. Safe among processes.

Whatever SQLite cannot do is an `error`. A database is used by the thread that opened it.
"""

import os
import sqlite3

from collections.abc import MutableMapping
from contextlib import closing, suppress
from pathlib import Path

__all__ = ["error", "open"]

_MODES = {"r": "ro", "w": "rw", "c": "rwc", "n": "rwc"}


class error(OSError):
    """Something that could not be done."""


def _address(path):
    # A path may hold characters that mean something in addresses.
    return Path(os.fsdecode(path)).absolute().as_uri()


class _Database(MutableMapping):
    def __init__(self, path, /, *, flag, mode):
        if hasattr(self, "_connection"):
            raise error(None)
        if flag not in _MODES:
            raise ValueError(f"Flag must be one of 'r', 'w', 'c', or 'n', not {flag!r}")
        self._connection = None
        path = os.fsdecode(path)
        if flag == "n":
            with suppress(FileNotFoundError):
                os.unlink(path)
        if flag in "cn":
            # SQLite would not ask for the mode.
            Path(path).touch(mode=mode, exist_ok=True)
        try:
            self._connection = sqlite3.connect(f"{_address(path)}?mode={_MODES[flag]}", autocommit=True, uri=True)
        except sqlite3.Error as failure:
            raise error(str(failure))
        # Readers and a writer do not wait for each other; a database that can only be read stays as it is.
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA journal_mode = wal")
        if flag in "cn":
            self._run("CREATE TABLE IF NOT EXISTS Dict (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)").close()

    def _run(self, *args):
        if not self._connection:
            raise error("DBM object has already been closed")
        try:
            return self._connection.execute(*args)
        except sqlite3.Error as failure:
            raise error(str(failure))

    def __len__(self):
        return self._run("SELECT COUNT (key) FROM Dict").fetchone()[0]

    def __getitem__(self, key):
        with closing(self._run("SELECT value FROM Dict WHERE key = CAST(? AS BLOB)", (key,))) as found:
            row = found.fetchone()
        if row is None:
            raise KeyError(key)
        return row[0]

    def __setitem__(self, key, value):
        self._run("REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))", (key, value)).close()

    def __delitem__(self, key):
        if self._run("DELETE FROM Dict WHERE key = CAST(? AS BLOB)", (key,)).rowcount == 0:
            raise KeyError(key)

    def __iter__(self):
        try:
            for row in self._run("SELECT key FROM Dict"):
                yield row[0]
        except sqlite3.Error as failure:
            raise error(str(failure))

    def close(self):
        if self._connection:
            self._connection.close()
            self._connection = None

    def keys(self):
        return list(super().keys())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def open(filename, /, flag="r", mode=0o666):
    """Open a database: 'r' reads an existing one, 'w' writes, 'c' creates it if need be, 'n' always makes a new one."""
    return _Database(filename, flag=flag, mode=mode)
