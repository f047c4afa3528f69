"""How Python objects become values of SQLite, and the other way round: adapters, converters, and those for dates.

The tables belong to all connections; changing one is a single step.
"""

import datetime
import warnings

from sqlite3._errors import ProgrammingError

# Warnings are about the line of the script that called.
_HERE = (__file__.removesuffix("_adapters.py"),)

adapters = {}    # (type, protocol): callable
converters = {}  # name in upper case: callable

# Types of which each value is adapted only once somebody registered an adapter for one of them.
_plain = (int, float, str, bytes, bytearray, type(None))
adapts_plain = False


class PrepareProtocol:
    """What an object adapts itself to in __conform__()."""

    __module__ = "sqlite3"


def register_adapter(type, adapter, /):
    """Let adapter(value) make a value for SQLite of each value of a type."""
    global adapts_plain
    if type in _plain:
        adapts_plain = True
    adapters[type, PrepareProtocol] = adapter


def register_converter(typename, converter, /):
    """Let converter(data) make an object of each value in columns of a type; data: bytes."""
    if not isinstance(typename, str):
        raise TypeError(f"register_converter() argument 1 must be str, not {_name(typename)}")
    converters[typename.upper()] = converter


def _name(value):
    return "None" if value is None else type(value).__name__


def adapt(obj, proto=PrepareProtocol, /, *alternate):
    """What an object is for a protocol; the alternate, or ProgrammingError, if nobody knows."""
    adapter = adapters.get((type(obj), proto))
    if adapter is not None:
        return adapter(obj)
    for side, method, other in ((proto, "__adapt__", obj), (obj, "__conform__", proto)):
        method = getattr(side, method, None)
        if method is not None:
            try:
                adapted = method(other)
            except TypeError:
                continue
            if adapted is not None:
                return adapted
    if alternate:
        return alternate[0]
    raise ProgrammingError("can't adapt")


def adapt_parameter(value):
    """What a parameter is bound as."""
    return adapt(value, PrepareProtocol, value)


def warn_of_position(number, name):
    """A parameter with a name was given by position."""
    warnings.warn(f"Binding {number} ('{name}') is a named parameter, but you supplied a sequence which requires nameless (qmark) "
                  "placeholders. Starting with Python 3.14 an sqlite3.ProgrammingError will be raised.", DeprecationWarning, 2,
                  skip_file_prefixes=_HERE)


# --- Dates: deprecated since 3.12, and still there

def _warned(what, recipe, function):
    def call(value):
        warnings.warn(f"The default {what} is deprecated as of Python 3.12; see the sqlite3 documentation for suggested replacement recipes",
                      DeprecationWarning, stacklevel=2, skip_file_prefixes=_HERE)
        return function(value)

    call.__name__ = recipe
    return call


def _timestamp_of(data):
    day, _, clock = data.partition(b" ")
    year, month, day = map(int, day.split(b"-"))
    clock, _, fraction = clock.partition(b".")
    hour, minute, second = map(int, clock.split(b":"))
    return datetime.datetime(year, month, day, hour, minute, second, int("{:0<6.6}".format(fraction.decode())) if fraction else 0)


register_adapter(datetime.date, _warned("date adapter", "adapt_date", lambda value: value.isoformat()))
register_adapter(datetime.datetime, _warned("datetime adapter", "adapt_datetime", lambda value: value.isoformat(" ")))
register_converter("date", _warned("date converter", "convert_date", lambda data: datetime.date(*map(int, data.split(b"-")))))
register_converter("timestamp", _warned("timestamp converter", "convert_timestamp", _timestamp_of))
