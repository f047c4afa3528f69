"""Dicts that outlive the program: keys are strings, values whatever pickle can write, kept in a database of `dbm`."""

from collections.abc import MutableMapping
from io import BytesIO
from pickle import DEFAULT_PROTOCOL, Pickler, Unpickler

__all__ = ["Shelf", "BsdDbShelf", "DbfilenameShelf", "open"]


class _ClosedDict(MutableMapping):
    """Stands for the database once the shelf is closed."""

    def closed(self, *args):
        raise ValueError("invalid operation on closed shelf")

    __iter__ = __len__ = __getitem__ = __setitem__ = __delitem__ = keys = closed

    def __repr__(self):
        return "<Closed Dictionary>"


class Shelf(MutableMapping):
    """A shelf on a mapping of bytes to bytes. writeback: values that were fetched are kept and written back by sync()."""

    def __init__(self, dict, protocol=None, writeback=False, keyencoding="utf-8"):
        self.dict, self.keyencoding = dict, keyencoding
        self.writeback, self.cache = writeback, {}
        self._protocol = protocol if protocol is not None else DEFAULT_PROTOCOL

    def __iter__(self):
        for key in self.dict.keys():
            yield key.decode(self.keyencoding)

    def __len__(self):
        return len(self.dict)

    def __contains__(self, key):
        return key.encode(self.keyencoding) in self.dict

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __getitem__(self, key):
        if key in self.cache:
            return self.cache[key]
        value = _loaded(self.dict[key.encode(self.keyencoding)])
        if self.writeback:
            self.cache[key] = value
        return value

    def __setitem__(self, key, value):
        if self.writeback:
            self.cache[key] = value
        stream = BytesIO()
        Pickler(stream, self._protocol).dump(value)
        self.dict[key.encode(self.keyencoding)] = stream.getvalue()

    def __delitem__(self, key):
        del self.dict[key.encode(self.keyencoding)]
        self.cache.pop(key, None)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Write what is kept, and close the database."""
        if self.dict is not None:
            try:
                self.sync()
                if hasattr(self.dict, "close"):
                    self.dict.close()
            finally:
                self.dict = _ClosedDict()

    def __del__(self):
        if hasattr(self, "writeback"):
            self.close()

    def sync(self):
        """Write what is kept."""
        if self.writeback and self.cache:
            # Without putting into the cache anew what is written from there.
            self.writeback = False
            for item in self.cache.items():
                self.__setitem__(*item)
            self.writeback, self.cache = True, {}
        if hasattr(self.dict, "sync"):
            self.dict.sync()


def _loaded(data):
    return Unpickler(BytesIO(data)).load()


class BsdDbShelf(Shelf):
    """A shelf on a database whose keys are sorted and can be walked through."""

    def _entry(self, pair):
        key, value = pair
        return key.decode(self.keyencoding), _loaded(value)

    def set_location(self, key):
        return self._entry(self.dict.set_location(key))

    def next(self):
        return self._entry(next(self.dict))

    def previous(self):
        return self._entry(self.dict.previous())

    def first(self):
        return self._entry(self.dict.first())

    def last(self):
        return self._entry(self.dict.last())


class DbfilenameShelf(Shelf):
    """A shelf on the database of a file name."""

    def __init__(self, filename, flag="c", protocol=None, writeback=False):
        import dbm
        super().__init__(dbm.open(filename, flag), protocol, writeback)

    def clear(self):
        """Remove everything."""
        # All at once, where popitem() for each would write as often.
        self.cache.clear()
        self.dict.clear()


def open(filename, flag="c", protocol=None, writeback=False):
    """Open a shelf: flag 'r' reads, 'w' writes, 'c' creates it if need be, 'n' always makes a new one."""
    return DbfilenameShelf(filename, flag, protocol, writeback)
