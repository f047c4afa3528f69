"""Databases of bytes in files: dbm.sqlite3, which is taken for new ones, and dbm.dumb, readable everywhere; gnu and ndbm are not linked."""

__all__ = ["open", "whichdb", "error"]

import io
import os
import struct


class error(Exception):
    """A database that cannot be opened; `dbm.error` stands for this and for what its kind raises."""


_names = ["dbm.sqlite3", "dbm.gnu", "dbm.ndbm", "dbm.dumb"]
_defaultmod = None
_modules = {}

error = (error, OSError)


def open(file, flag="r", mode=0o666):
    """Open a database: 'r' reads an existing one, 'w' writes, 'c' creates it if need be, 'n' always makes a new one."""
    global _defaultmod
    if _defaultmod is None:
        from dbm import dumb
        _modules["dbm.dumb"] = dumb
        try:
            from dbm import sqlite3
        except ImportError:
            # libsqlite3 is not there.
            _defaultmod = dumb
        else:
            _defaultmod = _modules["dbm.sqlite3"] = sqlite3
    result = whichdb(file) if "n" not in flag else None
    if result is None:
        if "c" not in flag and "n" not in flag:
            raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
        module = _defaultmod
    elif result == "":
        raise error[0]("db type could not be determined")
    elif result not in _modules:
        raise error[0]("db type is {0}, but the module is not available".format(result))
    else:
        module = _modules[result]
    return module.open(file, flag, mode)


def whichdb(filename):
    """The module that can open a database: None when there is no such file, '' when its kind is not known."""
    filename = os.fsencode(filename)

    def can_be_read(*endings):
        try:
            for ending in endings:
                io.open(filename + ending, "rb").close()
        except OSError:
            return False
        return True

    if can_be_read(b".pag", b".dir") or can_be_read(b".db"):
        return "dbm.ndbm"
    try:
        os.stat(filename + b".dat")
        # No key yet, or a line that starts with one.
        if os.stat(filename + b".dir").st_size == 0:
            return "dbm.dumb"
        with io.open(filename + b".dir", "rb") as file:
            if file.read(1) in (b"'", b'"'):
                return "dbm.dumb"
    except OSError:
        pass
    try:
        with io.open(filename, "rb") as file:
            head = file.read(16)
    except OSError:
        return None
    if len(head) < 4:
        return ""
    if struct.unpack("=l", head[:4])[0] in (0x13579ACE, 0x13579ACD, 0x13579ACF):
        return "dbm.gnu"
    if head == b"SQLite format 3\0":
        return "dbm.sqlite3"
    return ""


if __name__ == "__main__":
    import sys
    for filename in sys.argv[1:]:
        print(whichdb(filename) or "UNKNOWN", filename)
