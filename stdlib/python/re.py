"""Regular expressions."""

import _re
import enum

Pattern = _re.Pattern
Match = _re.Match

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape",
    "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE",
    "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]


class PatternError(Exception):
    """A pattern that is no valid regular expression; says where it goes wrong if that is known."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f"{msg} at position {pos}"
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        super().__init__(msg)


error = _re.PatternError = PatternError


@enum.global_enum
class RegexFlag(enum.IntFlag, boundary=enum.KEEP):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128
    __str__ = object.__str__
    _numeric_repr_ = hex


_cache = {}
_MAX_CACHE = 512


def _compile(pattern, flags):
    number = int(flags)
    key = type(pattern), pattern, number
    try:
        return _cache[key]
    except (KeyError, TypeError):
        pass
    if isinstance(pattern, Pattern):
        if number:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    compiled = _re.compile(pattern, number)
    if not number & 128:
        if len(_cache) >= _MAX_CACHE:
            try:
                del _cache[next(iter(_cache))]
            except (StopIteration, RuntimeError, KeyError):
                pass
        _cache[key] = compiled
    return compiled


def match(pattern, string, flags=0):
    """Try to apply the pattern at the start of the string, returning a Match object, or None if no match was found."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """Try to apply the pattern to all of the string, returning a Match object, or None if no match was found."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """Scan through string looking for a match, returning a Match object, or None if no match was found."""
    return _compile(pattern, flags).search(string)


def _options(function, name, least, args, number, flags):
    """(count or maxsplit, flags), which should be given by name: what was given by position is in `args`."""
    if args:
        if number is not _NOT_GIVEN:
            raise TypeError(f"{function}() got multiple values for argument '{name}'")
        number = args[0]
        if len(args) > 1:
            if flags is not _NOT_GIVEN:
                raise TypeError(f"{function}() got multiple values for argument 'flags'")
            flags = args[1]
            if len(args) > 2:
                raise TypeError(f"{function}() takes from {least} to {least + 2} positional arguments but {least + len(args)} were given")
        import warnings
        warnings.warn(f"'{name}' is passed as positional argument", DeprecationWarning, stacklevel=3)
    return 0 if number is _NOT_GIVEN else number, 0 if flags is _NOT_GIVEN else flags


# Zeros that nobody else has.
class _Zero(int):
    pass


_NOT_GIVEN = _Zero()


def sub(pattern, repl, string, *args, count=_NOT_GIVEN, flags=_NOT_GIVEN):
    """Replace the leftmost occurrences of the pattern; repl is a string with backslash escapes or a function of the match."""
    if args:
        count, flags = _options("sub", "count", 3, args, count, flags)
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, *args, count=_NOT_GIVEN, flags=_NOT_GIVEN):
    """Like sub(), but return a pair of the new string and the number of replacements."""
    if args:
        count, flags = _options("subn", "count", 3, args, count, flags)
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, *args, maxsplit=_NOT_GIVEN, flags=_NOT_GIVEN):
    """Split the string by the occurrences of the pattern; the text of groups becomes part of the list."""
    if args:
        maxsplit, flags = _options("split", "maxsplit", 2, args, maxsplit, flags)
    return _compile(pattern, flags).split(string, maxsplit)


sub.__text_signature__ = subn.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"
split.__text_signature__ = "(pattern, string, maxsplit=0, flags=0)"


def findall(pattern, string, flags=0):
    """A list of all matches: their text, or their group, or the tuples of their groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """An iterator over the Match objects of all matches."""
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    """Compile a regular expression pattern, returning a Pattern object."""
    return _compile(pattern, flags)


def purge():
    """Forget the compiled patterns."""
    _cache.clear()


_SPECIAL = {ord(c): "\\" + c for c in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """Escape the characters that mean something in a pattern."""
    if isinstance(pattern, str):
        return pattern.translate(_SPECIAL)
    return str(pattern, "latin1").translate(_SPECIAL).encode("latin1")


class _PatternScanner:
    """What Pattern.scanner() returns: each call of match() or search() goes on where the last match ended."""

    def __init__(self, pattern, string, pos, endpos):
        self.pattern = pattern
        self._string = string
        self._position = pos
        self._end = endpos
        self._empty_at = None  # an empty match was found there: the next has to go on

    def match(self):
        return self._step(self.pattern.match, False)

    def search(self):
        return self._step(self.pattern.search, True)

    def _step(self, find, may_move):
        found = find(self._string, self._position, self._end)
        if found is not None and found.start() == found.end() == self._empty_at:
            found = find(self._string, self._position + 1, self._end) if may_move and self._position < len(self._string) else None
        if found is None:
            self._position = self._end = len(self._string)
            self._empty_at = self._position
            return None
        self._position = found.end()
        self._empty_at = found.end() if found.start() == found.end() else None
        return found


_re.PatternScanner = _PatternScanner


class Scanner:
    """Cuts a string into tokens: each rule is a pattern and what to do with its text."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._rules = {}  # by the number of the group around its pattern
        number = 1
        for pattern, action in lexicon:
            self._rules[number] = action
            number += 1 + _compile(pattern, flags).groups
        self.scanner = _compile("|".join(f"({pattern})" for pattern, _ in lexicon), flags)

    def scan(self, string):
        result = []
        position = 0
        match = self.scanner.scanner(string).match
        while True:
            found = match()
            if found is None or found.end() == position:
                break
            action = self._rules[found.lastindex]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            position = found.end()
        return result, string[position:]


def _unpickle(pattern, flags):
    return _compile(pattern, flags)
