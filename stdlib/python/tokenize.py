"""Source as tokens, and tokens as source.

    for token in tokenize.tokenize(open(file, "rb").readline): ...
    for token in tokenize.generate_tokens(io.StringIO(text).readline): ...

Comments and line ends that mean nothing are tokens, too (COMMENT, NL). What the language would refuse raises TokenError.
"""

import builtins
import collections
import itertools
import re
import sys
from codecs import BOM_UTF8, lookup
from token import *
from token import EXACT_TOKEN_TYPES
import token

cookie_re = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
blank_re = re.compile(br"^[ \t\f]*(?:[#\r\n]|$)", re.ASCII)

__all__ = token.__all__ + ["tokenize", "generate_tokens", "detect_encoding", "untokenize", "TokenInfo", "open", "TokenError"]


class TokenInfo(collections.namedtuple("TokenInfo", "type string start end line")):
    def __repr__(self):
        annotated = "%d (%s)" % (self.type, tok_name[self.type])
        return "TokenInfo(type=%s, string=%r, start=%r, end=%r, line=%r)" % (annotated, self.string, self.start, self.end, self.line)

    @property
    def exact_type(self):
        """The kind of the operator where type is OP."""
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


class TokenError(Exception):
    pass


# --- Encodings

def _get_normal_name(orig_enc):
    name = orig_enc[:12].lower().replace("_", "-")
    if name == "utf-8" or name.startswith("utf-8-"):
        return "utf-8"
    if name in ("latin-1", "iso-8859-1", "iso-latin-1") or name.startswith(("latin-1-", "iso-8859-1-", "iso-latin-1-")):
        return "iso-8859-1"
    return orig_enc


def detect_encoding(readline):
    """(encoding, lines read) from a byte order mark or a coding line; UTF-8 without them."""
    filename = getattr(getattr(readline, "__self__", None), "name", None)
    has_mark = False
    encoding = None

    def read():
        try:
            return readline()
        except StopIteration:
            return b""

    def cookie(line):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            message = "invalid or missing encoding declaration"
            if filename is not None:
                message = "{} for {!r}".format(message, filename)
            raise SyntaxError(message)
        match = cookie_re.match(text)
        if not match:
            return None
        name = _get_normal_name(match.group(1))
        try:
            lookup(name)
        except LookupError:
            if filename is None:
                message = "unknown encoding: " + name
            else:
                message = "unknown encoding for {!r}: {}".format(filename, name)
            raise SyntaxError(message)
        if has_mark:
            if name != "utf-8":
                if filename is None:
                    message = "encoding problem: utf-8"
                else:
                    message = "encoding problem for {!r}: utf-8".format(filename)
                raise SyntaxError(message)
            name += "-sig"
        return name

    first = read()
    if first.startswith(BOM_UTF8):
        has_mark = True
        first = first[3:]
    default = "utf-8-sig" if has_mark else "utf-8"
    if not first:
        return default, []
    encoding = cookie(first)
    if encoding:
        return encoding, [first]
    if not blank_re.match(first):
        return default, [first]
    second = read()
    if not second:
        return default, [first]
    encoding = cookie(second)
    return encoding or default, [first, second]


def open(filename):
    """Open a file of source for reading as text, in its own encoding."""
    buffer = builtins.open(filename, "rb")
    try:
        encoding, lines = detect_encoding(buffer.readline)
        buffer.seek(0)
        from io import TextIOWrapper
        text = TextIOWrapper(buffer, encoding, line_buffering=True)
        text.mode = "r"
        return text
    except:
        buffer.close()
        raise


# --- Tokens

_digits = {"x": ("hexadecimal", "0123456789abcdefABCDEF"), "o": ("octal", "01234567"), "b": ("binary", "01")}
# As the language's own tokenizer in this mode: whether a letter beyond ASCII may stand in a name is not asked.
_name = re.compile(r"[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*")
_string_start = re.compile(r"([a-zA-Z]{0,2})('''|\"\"\"|'|\")")
_operator = re.compile("|".join(re.escape(text) for text in sorted(EXACT_TOKEN_TYPES, key=len, reverse=True)))
_prefixes = {"".join(letters) for word in ("", "r", "b", "u", "br", "rb", "f", "fr", "rf")
             for letters in itertools.product(*[(c, c.upper()) for c in word])}
_closing = {"(": ")", "[": "]", "{": "}"}
tabsize = 8


class _Scanner:
    """The tokens of lines."""

    def __init__(self, readline, extra_tokens=True):
        self.readline = readline
        self.line = ""
        self.number = 0
        self.position = 0
        self.brackets = []      # (character, line, column)
        self.indents = [0]
        self.alternatives = [0]  # the same with tabs of one column
        self.last_line = ""

    def next_line(self):
        try:
            line = self.readline()
        except StopIteration:
            line = ""
        self.number += 1
        self.position = 0
        self.line = line
        if line:
            self.last_line = line
        return line

    def error(self, message, line=None, column=None):
        raise TokenError(message, (self.number if line is None else line, self.position + 1 if column is None else column))

    def make(self, kind, start, end, line=None):
        return TokenInfo(kind, self.line[start:end], (self.number, start), (self.number, end), self.line if line is None else line)

    def tokens(self):
        continued = False
        significant = False  # has the present logical line a token?
        while True:
            line = self.next_line()
            if not line:
                break
            if not self.brackets and not continued:
                yield from self.start_of_line(line)
                if self.position < 0:
                    continue
            continued = False
            while self.position < len(self.line):
                line = self.line
                start = self.position
                c = line[start]
                if c in " \t\f":
                    self.position += 1
                    continue
                if c in "\r\n":
                    end = len(line)
                    if self.brackets or not significant:
                        yield self.make(NL, start, end)
                    else:
                        yield self.make(NEWLINE, start, end)
                        significant = False
                    self.position = end
                    continue
                if c == "#":
                    end = len(line.rstrip("\r\n"))
                    yield self.make(COMMENT, start, end)
                    self.position = end
                    continue
                if c == "\\":
                    if line[start + 1:] in ("\n", "\r\n", "\r"):
                        continued = True
                        self.position = len(line)
                        continue
                    if not line[start + 1:]:
                        self.error("unexpected EOF in multi-line statement", self.number, start + 2)
                    self.error("unexpected character after line continuation character", self.number, len(line.rstrip("\r\n")) + 1)
                significant = True
                yield from self.plain_token()
        last_line = self.last_line
        if continued:
            self.error("unexpected EOF in multi-line statement", self.number - 1, len(last_line.rstrip("\r\n")) + 1)
        if self.brackets:
            self.error("unexpected EOF in multi-line statement", self.number - 1, 0)
        if significant and last_line and last_line[-1] not in "\r\n":
            number, column = self.number - 1, len(last_line)
            yield TokenInfo(NEWLINE, "", (number, column), (number, column + 1), last_line)
        elif last_line and last_line[-1] not in "\r\n" and last_line.strip() and not significant:
            number, column = self.number - 1, len(last_line)
            yield TokenInfo(NL, "", (number, column), (number, column + 1), last_line)
        for _ in self.indents[1:]:
            yield TokenInfo(DEDENT, "", (self.number, 0), (self.number, 0), "")
        yield TokenInfo(ENDMARKER, "", (self.number, 0), (self.number, 0), "")

    def plain_token(self, outer_quote=None):
        """A string (an f-string has several tokens), number, name or operator; in a field, within an f-string with that quote."""
        line = self.line
        start = self.position
        c = line[start]
        match = _string_start.match(line, start)
        if match and match[1] in _prefixes:
            if "f" in match[1].lower():
                yield from self.fstring(match)
            else:
                yield self.string(match, outer_quote)
            return
        if c in "0123456789" or c == "." and line[start + 1:start + 2] in tuple("0123456789"):
            kind, end = NUMBER, self.end_of_number(start)
        elif match := _name.match(line, start):
            kind, end = NAME, match.end()
        elif match := _operator.match(line, start):
            self.bracket(match[0], start)
            kind, end = OP, match.end()
        else:
            kind, end = OP, start + 1  # such as $, ? and `: a token of its own
        yield self.make(kind, start, end)
        self.position = end

    def end_of_number(self, start):
        """Where the number that begins there ends; what follows it may be anything. Columns of errors count what was read."""
        line = self.line

        def at(position):
            return line[position:position + 1] or "\n"

        def decimal_digits(position):
            while True:
                while at(position) in "0123456789":
                    position += 1
                if at(position) != "_":
                    return position
                position += 1
                if at(position) not in "0123456789":
                    self.error("invalid decimal literal", self.number, position)

        if at(start) == "0" and at(start + 1).lower() in _digits:
            kind, allowed = _digits[at(start + 1).lower()]
            position = start + 2
            while True:
                if at(position) == "_":
                    position += 1
                if at(position) not in allowed:
                    if at(position) in "0123456789":
                        self.error("invalid digit '%s' in %s literal" % (at(position), kind), self.number, position + 1)
                    self.error("invalid %s literal" % kind, self.number, position)
                while at(position) in allowed:
                    position += 1
                if at(position) != "_":
                    break
            if at(position) in "0123456789":
                self.error("invalid digit '%s' in %s literal" % (at(position), kind), self.number, position + 1)
            return position
        position = decimal_digits(start) if at(start) != "." else start
        if at(position) == ".":
            position += 1
            if at(position) in "0123456789":
                position = decimal_digits(position)
        if at(position) in "eE":
            exponent = position + 1
            if at(exponent) in "+-":
                exponent += 1
                if at(exponent) not in "0123456789":
                    self.error("invalid decimal literal", self.number, exponent)
            if at(exponent) in "0123456789":
                position = decimal_digits(exponent)
        if at(position) in "jJ":
            position += 1
        return position

    def bracket(self, text, start):
        # Whether brackets match is the parser's business.
        if text in _closing:
            self.brackets.append((text, self.number, start))
        elif text in ")]}" and self.brackets:
            self.brackets.pop()

    def place(self, line):
        """Of a line whose indentation is wrong, as SyntaxError has it."""
        text = line.rstrip("\r\n")
        return "<string>", self.number, len(text) + 1, text, None, None

    def start_of_line(self, line):
        """INDENT and DEDENT, or the tokens of a line that has nothing but a comment (position -1 then)."""
        column = alternative = position = 0
        while position < len(line):
            c = line[position]
            if c == " ":
                column += 1
                alternative += 1
            elif c == "\t":
                column = (column // tabsize + 1) * tabsize
                alternative += 1
            elif c == "\f":
                column = alternative = 0
            else:
                break
            position += 1
        rest = line[position:]
        if rest[:1] in ("#", "\r", "\n") or not rest:
            end = len(line.rstrip("\r\n"))
            if rest[:1] == "#":
                yield self.make(COMMENT, position, end)
                if end < len(line):
                    yield self.make(NL, end, len(line))
                else:
                    yield TokenInfo(NL, "", (self.number, end), (self.number, end + 1), line)
            elif rest:
                yield self.make(NL, position, len(line))
            self.position = -1
            return
        if rest[:1] == "\\" and rest[1:] in ("\n", "\r\n"):
            self.position = position
            return
        # Whoever sees tabs of one column and whoever sees tabs of eight must see the same blocks.
        known = alternative > self.alternatives[-1] if column > self.indents[-1] else (
            alternative == self.alternatives[self.indents.index(column)] if column in self.indents else True)
        if not known:
            raise TabError("inconsistent use of tabs and spaces in indentation", self.place(line))
        if column > self.indents[-1]:
            self.indents.append(column)
            self.alternatives.append(alternative)
            yield self.make(INDENT, 0, position)
        while column < self.indents[-1]:
            if column not in self.indents:
                raise IndentationError("unindent does not match any outer indentation level",
                                       self.place(line))
            self.indents.pop()
            self.alternatives.pop()
            yield TokenInfo(DEDENT, "", (self.number, position), (self.number, position), line)
        self.position = position

    def string(self, match, outer_quote=None):
        """A string without fields; it may go over several lines."""
        quote = match[2]
        start_line, start_column = self.number, match.start()
        first = self.line
        text = match[0]
        physical = first
        position = match.end()
        while True:
            line = self.line
            end = position
            while end < len(line):
                if line[end] == "\\":
                    end += 2
                    continue
                if line.startswith(quote, end):
                    end += len(quote)
                    text += line[position:end]
                    self.position = end
                    return TokenInfo(STRING, text, (start_line, start_column), (self.number, end), physical)
                if len(quote) == 1 and line[end] in "\r\n":
                    break
                end += 1
            escaped_end = line.rstrip("\r\n").endswith("\\")
            if len(quote) == 1 and not escaped_end:
                if quote == outer_quote:
                    self.error("f-string: expecting '}'", start_line, start_column + 1)
                self.error("unterminated string literal (detected at line %d)" % start_line, start_line, start_column + 1)
            text += line[position:]
            if not self.next_line():
                if len(quote) == 3:
                    self.error("EOF in multi-line string", start_line, start_column + 1)
                self.error("unterminated string literal (detected at line %d)" % start_line, start_line, start_column + 1)
            physical += self.line
            position = 0

    # --- f-strings: FSTRING_START, then FSTRING_MIDDLE and the tokens of fields, then FSTRING_END

    def fstring(self, match):
        quote = match[2]
        raw = "r" in match[1].lower()
        start = (self.number, match.start())
        yield self.make(FSTRING_START, match.start(), match.end())
        self.position = match.end()
        yield from self.fstring_text(quote, raw, start, False)
        end = self.position + len(quote)
        yield self.make(FSTRING_END, self.position, end)
        self.position = end

    def fstring_text(self, quote, raw, start, in_format):
        """Up to the closing quote (or, in a format, the closing brace)."""
        text = ""
        text_start = (self.number, self.position)
        physical = self.line
        after_field = False

        def middle(end):
            return TokenInfo(FSTRING_MIDDLE, text, text_start, end, physical)

        while True:
            line = self.line
            if self.position >= len(line):
                if not self.next_line():
                    if in_format:
                        self.end_in_field()
                    kind = "triple-quoted " if len(quote) == 3 else ""
                    self.error("unterminated %sf-string literal (detected at line %d)" % (kind, self.number - 1), start[0], start[1] + 1)
                physical += self.line
                continue
            c = line[self.position]
            if line.startswith(quote, self.position):
                if in_format and len(quote) == 1:
                    self.error("f-string: expecting '}'", self.number, self.position + 1)
                if text:
                    yield middle((self.number, self.position))
                return
            if in_format and c == "}":
                if text or after_field:
                    yield middle((self.number, self.position))
                return
            if c == "\\" and not raw:
                following = line[self.position + 1:self.position + 2]
                if following == "N" and line[self.position + 2:self.position + 3] == "{":
                    end = line.find("}", self.position)
                    if end > 0:
                        text += line[self.position:end + 1]
                        self.position = end + 1
                        yield middle((self.number, self.position))
                        text = ""
                        text_start = (self.number, self.position)
                        physical = self.line
                        continue
                if following in ("{", "}"):
                    text += c
                    self.position += 1
                    continue
                text += line[self.position:self.position + 2]
                self.position += 2
                continue
            if c == "\\" and line[self.position + 1:self.position + 2] not in ("{", "}"):
                text += line[self.position:self.position + 2]
                self.position += 2
                continue
            if len(quote) == 1 and c in "\r\n":
                if in_format:
                    if text:
                        yield middle((self.number, self.position))
                    return
                self.error("unterminated f-string literal (detected at line %d)" % start[0], start[0], start[1] + 1)
            if c in "{}" and not in_format and line.startswith(c * 2, self.position):
                # A doubled brace is one in the token, and ends it.
                text += c
                yield middle((self.number, self.position + 1))
                self.position += 2
                text = ""
                text_start = (self.number, self.position)
                physical = self.line
                continue
            if c == "{":
                if text:
                    yield middle((self.number, self.position))
                yield from self.fstring_field(quote, raw, start)
                after_field = True
                text = ""
                text_start = (self.number, self.position)
                physical = self.line
                continue
            if c == "}":
                self.error("f-string: single '}' is not allowed", self.number, self.position + 1)
            text += c
            self.position += 1

    def end_in_field(self):
        self.error("unexpected EOF in multi-line statement", self.number - 1, len(self.last_line.rstrip("\r\n")) + 1)

    def fstring_field(self, quote, raw, start):
        yield self.make(OP, self.position, self.position + 1)
        depth = len(self.brackets)
        self.brackets.append(("f{", self.number, self.position))
        self.position += 1
        while True:
            line = self.line
            if self.position >= len(line):
                if not self.next_line():
                    self.end_in_field()
                continue
            at = self.position
            c = line[at]
            if c in " \t\f":
                self.position += 1
                continue
            if c in "\r\n":
                yield self.make(NL, at, len(line))
                self.position = len(line)
                continue
            if c == "#":
                end = len(line.rstrip("\r\n"))
                yield self.make(COMMENT, at, end)
                self.position = end
                continue
            if len(self.brackets) == depth + 1:
                if c == "}":
                    self.brackets.pop()
                    yield self.make(OP, at, at + 1)
                    self.position = at + 1
                    return
                if c == ":":
                    yield self.make(OP, at, at + 1)
                    self.position = at + 1
                    yield from self.fstring_text(quote, raw, start, True)
                    continue
                if c == "!" and line[at + 1:at + 2] != "=":
                    yield self.make(OP, at, at + 1)
                    self.position = at + 1
                    continue
            yield from self.plain_token(quote)


def tokenize(readline):
    """The tokens of a binary file's readline; the first tells the encoding."""
    encoding, consumed = detect_encoding(readline)
    if encoding is not None:
        if encoding == "utf-8-sig":
            encoding = "utf-8"
        yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), "")
    lines = itertools.chain(consumed, iter(_stop_at_end(readline), b""))

    def decoded():
        return next(lines, b"").decode(encoding)

    yield from _Scanner(decoded).tokens()


def _stop_at_end(readline):
    def read():
        try:
            return readline()
        except StopIteration:
            return b""
    return read


def generate_tokens(readline):
    """The tokens of a text file's readline."""
    return _Scanner(readline).tokens()


# --- Back to source

class Untokenizer:
    """Puts tokens where their positions say."""

    def __init__(self):
        self.tokens, self.encoding = [], None
        # The end of what was put last, and whence it came.
        self.prev_row, self.prev_col = 1, 0
        self.prev_type, self.prev_line = None, ""

    def add_whitespace(self, start):
        row, col = start
        if row < self.prev_row or row == self.prev_row and col < self.prev_col:
            raise ValueError("start ({},{}) precedes previous end ({},{})".format(row, col, self.prev_row, self.prev_col))
        self.add_backslash_continuation(start)
        gap = col - self.prev_col
        if gap:
            self.tokens.append(" " * gap)

    def add_backslash_continuation(self, start):
        row = start[0]
        lines = row - self.prev_row
        if lines == 0:
            return
        newline = "\r\n" if self.prev_line.endswith("\r\n") else "\n"
        line = self.prev_line.rstrip("\\\r\n")
        blanks = "".join(list(itertools.takewhile(str.isspace, reversed(line))))
        self.tokens.append(blanks + f"\\{newline}" * lines)
        self.prev_col = 0

    def escape_brackets(self, text):
        """Double braces, but not those around the name of a character."""
        return re.sub(r"(\\N\{[^}]*\}?)|[{}]", lambda found: found[1] or found[0] * 2, text)

    def untokenize(self, iterable):
        tokens = iter(iterable)
        indents, at_line_start = [], False
        for token in tokens:
            if len(token) == 2:
                self.compat(token, tokens)
                break
            kind, text, start, end, line = token
            if kind == ENDMARKER:
                break
            if kind == ENCODING:
                self.encoding = text
            elif kind == INDENT:
                indents.append(text)
            elif kind == DEDENT:
                indents.pop()
                self.prev_row, self.prev_col = end
            else:
                ends_line = kind in (NEWLINE, NL)
                if at_line_start and indents and not ends_line:
                    at_line_start = False
                    self._indent(indents[-1], start)
                elif kind == FSTRING_MIDDLE:
                    text, end = self._with_braces(text, end)
                self.add_whitespace(start)
                self.tokens.append(text)
                self.prev_row, self.prev_col = (end[0] + 1, 0) if ends_line else end
                self.prev_type, self.prev_line = kind, line
                at_line_start = at_line_start or ends_line
        return "".join(self.tokens)

    def _indent(self, indent, start):
        if start[1] >= len(indent):
            self.tokens.append(indent)
            self.prev_col = len(indent)

    def _with_braces(self, text, end):
        """(text, end) of a part of an f-string as they are in source, where a brace is written twice."""
        if "{" not in text and "}" not in text:
            return text, end
        text = self.escape_brackets(text)
        last = text.splitlines()[-1]
        return text, (end[0], end[1] + last.count("{{") + last.count("}}"))

    def compat(self, token, iterable):
        """Tokens without positions: something that gives the same tokens."""
        indents = []
        append = self.tokens.append
        startline = token[0] in (NEWLINE, NL)
        previous_was_string = False
        in_fstring = 0
        for tok in itertools.chain([token], iterable):
            kind, text = tok[:2]
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind in (NAME, NUMBER):
                text += " "
            if kind == STRING:
                if previous_was_string:
                    text = " " + text
                previous_was_string = True
            else:
                previous_was_string = False
            if kind == FSTRING_START:
                in_fstring += 1
            elif kind == FSTRING_END:
                in_fstring -= 1
            if kind == INDENT:
                indents.append(text)
                continue
            elif kind == DEDENT:
                indents.pop()
                continue
            elif kind in (NEWLINE, NL):
                startline = True
            elif startline and indents:
                append(indents[-1])
                startline = False
            elif kind == FSTRING_MIDDLE:
                text = self.escape_brackets(text)
            # Two f-strings side by side must not run together.
            if self.tokens and self.prev_type == FSTRING_END and kind == FSTRING_START:
                append(" ")
            append(text)
            self.prev_type = kind


def untokenize(iterable):
    """Source of which the tokens are these (bytes when the first tells an encoding)."""
    untokenizer = Untokenizer()
    text = untokenizer.untokenize(iterable)
    if untokenizer.encoding is not None:
        text = text.encode(untokenizer.encoding)
    return text


def main():
    import argparse
    parser = argparse.ArgumentParser(prog="python -m tokenize")
    parser.add_argument(dest="filename", nargs="?", metavar="filename.py", help="the file to tokenize; defaults to stdin")
    parser.add_argument("-e", "--exact", dest="exact", action="store_true", help="display token names using the exact type")
    arguments = parser.parse_args()

    def error(message, location=None):
        if location:
            where = (arguments.filename or "<stdin>",) + location
            sys.stderr.write("%s:%d:%d: error: %s\n" % (*where, message))
        else:
            sys.stderr.write("error: %s\n" % message)
        sys.exit(1)

    try:
        if arguments.filename:
            with builtins.open(arguments.filename, "rb") as file:
                tokens = list(tokenize(file.readline))
        else:
            tokens = generate_tokens(sys.stdin.readline)
        for tok in tokens:
            kind = tok.exact_type if arguments.exact else tok.type
            token_range = "%d,%d-%d,%d:" % (tok.start + tok.end)
            print("%-20s%-15s%-15r" % (token_range, tok_name[kind], tok.string))
    except (IndentationError, SyntaxError) as err:
        error(err.args[0], (err.lineno or 0, err.offset or 0))
    except TokenError as err:
        error(err.args[0], err.args[1])
    except OSError as err:
        error(err)


if __name__ == "__main__":
    main()
