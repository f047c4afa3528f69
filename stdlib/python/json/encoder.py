"""Writing JSON."""

from _json import encode_basestring, encode_basestring_ascii, write as _write


class JSONEncoder:
    """Writes objects as JSON; default() says what to do with those of other types."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """Return something that can be written in place of an object of another type; by default raise TypeError."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """Return an object as JSON."""
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        return self._text(o)

    def iterencode(self, o, _one_shot=False):
        """Iterate over the pieces of an object as JSON."""
        return iter((self._text(o),))

    def _text(self, o):
        return _write(o, self.default, self.ensure_ascii, self.check_circular, self.allow_nan, self.sort_keys, self.skipkeys,
                      self.indent, self.item_separator, self.key_separator)
