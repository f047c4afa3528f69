"""Cookies as a server sees them: what a browser sent (BaseCookie.load), and the headers that set them (output).

Thread safety: a cookie jar is a dict and is as safe as one. Errors: CookieError for names and attributes that no cookie can have; what
load() cannot read is left out, all of it.
"""

import re
import string
import types

__all__ = ["CookieError", "BaseCookie", "SimpleCookie"]


class CookieError(Exception):
    """A cookie cannot have this name or attribute."""


_PLAIN = string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~:"
_is_legal_key = re.compile("[%s]+" % re.escape(_PLAIN)).fullmatch
# What a quoted text may have as it is; everything else of Latin-1 is written as octal digits.
_ESCAPES = {code: "\\%03o" % code for code in set(range(256)) - set(map(ord, _PLAIN + " ()/<=>?@[]{}"))}
_ESCAPES.update({ord('"'): '\\"', ord("\\"): "\\\\"})


def _quote(text):
    """Put a text into quotes if it has characters that need them."""
    if text is None or _is_legal_key(text):
        return text
    return '"' + text.translate(_ESCAPES) + '"'


def _unquote(text):
    """What _quote() quoted."""
    if text is None or len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    return re.sub(r"\\(?:([0-3][0-7][0-7])|(.))", lambda match: chr(int(match[1], 8)) if match[1] else match[2], text[1:-1])


def _date_after(seconds):
    # The time in some seconds, as cookies write it, in whatever language the process speaks.
    import time
    year, month, day, hour, minute, second, weekday, *_ = time.gmtime(time.time() + seconds)
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    days = "Mon Tue Wed Thu Fri Sat Sun".split()
    return f"{days[weekday]}, {day:02} {names[month - 1]} {year:4} {hour:02}:{minute:02}:{second:02} GMT"


class Morsel(dict):
    """One cookie: key, value, the value as it is sent, and, as a dict, its attributes. "" stands for an attribute that is not set."""

    # How each attribute is written.
    _reserved = {"expires": "expires", "path": "Path", "comment": "Comment", "domain": "Domain", "max-age": "Max-Age",
                 "secure": "Secure", "httponly": "HttpOnly", "version": "Version", "samesite": "SameSite"}
    _flags = {"secure", "httponly"}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        for name in self._reserved:
            dict.__setitem__(self, name, "")

    key = property(lambda self: self._key)
    value = property(lambda self: self._value)
    coded_value = property(lambda self: self._coded_value)

    def _attribute(self, name):
        lowered = name.lower()
        if lowered not in self._reserved:
            raise CookieError("Invalid attribute %r" % (name,))
        return lowered

    def __setitem__(self, name, value):
        dict.__setitem__(self, self._attribute(name), value)

    def setdefault(self, name, value=None):
        return dict.setdefault(self, self._attribute(name), value)

    def update(self, values):
        """Set several attributes, or none of them if one is none of a cookie's."""
        checked = {}
        for name, value in dict(values).items():
            checked[self._attribute(name)] = value
        dict.update(self, checked)

    def isReservedKey(self, K):
        """Whether it is the name of an attribute."""
        return K.lower() in self._reserved

    def set(self, key, val, coded_val):
        """Set the name and the value of the cookie."""
        if key.lower() in self._reserved:
            raise CookieError("Attempt to set a reserved key %r" % (key,))
        if not _is_legal_key(key):
            raise CookieError("Illegal key %r" % (key,))
        self._key, self._value, self._coded_value = key, val, coded_val

    def __eq__(self, morsel):
        if not isinstance(morsel, Morsel):
            return NotImplemented
        return dict.__eq__(self, morsel) and (self._value, self._key, self._coded_value) == (morsel._value, morsel._key,
                                                                                           morsel._coded_value)

    __ne__ = object.__ne__

    def copy(self):
        """A cookie with the same values."""
        made = Morsel()
        dict.update(made, self)
        made.__dict__.update(self.__dict__)
        return made

    def __getstate__(self):
        return {"key": self._key, "value": self._value, "coded_value": self._coded_value}

    def __setstate__(self, state):
        self._key, self._value, self._coded_value = state["key"], state["value"], state["coded_value"]

    def output(self, attrs=None, header="Set-Cookie:"):
        """The header that sets the cookie."""
        return f"{header} {self.OutputString(attrs)}"

    __str__ = output

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self.OutputString()}>"

    def js_output(self, attrs=None):
        """A script that sets the cookie."""
        return """
        <script type="text/javascript">
        <!-- begin hiding
        document.cookie = \"%s\";
        // end hiding -->
        </script>
        """ % (self.OutputString(attrs).replace('"', r'\"'),)

    def OutputString(self, attrs=None):
        """The cookie without the name of the header; attrs: only these attributes."""
        parts = [f"{self._key}={self._coded_value}"]
        for name, value in sorted(self.items()):
            if value == "" or name not in (self._reserved if attrs is None else attrs):
                continue
            shown = self._reserved[name]
            if name == "expires" and isinstance(value, int):
                parts.append(f"{shown}={_date_after(value)}")
            elif name == "max-age" and isinstance(value, int):
                parts.append("%s=%d" % (shown, value))
            elif name == "comment" and isinstance(value, str):
                parts.append(f"{shown}={_quote(value)}")
            elif name in self._flags:
                if value:
                    parts.append(shown)
            else:
                parts.append(f"{shown}={value}")
        return "; ".join(parts)

    __class_getitem__ = classmethod(types.GenericAlias)


_KEY_CHARACTERS = r"\w\d!#%&'~_`><@,:/\$\*\+\-\.\^\|\)\(\?\}\{\="
# NAME, or NAME=VALUE with a quoted text, a date or a plain value; then blanks, a semicolon or the end.
_PAIR = re.compile(
    r"\s*(?P<key>[" + _KEY_CHARACTERS + r"]+?)"
    r"(?:\s*=\s*(?P<value>\"(?:[^\\\"]|\\.)*+\"|\w{3},\s[\w\d\s-]{9,11}\s[\d:]{8}\sGMT|[" + _KEY_CHARACTERS + r"\[\]]*))?"
    r"\s*(?:\s+|;|$)", re.ASCII)


class BaseCookie(dict):
    """Cookies by name. A subclass says with value_decode() and value_encode() how values are sent."""

    def __init__(self, input=None):
        if input:
            self.load(input)

    def value_decode(self, val):
        """(value, value as it is sent) of what a browser sent."""
        return val, val

    def value_encode(self, val):
        """(value, value as it is sent) of what a program sets."""
        text = str(val)
        return text, text

    def _set(self, key, value, coded_value):
        morsel = self.get(key, Morsel())
        morsel.set(key, value, coded_value)
        dict.__setitem__(self, key, morsel)

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._set(key, *self.value_encode(value))

    def output(self, attrs=None, header="Set-Cookie:", sep="\015\012"):
        """The headers that set the cookies."""
        return sep.join(value.output(attrs, header) for _, value in sorted(self.items()))

    __str__ = output

    def __repr__(self):
        return f"<{self.__class__.__name__}: {' '.join(f'{key}={value.value!r}' for key, value in sorted(self.items()))}>"

    def js_output(self, attrs=None):
        """Scripts that set the cookies."""
        return "".join(value.js_output(attrs) for _, value in sorted(self.items()))

    def load(self, rawdata):
        """Take cookies from the text of a header, or from a dict of values."""
        if isinstance(rawdata, str):
            self._load_text(rawdata)
        else:
            for key, value in rawdata.items():
                self[key] = value

    def _load_text(self, text):
        # First everything is read: of a text that is wrong nothing is taken.
        cookies, position = [], 0
        while position < len(text):
            match = _PAIR.match(text, position)
            if match is None:
                break
            key, value, position = match["key"], match["value"], match.end()
            if key[0] == "$":
                # Of RFC 2109: about the cookie before, or about all of them when it comes first.
                if cookies:
                    cookies[-1][2][key[1:]] = value
            elif key.lower() in Morsel._reserved:
                if not cookies or (value is None and key.lower() not in Morsel._flags):
                    return
                cookies[-1][2][key] = True if value is None else _unquote(value)
            elif value is not None:
                cookies.append((key, self.value_decode(value), {}))
            else:
                return
        for key, values, attributes in cookies:
            self._set(key, *values)
            for name, value in attributes.items():
                self[key][name] = value


class SimpleCookie(BaseCookie):
    """Cookies whose values are text; quoted where that is needed."""

    def value_decode(self, val):
        return _unquote(val), val

    def value_encode(self, val):
        text = str(val)
        return text, _quote(text)
