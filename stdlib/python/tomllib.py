"""Reading of TOML 1.0."""

__all__ = ("loads", "load", "TOMLDecodeError")

import re
from datetime import date, datetime, time, timedelta, timezone


class TOMLDecodeError(ValueError):
    """The document is no TOML."""


_bare_key = re.compile(r"[A-Za-z0-9_-]+")
_datetime = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
                       r"(?:[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})\d*)?(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))?)?")
_time = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})\d*)?")
_number = re.compile(r"0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)"
                     r"|[+-]?(?:0|[1-9](?:_?[0-9])*)((?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)")
_escapes = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_control = {chr(i) for i in range(32)} | {"\x7f"}


def load(fp, /, *, parse_float=float):
    """Read a binary file."""
    data = fp.read()
    try:
        text = data.decode()
    except AttributeError:
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    """Read a string."""
    try:
        text = s.replace("\r\n", "\n")
    except (AttributeError, TypeError):
        raise TypeError(f"Expected str object, not '{type(s).__qualname__}'") from None
    if parse_float is not float:
        given = parse_float

        def parse_float(text):
            value = given(text)
            if isinstance(value, (dict, list)):
                raise ValueError("parse_float must not return dicts or lists")
            return value
    return _Parser(text, parse_float).document()


class _Table(dict):
    """A table that is being read: how it came to be says what may still be added."""

    frozen = False    # an inline table
    explicit = False  # has a header
    dotted = False    # made by a dotted key


class _Array(list):
    frozen = True     # False: an array of tables


class _Parser:
    def __init__(self, text, parse_float):
        self.text = text
        self.position = 0
        self.parse_float = parse_float

    def error(self, message, position=None):
        at = self.position if position is None else position
        if at >= len(self.text):
            where = "end of document"
        else:
            line = self.text.count("\n", 0, at) + 1
            column = at + 1 if line == 1 else at - self.text.rindex("\n", 0, at)
            where = f"line {line}, column {column}"
        return TOMLDecodeError(f"{message} (at {where})")

    def peek(self):
        return self.text[self.position:self.position + 1]

    def skip(self, characters):
        while self.position < len(self.text) and self.text[self.position] in characters:
            self.position += 1

    def comment(self):
        if self.peek() == "#":
            end = self.text.find("\n", self.position)
            end = len(self.text) if end < 0 else end
            for at in range(self.position + 1, end):
                if self.text[at] in _control and self.text[at] != "\t":
                    raise self.error(f"Found invalid character {self.text[at]!r}", at)
            self.position = end

    def skip_lines(self):
        while True:
            before = self.position
            self.skip(" \t\n")
            self.comment()
            if self.position == before:
                return

    def document(self):
        root = _Table()
        current = root
        while True:
            self.skip_lines()
            if self.position >= len(self.text):
                return _plain(root)
            if self.text.startswith("[[", self.position):
                current = self.array_header(root)
            elif self.peek() == "[":
                current = self.table_header(root)
            elif self.peek() in "\"'" or _bare_key.match(self.text, self.position):
                self.key_value(current)
            else:
                raise self.error("Invalid statement")
            self.skip(" \t")
            self.comment()
            if self.position < len(self.text) and self.peek() != "\n":
                raise self.error("Expected newline or end of document after a statement")

    def walk(self, root, keys):
        """The table that holds the last key of a header."""
        table = root
        for key in keys[:-1]:
            inner = table.setdefault(key, _Table())
            if isinstance(inner, _Array) and not inner.frozen:
                inner = inner[-1]
            if not isinstance(inner, _Table) or inner.frozen:
                raise self.error("Cannot overwrite a value")
            table = inner
        return table

    def table_header(self, root):
        self.position += 1
        self.skip(" \t")
        keys = self.key()
        if self.peek() != "]":
            raise self.error("Expected ']' at the end of a table declaration")
        table = self.walk(root, keys)
        new = table.get(keys[-1])
        if new is None:
            new = table[keys[-1]] = _Table()
        elif not isinstance(new, _Table) or new.frozen or new.explicit or new.dotted:
            raise self.error(f"Cannot declare {tuple(keys)} twice")
        new.explicit = True
        self.position += 1
        return new

    def array_header(self, root):
        self.position += 2
        self.skip(" \t")
        keys = self.key()
        if not self.text.startswith("]]", self.position):
            raise self.error("Expected ']]' at the end of an array declaration")
        table = self.walk(root, keys)
        array = table.get(keys[-1])
        if array is None:
            array = table[keys[-1]] = _Array()
            array.frozen = False
        elif not isinstance(array, _Array) or array.frozen:
            raise self.error("Cannot overwrite a value")
        new = _Table()
        new.explicit = True
        array.append(new)
        self.position += 2
        return new

    def key_value(self, table):
        keys = self.key()
        if self.peek() != "=":
            raise self.error("Expected '=' after a key in a key/value pair")
        self.position += 1
        self.skip(" \t")
        value = self.value()
        for key in keys[:-1]:
            inner = table.get(key)
            if inner is None:
                inner = table[key] = _Table()
                inner.dotted = True
            elif not isinstance(inner, _Table) or inner.frozen or inner.explicit:
                raise self.error(f"Cannot redefine namespace {tuple(keys[:-1])}" if isinstance(inner, _Table) else "Cannot overwrite a value")
            inner.dotted = True
            table = inner
        if keys[-1] in table:
            raise self.error("Cannot overwrite a value")
        table[keys[-1]] = value

    def key(self):
        keys = [self.key_part()]
        self.skip(" \t")
        while self.peek() == ".":
            self.position += 1
            self.skip(" \t")
            keys.append(self.key_part())
            self.skip(" \t")
        return keys

    def key_part(self):
        c = self.peek()
        match = _bare_key.match(self.text, self.position)
        if match:
            self.position = match.end()
            return match[0]
        if c == "'":
            return self.literal_string()
        if c == '"':
            return self.basic_string()
        raise self.error("Invalid initial character for a key part")

    def value(self):
        text, position = self.text, self.position
        c = self.peek()
        if c == '"':
            return self.basic_string(text.startswith('"""', position))
        if c == "'":
            return self.literal_string(text.startswith("'''", position))
        for word, value in (("true", True), ("false", False)):
            if text.startswith(word, position):
                self.position += len(word)
                return value
        if c == "[":
            return self.array()
        if c == "{":
            return self.inline_table()
        match = _datetime.match(text, position)
        if match:
            self.position = match.end()
            try:
                return self.date(match)
            except ValueError as e:
                raise self.error("Invalid date or datetime", position) from e
        match = _time.match(text, position)
        if match:
            self.position = match.end()
            return time(int(match[1]), int(match[2]), int(match[3]), int((match[4] or "").ljust(6, "0")))
        match = _number.match(text, position)
        if match:
            self.position = match.end()
            return self.parse_float(match[0].replace("_", "") if self.parse_float is float else match[0]) if match[1] else int(match[0], 0)
        for sign in ("", "+", "-"):
            for word in ("inf", "nan"):
                if text.startswith(sign + word, position):
                    self.position += len(sign + word)
                    return self.parse_float(sign + word)
        raise self.error("Invalid value")

    def date(self, match):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if match[4] is None:
            return date(year, month, day)
        zone = None
        if match[8]:
            zone = timezone.utc
        elif match[9]:
            sign = 1 if match[9] == "+" else -1
            zone = timezone(timedelta(hours=sign * int(match[10]), minutes=sign * int(match[11])))
        return datetime(year, month, day, int(match[4]), int(match[5]), int(match[6]), int((match[7] or "").ljust(6, "0")), tzinfo=zone)

    def array(self):
        self.position += 1
        result = _Array()
        while True:
            self.skip_lines()
            if self.peek() == "]":
                self.position += 1
                return result
            result.append(self.value())
            self.skip_lines()
            if self.peek() == ",":
                self.position += 1
            elif self.peek() != "]":
                raise self.error("Unclosed array")

    def inline_table(self):
        self.position += 1
        table = _Table()
        self.skip(" \t")
        if self.peek() == "}":
            self.position += 1
        else:
            while True:
                self.skip(" \t")
                self.key_value(table)
                self.skip(" \t")
                c = self.peek()
                self.position += 1
                if c == "}":
                    break
                if c != ",":
                    self.position -= 1
                    raise self.error("Unclosed inline table")
        _freeze(table)
        return table

    def literal_string(self, multiline=False):
        if not multiline:
            start = self.position + 1
            end = start
            while True:
                c = self.text[end:end + 1]
                if c == "'":
                    self.position = end + 1
                    return self.text[start:end]
                if not c or c in _control and c != "\t":
                    self.position = end
                    raise self.error("Expected \"'\"" if not c else f"Found invalid character {c!r}")
                end += 1
        start = self.position + 3
        if self.text.startswith("\n", start):
            start += 1
        end = self.text.find("'''", start)
        if end < 0:
            self.position = len(self.text)
            raise self.error("Expected \"'''\"")
        while self.text.startswith("'", end + 3) and end + 3 - self.text.find("'''", start) < 5:
            end += 1
        self.check(start, end)
        self.position = end + 3
        return self.text[start:end]

    def check(self, start, end):
        for at in range(start, end):
            if self.text[at] in _control and self.text[at] not in "\t\n":
                raise self.error(f"Found invalid character {self.text[at]!r}", at)

    def basic_string(self, multiline=False):
        text = self.text
        at = self.position + (3 if multiline else 1)
        if multiline and text.startswith("\n", at):
            at += 1
        pieces = []
        while True:
            c = text[at:at + 1]
            if not c:
                self.position = at
                raise self.error("Unterminated string")
            if c == '"':
                if not multiline:
                    self.position = at + 1
                    return "".join(pieces)
                if text.startswith('"""', at):
                    extra = 0
                    while extra < 2 and text.startswith('"', at + 3 + extra):
                        extra += 1
                    self.position = at + 3 + extra
                    return "".join(pieces) + '"' * extra
                pieces.append(c)
                at += 1
            elif c == "\\":
                kind = text[at + 1:at + 2]
                if kind in _escapes and kind:
                    pieces.append(_escapes[kind])
                    at += 2
                elif kind in ("u", "U") and kind:
                    length = 4 if kind == "u" else 8
                    digits = text[at + 2:at + 2 + length]
                    if len(digits) != length or not re.fullmatch("[0-9A-Fa-f]+", digits):
                        raise self.error("Invalid hex value", at)
                    number = int(digits, 16)
                    if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
                        raise self.error("Escaped character is not a Unicode scalar value", at)
                    pieces.append(chr(number))
                    at += 2 + length
                elif multiline and kind and kind in " \t\n":
                    # A backslash at the end of a line takes all blanks that follow with it.
                    end = at + 1
                    while text[end:end + 1] in (" ", "\t"):
                        end += 1
                    if text[end:end + 1] != "\n":
                        raise self.error("Unescaped '\\' in a string", at)
                    while text[end:end + 1] and text[end] in " \t\n":
                        end += 1
                    at = end
                else:
                    raise self.error("Unescaped '\\' in a string", at)
            elif c in _control and not (c == "\t" or c == "\n" and multiline):
                raise self.error(f"Illegal character {c!r}", at)
            else:
                pieces.append(c)
                at += 1


def _freeze(value):
    if isinstance(value, _Table):
        value.frozen = True
        for inner in value.values():
            _freeze(inner)


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
