"""ChainMap and the User… classes of `collections`; loaded when first named."""

from _collections_abc import MutableMapping, MutableSequence, Sequence
import operator
from reprlib import recursive_repr
import sys


def _named(name, method):
    method.__name__ = method.__qualname__ = name
    return method


def _asks(function):
    """A method that asks a function about what the instance keeps in `data`."""
    return _named(f"__{function.__name__}__", lambda self: function(self.data))


def _compares(function):
    """A comparison of what two instances keep in `data`, or of that with any other object."""
    return _named(f"__{function.__name__}__", lambda self, other: function(self.data, _plain(other, _kind(self))))


def _kind(instance):
    return UserList if isinstance(instance, UserList) else UserString


def _plain(value, kind):
    return value.data if isinstance(value, kind) else value


def _with_data(instance, data):
    """A copy of an instance, with its other attributes, around other data; no constructor is called."""
    made = type(instance).__new__(type(instance))
    vars(made).update(vars(instance), data=data)
    return made


class ChainMap(MutableMapping):
    """Several mappings seen as one: a key is looked up in each in turn; writes go to the first."""

    __module__ = "collections"

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key, default=None):
        """Return the value of a key, or the default if no mapping has it."""
        return self[key] if key in self else default

    def __len__(self):
        return len(set().union(*self.maps))

    def __iter__(self):
        keys = {}
        for mapping in reversed(self.maps):
            keys.update(dict.fromkeys(mapping))
        return iter(keys)

    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)

    def __bool__(self):
        return any(self.maps)

    @recursive_repr()
    def __repr__(self):
        return f"{self.__class__.__name__}({', '.join(map(repr, self.maps))})"

    @classmethod
    def fromkeys(cls, iterable, value=None, /):
        """Make a chain of one dict with the keys of an iterable."""
        return cls(dict.fromkeys(iterable, value))

    def copy(self):
        """Return a new chain with a copy of the first mapping and the same others."""
        return self.__class__(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        """Return a new chain with another mapping in front."""
        if m is not None and kwargs:
            m.update(kwargs)
        return self.__class__(kwargs if m is None else m, *self.maps)

    @property
    def parents(self):
        """A new chain without the first mapping."""
        return self.__class__(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        first = self.maps[0]
        try:
            del first[key]
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}")

    def pop(self, key, *args):
        """Remove a key from the first mapping and return its value."""
        first = self.maps[0]
        try:
            return first.pop(key, *args)
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}")

    def popitem(self):
        """Remove and return a pair of the first mapping; raise KeyError if that is empty."""
        first = self.maps[0]
        try:
            return first.popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.")

    def clear(self):
        """Empty the first mapping."""
        self.maps[0].clear()

    def _merged(self):
        merged = {}
        for mapping in reversed(self.maps):
            merged.update(mapping)
        return merged

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    def __or__(self, other):
        from _collections_abc import Mapping
        if not isinstance(other, Mapping):
            return NotImplemented
        made = self.copy()
        made.maps[0].update(other)
        return made

    def __ror__(self, other):
        from _collections_abc import Mapping
        if not isinstance(other, Mapping):
            return NotImplemented
        merged = dict(other)
        merged.update(self._merged())
        return self.__class__(merged)


class UserDict(MutableMapping):
    """A dict to derive from: the items live in the plain dict `data`, and every access goes through the methods here."""

    __module__ = "collections"

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        for given in [dict] * (dict is not None) + [kwargs] * bool(kwargs):
            self.update(given)

    __len__, __repr__ = _asks(len), _asks(repr)

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        missing = getattr(type(self), "__missing__", None)
        if missing is None:
            raise KeyError(key)
        return missing(self, key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def get(self, key, default=None):
        """Return the value of a key, or the default."""
        return self[key] if key in self else default

    def __or__(self, other):
        other = _plain(other, UserDict)
        return self.__class__(self.data | other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        other = _plain(other, UserDict)
        return self.__class__(other | self.data) if isinstance(other, dict) else NotImplemented

    def __ior__(self, other):
        self.data |= _plain(other, UserDict)
        return self

    def __copy__(self):
        return _with_data(self, self.data.copy())

    def copy(self):
        """Return a shallow copy."""
        if type(self) is UserDict:
            return UserDict(self.data.copy())
        # A subclass may copy itself in its own way, and store items in its own way: it copies itself while it is empty.
        import copy
        data, self.data = self.data, {}
        try:
            made = copy.copy(self)
        finally:
            self.data = data
        made.update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """Make one with the keys of an iterable."""
        made = cls()
        for key in iterable:
            made[key] = value
        return made


class UserList(MutableSequence):
    """A list to derive from: the items live in the plain list `data`."""

    __module__ = "collections"

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_plain(initlist, UserList))

    __len__, __repr__ = _asks(len), _asks(repr)
    __eq__ = _compares(operator.eq)
    __lt__, __le__, __gt__, __ge__ = map(_compares, (operator.lt, operator.le, operator.gt, operator.ge))
    __hash__ = None

    def __contains__(self, item):
        return item in self.data

    def __getitem__(self, i):
        found = self.data[i]
        return self.__class__(found) if isinstance(i, slice) else found

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return self.__class__(self.data + _as_list(other))

    def __radd__(self, other):
        return self.__class__(_as_list(other) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __iadd__(self, other):
        self.data += _plain(other, UserList)
        return self

    def __imul__(self, n):
        self.data *= n
        return self

    def __copy__(self):
        return _with_data(self, self.data[:])

    def copy(self):
        return self.__class__(self)

    def append(self, item):
        self.data.append(item)

    def extend(self, other):
        self.data.extend(_plain(other, UserList))

    def insert(self, i, item):
        self.data.insert(i, item)

    def remove(self, item):
        self.data.remove(item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def clear(self):
        self.data.clear()

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def count(self, item):
        return self.data.count(item)


def _as_list(value):
    value = _plain(value, UserList)
    return value if isinstance(value, list) else list(value)


class UserString(Sequence):
    """A string to derive from: the characters live in the plain string `data`."""

    __module__ = "collections"

    def __init__(self, seq):
        self.data = str(_plain(seq, UserString)) if not isinstance(seq, str) else seq

    __len__, __repr__, __hash__ = map(_asks, (len, repr, hash))
    __str__, __int__, __float__, __complex__ = map(_asks, (str, int, float, complex))
    __eq__ = _compares(operator.eq)
    __lt__, __le__, __gt__, __ge__ = map(_compares, (operator.lt, operator.le, operator.gt, operator.ge))

    def __getnewargs__(self):
        return (self.data[:],)

    def __contains__(self, char):
        return _plain(char, UserString) in self.data

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __add__(self, other):
        return self.__class__(self.data + (other if isinstance(other, str) else str(other)))

    def __radd__(self, other):
        return self.__class__((other if isinstance(other, str) else str(other)) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    def encode(self, encoding="utf-8", errors="strict"):
        return self.data.encode("utf-8" if encoding is None else encoding, "strict" if errors is None else errors)

    def join(self, seq):
        return self.data.join(seq)

    def splitlines(self, keepends=False):
        return self.data.splitlines(keepends)

    def startswith(self, prefix, start=0, end=sys.maxsize):
        return self.data.startswith(prefix, start, end)

    def endswith(self, suffix, start=0, end=sys.maxsize):
        return self.data.endswith(suffix, start, end)

    def replace(self, old, new, maxsplit=-1):
        return self.__class__(self.data.replace(_plain(old, UserString), _plain(new, UserString), maxsplit))

    def removeprefix(self, prefix, /):
        return self.__class__(self.data.removeprefix(_plain(prefix, UserString)))

    def removesuffix(self, suffix, /):
        return self.__class__(self.data.removesuffix(_plain(suffix, UserString)))

    def format(self, /, *args, **kwds):
        return self.data.format(*args, **kwds)

    def format_map(self, mapping):
        return self.data.format_map(mapping)

    maketrans = str.maketrans


def _searches(name):
    def method(self, sub, start=0, end=sys.maxsize):
        return getattr(self.data, name)(_plain(sub, UserString), start, end)
    return method


def _splits(name):
    def method(self, sep=None, maxsplit=-1):
        return getattr(self.data, name)(sep, maxsplit)
    return method


def _splits_in_three(name):
    def method(self, sep):
        return getattr(self.data, name)(sep)
    return method


def _makes_string(name):
    def method(self, *args):
        return self.__class__(getattr(self.data, name)(*args))
    return method


def _tells(name):
    def method(self):
        return getattr(self.data, name)()
    return method


# The methods of strings that are alike in what they take and give.
for _make, _names in {
    _searches: "find rfind index rindex count",
    _splits: "split rsplit",
    _splits_in_three: "partition rpartition",
    _makes_string: "capitalize casefold center expandtabs ljust lower lstrip rjust rstrip strip swapcase title translate upper zfill",
    _tells: "isalpha isalnum isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper",
}.items():
    for _name in _names.split():
        _method = _named(_name, _make(_name))
        _method.__qualname__ = f"UserString.{_name}"
        setattr(UserString, _name, _method)
