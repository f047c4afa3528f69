"""A database in three files: NAME.dat holds the values in blocks, NAME.dir a line for each key, NAME.bak the .dir before.

A line is `'key', (position, length)`, the key as a str in Latin-1. Deleted and outgrown values leave holes that are not used again.
"""

import ast as _ast
import collections.abc
import io as _io
import os as _os

__all__ = ["error", "open"]

_BLOCKSIZE = 512

error = OSError


class _Database(collections.abc.MutableMapping):
    # Also after the names of modules are gone: the last sync() may happen late.
    _os = _os
    _io = _io

    def __init__(self, filebasename, mode, flag="c"):
        filebasename = self._os.fsencode(filebasename)
        self._mode = mode
        self._readonly = flag == "r"
        self._dirfile = filebasename + b".dir"
        self._datfile = filebasename + b".dat"
        self._bakfile = filebasename + b".bak"
        self._index = None  # key -> (position, length)
        self._modified = False
        if flag == "n":
            for name in (self._datfile, self._bakfile, self._dirfile):
                try:
                    self._os.remove(name)
                except OSError:
                    pass
        try:
            file = self._io.open(self._datfile, "r", encoding="Latin-1")
        except OSError:
            if flag not in ("c", "n"):
                raise
            with self._io.open(self._datfile, "w", encoding="Latin-1"):
                self._chmod(self._datfile)
        else:
            file.close()
        self._update(flag)

    def _update(self, flag):
        self._modified = False
        self._index = {}
        try:
            file = self._io.open(self._dirfile, "r", encoding="Latin-1")
        except OSError:
            if flag not in ("c", "n"):
                raise
            with self._io.open(self._dirfile, "w", encoding="Latin-1"):
                self._chmod(self._dirfile)
        else:
            with file:
                for line in file:
                    key, position_and_length = _ast.literal_eval(line.rstrip())
                    self._index[key.encode("Latin-1")] = position_and_length

    def _commit(self):
        # Also called by __del__, when __init__ may have failed.
        if self._index is None or not self._modified:
            return
        try:
            self._os.unlink(self._bakfile)
        except OSError:
            pass
        try:
            self._os.rename(self._dirfile, self._bakfile)
        except OSError:
            pass
        with self._io.open(self._dirfile, "w", encoding="Latin-1") as file:
            self._chmod(self._dirfile)
            for key, place in self._index.items():
                file.write("%r, %r\n" % (key.decode("Latin-1"), place))
        self._modified = False

    sync = _commit

    def _verify_open(self):
        if self._index is None:
            raise error("DBM object has already been closed")

    def _check_writable(self):
        if self._readonly:
            raise error("The database is opened for reading only")

    def __getitem__(self, key):
        if isinstance(key, str):
            key = key.encode("utf-8")
        self._verify_open()
        position, size = self._index[key]
        with self._io.open(self._datfile, "rb") as file:
            file.seek(position)
            return file.read(size)

    def _append_value(self, value):
        with self._io.open(self._datfile, "rb+") as file:
            file.seek(0, 2)
            position = file.tell()
            aligned = (position + _BLOCKSIZE - 1) // _BLOCKSIZE * _BLOCKSIZE
            file.write(b"\0" * (aligned - position))
            file.write(value)
        return aligned, len(value)

    def _write_value(self, position, value):
        with self._io.open(self._datfile, "rb+") as file:
            file.seek(position)
            file.write(value)
        return position, len(value)

    def __setitem__(self, key, value):
        self._check_writable()
        if isinstance(key, str):
            key = key.encode("utf-8")
        elif not isinstance(key, (bytes, bytearray)):
            raise TypeError("keys must be bytes or strings")
        if isinstance(value, str):
            value = value.encode("utf-8")
        elif not isinstance(value, (bytes, bytearray)):
            raise TypeError("values must be bytes or strings")
        self._verify_open()
        self._modified = True
        key = bytes(key)
        if key not in self._index:
            self._index[key] = place = self._append_value(value)
            # A new key is written at once; changed places wait for sync().
            with self._io.open(self._dirfile, "a", encoding="Latin-1") as file:
                self._chmod(self._dirfile)
                file.write("%r, %r\n" % (key.decode("Latin-1"), place))
            return
        position, size = self._index[key]
        if (len(value) + _BLOCKSIZE - 1) // _BLOCKSIZE <= (size + _BLOCKSIZE - 1) // _BLOCKSIZE:
            self._index[key] = self._write_value(position, value)
        else:
            self._index[key] = self._append_value(value)

    def __delitem__(self, key):
        self._check_writable()
        if isinstance(key, str):
            key = key.encode("utf-8")
        self._verify_open()
        self._modified = True
        del self._index[key]
        self._commit()

    def keys(self):
        try:
            return list(self._index)
        except TypeError:
            raise error("DBM object has already been closed") from None

    def items(self):
        self._verify_open()
        return [(key, self[key]) for key in self._index.keys()]

    def __contains__(self, key):
        if isinstance(key, str):
            key = key.encode("utf-8")
        try:
            return key in self._index
        except TypeError:
            if self._index is None:
                raise error("DBM object has already been closed") from None
            raise

    def iterkeys(self):
        try:
            return iter(self._index)
        except TypeError:
            raise error("DBM object has already been closed") from None

    __iter__ = iterkeys

    def __len__(self):
        try:
            return len(self._index)
        except TypeError:
            raise error("DBM object has already been closed") from None

    def close(self):
        try:
            self._commit()
        finally:
            self._index = self._datfile = self._dirfile = self._bakfile = None

    __del__ = close

    def _chmod(self, file):
        self._os.chmod(file, self._mode)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open(file, flag="c", mode=0o666):
    """Open a database: 'r' reads an existing one, 'w' writes, 'c' creates it if need be, 'n' always makes a new one."""
    umask = _os.umask(0)
    _os.umask(umask)
    if flag not in ("r", "w", "c", "n"):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database(file, mode & ~umask, flag=flag)
