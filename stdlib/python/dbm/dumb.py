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


def _as_bytes(text):
    return text.encode("utf-8") if isinstance(text, str) else text


class _Database(collections.abc.MutableMapping):
    # Also after the names of modules are gone: the last sync() may happen late.
    _os = _os
    _io = _io

    def __init__(self, filebasename, mode, flag="c"):
        base = self._os.fsencode(filebasename)
        self._dirfile, self._datfile, self._bakfile = (base + ending for ending in (b".dir", b".dat", b".bak"))
        self._mode, self._readonly = mode, flag == "r"
        self._index, self._modified = None, False  # key -> (position, length)
        if flag == "n":
            for name in (self._datfile, self._bakfile, self._dirfile):
                self._try(self._os.remove, name)
        self._ensure_there(self._datfile, flag)
        self._update(flag)

    def _chmod(self, file):
        self._os.chmod(file, self._mode)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def _update(self, flag):
        """Read the places of the values."""
        self._index, self._modified = {}, False
        self._ensure_there(self._dirfile, flag)
        with self._io.open(self._dirfile, "r", encoding="Latin-1") as file:
            for line in file:
                key, place = _ast.literal_eval(line.rstrip())
                self._index[key.encode("Latin-1")] = place

    def _ensure_there(self, name, flag):
        try:
            self._io.open(name, "r", encoding="Latin-1").close()
        except OSError:
            if flag not in ("c", "n"):
                raise
            with self._io.open(name, "w", encoding="Latin-1"):
                self._chmod(name)

    def _try(self, function, *names):
        try:
            function(*names)
        except OSError:
            pass

    def _commit(self):
        # Also called by __del__, when __init__ may have failed.
        if self._index is None or not self._modified:
            return
        self._try(self._os.unlink, self._bakfile)
        self._try(self._os.rename, self._dirfile, self._bakfile)
        with self._io.open(self._dirfile, "w", encoding="Latin-1") as file:
            self._chmod(self._dirfile)
            for key, place in self._index.items():
                file.write("%r, %r\n" % (key.decode("Latin-1"), place))
        self._modified = False

    sync = _commit

    def _verify_open(self):
        """The places of the values."""
        if self._index is None:
            raise error("DBM object has already been closed")
        return self._index

    def _check_writable(self):
        if self._readonly:
            raise error("The database is opened for reading only")

    def __getitem__(self, key):
        position, size = self._verify_open()[_as_bytes(key)]
        with self._io.open(self._datfile, "rb") as file:
            file.seek(position)
            return file.read(size)

    def _append_value(self, value):
        with self._io.open(self._datfile, "rb+") as file:
            end = file.seek(0, 2)
            gap = -end % _BLOCKSIZE
            file.write(bytes(gap) + value)
        return end + gap, len(value)

    def _write_value(self, position, value):
        with self._io.open(self._datfile, "rb+") as file:
            file.seek(position)
            file.write(value)
        return position, len(value)

    def __setitem__(self, key, value):
        self._check_writable()
        key, value = _as_bytes(key), _as_bytes(value)
        for what, given in ("keys", key), ("values", value):
            if not isinstance(given, (bytes, bytearray)):
                raise TypeError(f"{what} must be bytes or strings")
        index = self._verify_open()
        self._modified = True
        key = bytes(key)
        if key not in index:
            index[key] = place = self._append_value(value)
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
        index = self._verify_open()
        self._modified = True
        del index[_as_bytes(key)]
        self._commit()

    def __contains__(self, key):
        return _as_bytes(key) in self._verify_open()

    def __iter__(self):
        return iter(self._verify_open())

    iterkeys = __iter__

    def __len__(self):
        return len(self._verify_open())

    def keys(self):
        return list(self._verify_open())

    def items(self):
        return [(key, self[key]) for key in self._verify_open()]

    def close(self):
        try:
            self._commit()
        finally:
            self._index = self._datfile = self._dirfile = self._bakfile = None

    __del__ = close


def open(file, flag="c", mode=0o666):
    """Open a database: 'r' reads an existing one, 'w' writes, 'c' creates it if need be, 'n' always makes a new one."""
    umask = _os.umask(0)
    _os.umask(umask)
    if flag not in ("r", "w", "c", "n"):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database(file, mode & ~umask, flag=flag)
