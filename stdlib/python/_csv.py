"""Dialects, readers and writers of CSV files; the loops are in _csv_rows."""

import _csv_rows
from _csv_rows import reader as Reader, writer as Writer

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
_parameters = ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")
_missing = object()


class Error(Exception):
    pass


Error.__module__ = "_csv"


def _character(name, value, optional):
    if value is None and optional:
        return None
    if not isinstance(value, str):
        raise TypeError('"%s" must be string%s, not %s' % (name, " or None" if optional else "", type(value).__name__))
    if len(value) != 1:
        raise TypeError('"%s" must be a 1-character string' % name)
    return value


class Dialect:
    """CSV dialect: what separates and quotes fields. Checked when made, never changed."""

    __slots__ = tuple("_" + name for name in _parameters)

    def __new__(cls, dialect=None, **kwargs):
        for name in kwargs:
            if name not in _parameters:
                raise TypeError("this function got an unexpected keyword argument '%s'" % name)
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if type(dialect) is Dialect and not kwargs:
            return dialect

        def parameter(name, default):
            value = kwargs.get(name, _missing)
            if value is _missing and dialect is not None:
                value = getattr(dialect, name, _missing)
            return default if value is _missing else value

        self = object.__new__(cls)
        self._delimiter = _character("delimiter", parameter("delimiter", ","), False)
        self._doublequote = bool(parameter("doublequote", True))
        self._escapechar = _character("escapechar", parameter("escapechar", None), True)
        line_end = parameter("lineterminator", "\r\n")
        if line_end is not None and not isinstance(line_end, str):
            raise TypeError('"lineterminator" must be a string')
        quotechar = parameter("quotechar", '"')
        self._quotechar = _character("quotechar", quotechar, True)
        quoting = parameter("quoting", QUOTE_MINIMAL)
        if type(quoting) is not int:
            raise TypeError('"quoting" must be an integer, not %s' % type(quoting).__name__)
        self._skipinitialspace = bool(parameter("skipinitialspace", False))
        self._strict = bool(parameter("strict", False))
        if not 0 <= quoting <= QUOTE_NOTNULL:
            raise TypeError('bad "quoting" value')
        self._quoting = quoting
        if quotechar is None and "quoting" not in kwargs and getattr(dialect, "quoting", None) is None:
            self._quoting = quoting = QUOTE_NONE
        if quoting != QUOTE_NONE and self._quotechar is None:
            raise TypeError("quotechar must be set if quoting enabled")
        if line_end is None:
            raise TypeError("lineterminator must be set")
        self._lineterminator = line_end
        for name in ("delimiter", "escapechar", "quotechar"):
            character = getattr(self, name)
            if character is not None and (character in "\r\n" or character == " " and self._skipinitialspace and name != "delimiter"):
                raise ValueError("bad %s value" % name)
        pairs = (("delimiter", "escapechar"), ("delimiter", "quotechar"), ("escapechar", "quotechar"))
        for first, second in pairs:
            character = getattr(self, first)
            if character is not None and character == getattr(self, second):
                raise ValueError("bad %s or %s value" % (first, second))
        for name in ("delimiter", "escapechar", "quotechar"):
            character = getattr(self, name)
            if character is not None and character in line_end:
                raise ValueError("bad %s or lineterminator value" % name)
        return self

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle %r instances" % type(self).__name__)


for _name in _parameters:
    setattr(Dialect, _name, property(Dialect.__dict__["_" + _name].__get__))
Dialect.__module__ = "_csv"


def _call_dialect(dialect, kwargs):
    return Dialect(dialect, **kwargs)


def reader(iterable, /, dialect=None, **kwargs):
    """Gives the rows of an iterable of lines as lists of strings."""
    iterator = iter(iterable)
    return _csv_rows.make_reader(iterator, _call_dialect(dialect, kwargs))


def writer(fileobj, /, dialect=None, **kwargs):
    """Writes rows to a file object."""
    write = getattr(fileobj, "write", None)
    if write is None or not callable(write):
        raise TypeError('argument 1 must have a "write" method')
    return _csv_rows.make_writer(write, _call_dialect(dialect, kwargs))


def register_dialect(name, /, dialect=None, **kwargs):
    """Name a dialect, given as a class or by its parameters."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _call_dialect(dialect, kwargs)


def unregister_dialect(name):
    """Forget the name of a dialect."""
    try:
        del _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def get_dialect(name):
    """The dialect of that name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    """The names of all dialects."""
    return list(_dialects)


def field_size_limit(new_limit=_missing, /):
    """The limit of the length of a field; sets a new one when given."""
    if new_limit is not _missing:
        if type(new_limit) is not int:
            raise TypeError("limit must be an integer")
        if not -1 << 63 <= new_limit < 1 << 63:
            raise OverflowError("Python int too large to convert to C long")
        return _csv_rows.field_limit(new_limit)
    return _csv_rows.field_limit()
