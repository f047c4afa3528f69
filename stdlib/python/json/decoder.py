"""Reading JSON."""

from _json import read as _read, scanstring as _scanstring

__all__ = ["JSONDecoder", "JSONDecodeError"]

_constants = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}
_whitespace = " \t\n\r"


class JSONDecodeError(ValueError):
    """The text is not JSON; `pos`, `lineno` and `colno` say where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, "%s: line %d column %d (char %d)" % (msg, lineno, colno, pos))
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip(text, position):
    """Return the first position from here that is no white space."""
    size = len(text)
    while position < size and text[position] in _whitespace:
        position += 1
    return position


def scanstring(s, end, strict=True):
    """Return the string whose first character (behind the quote) is at `end`, and the position behind it."""
    return _scanstring(s, end, strict, JSONDecodeError)


class JSONDecoder:
    """Reads JSON; the hooks turn objects and numbers into something else."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _constants.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        """Return the object that the text stands for."""
        value, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        """Return the object that begins at a position, and the position behind it."""
        try:
            return _read(s, idx, self.strict, self.object_hook, self.object_pairs_hook, self.parse_float, self.parse_int,
                         self.parse_constant, JSONDecodeError)
        except StopIteration as error:
            raise JSONDecodeError("Expecting value", s, error.value) from None
