"""Exceptions and call stacks as text.

The text equals that of the interpreter's own report. Three parts: FrameSummary and StackSummary hold what is known of a stack;
the section «Marking» finds which part of the source a position means; TracebackException puts whole reports together.
"""

import linecache
import sys
from itertools import chain, islice

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb",
    "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames", "FrameSummary",
    "StackSummary", "TracebackException", "walk_stack", "walk_tb",
]


# --- Printing and formatting in one call -------------------------------------------------------------------------------------

def print_list(extracted_list, file=None):
    """Print the stack entries that extract_tb() or extract_stack() returned."""
    if file is None:
        file = sys.stderr
    for entry in StackSummary.from_list(extracted_list).format():
        print(entry, file=file, end="")


def format_list(extracted_list):
    """Return the stack entries that extract_tb() or extract_stack() returned as a list of texts."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print the entries of a traceback."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """Return the entries of a traceback as a list of texts."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """Return the entries of a traceback as a StackSummary: the first `limit` ones, or the last if it is negative."""
    return StackSummary._extract(_walk_tb_with_positions(tb), limit=limit)


_cause_message = "\nThe above exception was the direct cause of the following exception:\n\n"
_context_message = "\nDuring handling of the above exception, another exception occurred:\n\n"


class _Missing:
    def __repr__(self):
        return "<implicit>"


_missing = _Missing()


def _parse_value_tb(exc, value, tb):
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    if value is tb is _missing:
        if exc is None:
            return None, None
        if isinstance(exc, BaseException):
            return exc, exc.__traceback__
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return value, tb


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True, **kwargs):
    """Print an exception with its traceback and those it came from."""
    value, tb = _parse_value_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True, **kwargs):
    """Return what print_exception() prints as a list of texts."""
    value, tb = _parse_value_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def format_exception_only(exc, /, value=_missing, *, show_group=False, **kwargs):
    """Return the lines that name the exception, without traceback; with `show_group` those of grouped exceptions too."""
    if value is _missing:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only(show_group=show_group))


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Return what print_exc() prints."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the exception that last went uncaught."""
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    if hasattr(sys, "last_exc"):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit=limit, file=file, chain=chain)


def print_stack(f=None, limit=None, file=None):
    """Print the call stack of a frame, by default the caller's."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """Return what print_stack() prints as a list of texts."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """Return the call stack of a frame as a StackSummary, oldest entry first."""
    start = sys._getframe().f_back if f is None else f
    entries = StackSummary.extract(walk_stack(start), limit=limit)
    entries.reverse()
    return entries


def clear_frames(tb):
    """Clear the local variables of all frames of a traceback that have ended."""
    for frame, _ in walk_tb(tb):
        try:
            frame.clear()
        except RuntimeError:
            # It still runs.
            continue


def walk_stack(f):
    """Iterate over (frame, line) from a frame, by default the caller's, to the outermost."""
    if f is None:
        # Called through a generator: this frame, then the one that consumes it.
        f = sys._getframe().f_back.f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Iterate over (frame, line) of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb_with_positions(tb):
    while tb is not None:
        line, end_line, column, end_column = _instruction_position(tb.tb_frame.f_code, tb.tb_lasti)
        # The traceback knows its line even where the code knows nothing.
        yield tb.tb_frame, (tb.tb_lineno if line is None else line, end_line, column, end_column)
        tb = tb.tb_next


def _instruction_position(code, instruction):
    """Return (line, last line, column, last column) of an instruction; None for what is not known."""
    if instruction < 0:
        return None, None, None, None
    return next(islice(code.co_positions(), instruction // 2, None), (None, None, None, None))


# --- Stacks ------------------------------------------------------------------------------------------------------------------

class FrameSummary:
    """One entry of a stack: file, line, name of the function, and where in the line."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_lines", "_lines_dedented", "locals",
                 "_code")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None, **kwargs):
        self.filename, self.name, self._code = filename, name, kwargs.get("_code")
        self.lineno, self.end_lineno = lineno, lineno if end_lineno is None else end_lineno
        self.colno, self.end_colno = colno, end_colno
        # The source, as it is and without its indentation; looked up when asked for.
        self._lines, self._lines_dedented = line, None
        if lookup_line:
            self.line
        self.locals = {key: _safe_string(value, "local", func=repr) for key, value in locals.items()} if locals else None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno and self.name == other.name and
                    self.locals == other.locals)
        if isinstance(other, tuple):
            return self._as_tuple() == other
        return NotImplemented

    # What it was before it was a class: a tuple of four.

    def _as_tuple(self):
        return self.filename, self.lineno, self.name, self.line

    def __iter__(self):
        return iter(self._as_tuple())

    def __getitem__(self, pos):
        return self._as_tuple()[pos]

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    def _find_lines(self):
        if self._lines is None and self.lineno is not None and self.end_lineno is not None:
            found = []
            for number in range(self.lineno, self.end_lineno + 1):
                line = linecache.getline(self.filename, number).rstrip()
                if not line and self._code is not None and self.filename.startswith("<"):
                    line = linecache._getline_from_code(self._code, number).rstrip()
                found.append(line)
            self._lines = "\n".join(found) + "\n"

    @property
    def _original_lines(self):
        """All lines the position covers, as they stand in the file."""
        self._find_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        """The same without their common indentation."""
        self._find_lines()
        if self._lines_dedented is None and self._lines is not None:
            self._lines_dedented = _dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        """The first line without the white space around it."""
        self._find_lines()
        if self._lines is None:
            return None
        return self._lines.partition("\n")[0].strip()


def _dedent(text):
    lines = [line if line.strip() else "" for line in text.split("\n")]
    indents = [line[:len(line) - len(line.lstrip(" \t"))] for line in lines if line]
    if not indents:
        return "\n".join(lines)
    shortest, longest = min(indents), max(indents)
    common = 0
    while common < len(shortest) and shortest[common] == longest[common]:
        common += 1
    return "\n".join(line[common:] for line in lines)


_repeats_shown = 3


class StackSummary(list):
    """The entries of a stack."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Make one of the (frame, line) pairs that walk_stack() or walk_tb() give."""
        with_positions = ((frame, (line, None, None, None)) for frame, line in frame_gen)
        return cls._extract(with_positions, limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals)

    @classmethod
    def _extract(cls, frames, *, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            if limit >= 0:
                frames = islice(frames, limit)
            else:
                frames = list(frames)[limit:]
        result = cls()
        filenames = set()
        for frame, (line, end_line, column, end_column) in frames:
            code = frame.f_code
            filenames.add(code.co_filename)
            linecache.lazycache(code.co_filename, frame.f_globals)
            result.append(FrameSummary(code.co_filename, line, code.co_name, lookup_line=False,
                                       locals=frame.f_locals if capture_locals else None, end_lineno=end_line, colno=column,
                                       end_colno=end_column, _code=code))
        for filename in filenames:
            linecache.checkcache(filename)
        if lookup_lines:
            for entry in result:
                entry.line
        return result

    @classmethod
    def from_list(cls, a_list):
        """Make one of FrameSummary objects or (file, line number, name, line) tuples."""
        result = cls()
        for entry in a_list:
            if not isinstance(entry, FrameSummary):
                filename, line_number, name, line = entry
                entry = FrameSummary(filename, line_number, name, line=line)
            result.append(entry)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """Return the text for one entry, or None to leave it out."""
        filename = frame_summary.filename
        if filename.startswith("<stdin>-"):
            filename = "<stdin>"
        rows = [f'  File "{filename}", line {frame_summary.lineno}, in {frame_summary.name}\n']
        if frame_summary._dedented_lines and frame_summary._dedented_lines.strip():
            if frame_summary.colno is None or frame_summary.end_colno is None:
                rows.append("    " + frame_summary.line + "\n")
            else:
                rows.append("".join("    " + row + "\n" for row in _mark_source(frame_summary)))
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                rows.append(f"    {name} = {value}\n")
        return "".join(rows)

    def format(self, **kwargs):
        """Return a text for each entry; long runs of equal ones are cut short."""
        result = []
        last = None
        repeats = 0
        for frame_summary in self:
            text = self.format_frame_summary(frame_summary)
            if text is None:
                continue
            here = (frame_summary.filename, frame_summary.lineno, frame_summary.name)
            if here != last or None in here:
                result.extend(_tell_repeats(repeats))
                last = here
                repeats = 0
            repeats += 1
            if repeats <= _repeats_shown:
                result.append(text)
        result.extend(_tell_repeats(repeats))
        return result


def _tell_repeats(repeats):
    if repeats > _repeats_shown:
        more = repeats - _repeats_shown
        yield f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n"


# --- Marking -----------------------------------------------------------------------------------------------------------------

def _mark_source(entry):
    """Return the source lines of an entry, each followed by a line of marks where there is something to mark.

    The marks cover the position; if it is an operation, a subscript or a call, only the operator, the brackets or the arguments
    get the strong mark. Of long passages only the significant lines are shown.
    """
    originals = entry._original_lines.splitlines()
    lines = entry._dedented_lines.splitlines()
    if not originals or not lines:
        return [entry.line]
    # splitlines() drops a last empty line; the position cannot lie there.
    count = len(lines)
    removed = len(originals[0]) - len(lines[0])
    start = max(0, _character_offset(originals[0], entry.colno) - removed)
    if entry.end_lineno == entry.lineno or count == 1:
        end = max(0, _character_offset(originals[0] if count == 1 else originals[count - 1], entry.end_colno) - removed)
    else:
        end = max(0, _character_offset(originals[count - 1], entry.end_colno) - removed)
    if count == 1:
        segment = lines[0][start:end]
    else:
        segment = "\n".join([lines[0][start:], *lines[1:-1], lines[-1][:end]])
    anchors = _find_anchors(segment)
    shown = {0, count - 1}
    if anchors:
        # Anchors are (line, column) within the segment; in the first line the segment begins at `start`.
        anchors = [(line, column + start if line == 0 else column) for line, column in anchors]
        for line, _ in anchors:
            shown.update((line - 1, line, line + 1))
        shown.discard(-1)
        shown.discard(count)
    marks_wanted = _are_marks_wanted(lines, start, end, anchors, segment)

    result = []
    previous = -1
    for number in sorted(shown):
        missing = number - previous - 1
        if missing == 1:
            _append_marked(result, lines, number - 1, start, end, anchors, marks_wanted)
        elif missing > 1:
            result.append(f"...<{missing} lines>...")
        _append_marked(result, lines, number, start, end, anchors, marks_wanted)
        previous = number
    return result


def _append_marked(result, lines, number, start, end, anchors, marks_wanted):
    line = lines[number]
    result.append(line)
    if not marks_wanted:
        return
    begin = start if number == 0 else len(line) - len(line.lstrip())
    stop = end if number == len(lines) - 1 else len(line)
    marks = []
    for column in range(min(stop, len(line))):
        if column < begin:
            mark = " "
        elif anchors is None:
            mark = "^"
        else:
            mark = "^" if anchors[0] <= (number, column) < anchors[1] else "~"
        marks.append(mark * _width(line[column]))
    result.append("".join(marks))


def _character_offset(line, byte_offset):
    if line.isascii():
        return byte_offset
    return len(line.encode("utf-8")[:byte_offset].decode("utf-8", "replace"))


def _width(character):
    """How many columns a character takes in a terminal."""
    if character < "\u1100":
        return 1
    try:
        from unicodedata import east_asian_width
    except ImportError:
        code = ord(character)
        wide = (code <= 0x115F or 0x2E80 <= code <= 0x303E or 0x3041 <= code <= 0xA4CF or 0xA960 <= code <= 0xA97C or
                0xAC00 <= code <= 0xD7A3 or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE6F or
                0xFF01 <= code <= 0xFF60 or 0xFFE0 <= code <= 0xFFE6 or 0x1F300 <= code <= 0x1F64F or
                0x1F900 <= code <= 0x1F9FF or 0x20000 <= code <= 0x3FFFD)
        return 2 if wide else 1
    return 2 if east_asian_width(character) in ("W", "F") else 1


def _are_marks_wanted(lines, start, end, anchors, segment):
    """Whether marks tell the reader anything: not when all of a line without parts would be marked, nor for a line that just
    returns what a named function gives, or assigns the result of a call to a name."""
    before = lines[0][:start].rstrip()
    after = lines[-1][end:].lstrip()
    if anchors and segment[-1:] == ")":
        lead, rest = before, after
        while lead.endswith("(") and rest.startswith(")"):
            lead, rest = lead[:-1].rstrip(), rest[1:].lstrip()
        lead = lead.lstrip()
        if not rest or rest[0] in "#;":
            if lead == "return":
                opening = _call_opening(segment)
                if opening is not None and segment[:opening].strip("() ").isidentifier():
                    return False
            elif lead.endswith("=") and _call_opening(segment) is not None and _is_single_name(lead[:-1]):
                return False
    return bool(anchors or before or after)


def _is_single_name(text):
    """Whether the text is a name, perhaps in brackets."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text.isidentifier()


def _call_opening(segment):
    """The index of the parenthesis that opens the arguments if the whole segment is a call."""
    tokens = _scan(segment)
    root = _find_root(tokens) if tokens else None
    return tokens[root[1]][2] if root and root[0] == "call" else None


_statement_words = frozenset(
    "and as assert async await break class continue def del elif else except finally for from global if import in is lambda "
    "nonlocal not or pass raise return try while with yield".split())
_two_character_operators = frozenset("** // << >> <= >= == != -> := += -= *= /= %= @= &= |= ^=".split())
_three_character_operators = frozenset(("**=", "//=", "<<=", ">>=", "..."))
_precedence = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "@": 6, "**": 8}


def _skip_string(text, position, prefix):
    """Return the index behind the string literal whose quote is at `position`, or None if it does not end."""
    quote = text[position]
    if text.startswith(quote * 3, position):
        quote *= 3
    position += len(quote)
    is_formatted = "f" in prefix.lower()
    while position < len(text):
        if text.startswith(quote, position):
            return position + len(quote)
        character = text[position]
        if character == "\\":
            position += 2
            continue
        if is_formatted and character == "{":
            if text.startswith("{{", position):
                position += 2
                continue
            position = _skip_braces(text, position)
            if position is None:
                return None
            continue
        position += 1
    return None


def _skip_braces(text, position):
    """Return the index behind the replacement field that begins at `position`; strings inside may use any quotes."""
    depth = 0
    while position < len(text):
        character = text[position]
        if character in "\"'":
            end = _skip_string(text, position, "")
            if end is None:
                return None
            position = end
            continue
        if character in "{[(":
            depth += 1
        elif character in "}])":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return None


def _scan(text):
    """Split an expression into (kind, text, index) tokens; None if it is nothing that could be one."""
    tokens = []
    position = 0
    size = len(text)
    while position < size:
        character = text[position]
        if character.isspace() or character == "\\":
            position += 1
        elif character == "#":
            position = text.find("\n", position)
            if position < 0:
                break
        elif character in "\"'":
            end = _skip_string(text, position, "")
            if end is None:
                return None
            tokens.append(("operand", text[position:end], position))
            position = end
        elif character.isidentifier():
            end = position + 1
            while end < size and (text[end].isidentifier() or text[end].isdigit()):
                end += 1
            word = text[position:end]
            if end < size and text[end] in "\"'" and len(word) <= 2 and all(letter in "rRbBfFuU" for letter in word):
                end = _skip_string(text, end, word)
                if end is None:
                    return None
                tokens.append(("operand", text[position:end], position))
            else:
                tokens.append(("keyword" if word in _statement_words else "operand", word, position))
            position = end
        elif character.isdigit() or character == "." and text[position + 1:position + 2].isdigit():
            end = position + 1
            while end < size and (text[end].isalnum() or text[end] in "._" or
                                  text[end] in "+-" and text[end - 1] in "eE" and text[position:position + 2].lower() != "0x"):
                end += 1
            tokens.append(("operand", text[position:end], position))
            position = end
        else:
            if text[position:position + 3] in _three_character_operators:
                operator = text[position:position + 3]
            elif text[position:position + 2] in _two_character_operators:
                operator = text[position:position + 2]
            else:
                operator = character
            tokens.append(("operator", operator, position))
            position += len(operator)
    return tokens


def _find_root(tokens):
    """Return ("operation" | "subscript" | "call", token number) for what an expression is at its top, or None.

    The number is that of the operator or of the opening bracket.
    """
    openers = []
    last_opener = None
    best = None
    starts_unary = False
    previous_is_operand = False
    for number, (kind, text, _) in enumerate(tokens):
        if text in ("(", "[", "{") and kind == "operator":
            openers.append(number)
            previous_is_operand = False
            continue
        if text in (")", "]", "}") and kind == "operator":
            if not openers:
                return None
            last_opener = openers.pop()
            previous_is_operand = True
            continue
        if openers:
            previous_is_operand = kind == "operand"
            continue
        if kind == "keyword":
            return None
        if kind == "operand" or text == "...":
            previous_is_operand = True
            continue
        if text == ".":
            previous_is_operand = False
            continue
        if text not in _precedence and text != "~":
            return None
        if previous_is_operand and text != "~":
            level = _precedence[text]
            # Operators group from the left, so the last of the weakest is the root; powers group from the right.
            if best is None or level < best[0] or level == best[0] and text != "**":
                best = (level, number)
        elif text in ("+", "-", "~"):
            if number == 0:
                starts_unary = True
        else:
            return None
        previous_is_operand = False
    if openers:
        return None
    if best is not None:
        if starts_unary and best[0] == 8:
            # -a ** b is the negative of a power.
            return None
        return "operation", best[1]
    if starts_unary or last_opener is None or last_opener == 0:
        return None
    last = tokens[-1][1]
    if tokens[-1][0] != "operator" or tokens[last_opener - 1][1] == ".":
        return None
    if last == "]":
        return "subscript", last_opener
    if last == ")":
        return "call", last_opener
    return None


def _find_anchors(segment):
    """Return where the strong marks begin and end, as (line, column) pairs within the segment, or None."""
    tokens = _scan(segment)
    if not tokens:
        return None
    root = _find_root(tokens)
    if root is None:
        return None
    kind, number = root
    _, text, index = tokens[number]
    if kind == "operation":
        end = index + len(text)
        # What stands between the operator and the right operand goes with it: a parenthesis around the operand, without space.
        if len(text) == 1 and segment[end:end + 1] == "(" and _is_grouped(tokens[number + 1:]):
            end += 1
    else:
        end = len(segment)
    return [_line_and_column(segment, index), _line_and_column(segment, end)]


def _is_grouped(tokens):
    """Whether an operand is one expression in parentheses, which are then no part of it; those of a tuple are."""
    depth = 0
    for number, (_, text, _) in enumerate(tokens):
        if text in ("(", "[", "{"):
            depth += 1
        elif text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                return number == len(tokens) - 1 and number > 1
        elif depth == 1 and text in (",", "for"):
            return False
    return False


def _line_and_column(text, index):
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)


# --- Exceptions --------------------------------------------------------------------------------------------------------------

def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f"<{what} {func.__name__}() failed>"


def _format_final_exc_line(etype, value, *, insert_final_newline=True):
    text = _safe_string(value, "exception")
    end = "\n" if insert_final_newline else ""
    if value is None or not text:
        return f"{etype}{end}"
    return f"{etype}: {text}{end}"


class _PrintContext:
    """How deep in groups the text is."""

    def __init__(self):
        self.seen = set()
        self.exception_group_depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.exception_group_depth)

    def emit(self, text_gen, margin_char=None):
        if margin_char is None:
            margin_char = "|"
        indent = self.indent()
        if self.exception_group_depth:
            indent += margin_char + " "
        if isinstance(text_gen, str):
            text_gen = (text_gen,)
        for text in text_gen:
            if not indent:
                yield text
            else:
                for line in text.splitlines(True):
                    yield (indent + line) if line.strip("\n") else indent + line


class TracebackException:
    """An exception as plain data, ready to be formatted; it keeps neither the exception nor its frames alive."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        is_recursive_call = _seen is not None
        _seen = _seen if is_recursive_call else set()
        _seen.add(id(exc_value))
        self.max_group_width, self.max_group_depth = max_group_width, max_group_depth
        self.stack = StackSummary._extract(_walk_tb_with_positions(exc_traceback), limit=limit, lookup_lines=lookup_lines,
                                           capture_locals=capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe_string(exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as error:
            self.__notes__ = [f"Ignored error getting __notes__: {_safe_string(error, '__notes__', repr)}"]
        self._is_syntax_error, self._have_exc_type = False, exc_type is not None
        # Of None, which has neither, both are None.
        self.exc_type_qualname = getattr(exc_type, "__qualname__", None)
        self.exc_type_module = exc_type.__module__ if self._have_exc_type else None

        if exc_type and issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            line = exc_value.lineno
            self.lineno = str(line) if line is not None else None
            end_line = exc_value.end_lineno
            self.end_lineno = str(end_line) if end_line is not None else None
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = exc_value.end_offset
            self.msg = exc_value.msg
            self._is_syntax_error = True
        elif exc_type and issubclass(exc_type, ImportError) and getattr(exc_value, "name_from", None) is not None:
            wrong = getattr(exc_value, "name_from", None)
            suggestion = _suggest(exc_value, exc_traceback, wrong)
            if suggestion:
                self._str += f". Did you mean: '{suggestion}'?"
        elif (exc_type and issubclass(exc_type, (NameError, AttributeError)) and
              getattr(exc_value, "name", None) is not None):
            wrong = getattr(exc_value, "name", None)
            suggestion = _suggest(exc_value, exc_traceback, wrong)
            if suggestion:
                self._str += f". Did you mean: '{suggestion}'?"
            if issubclass(exc_type, NameError) and wrong in sys.stdlib_module_names:
                if suggestion:
                    self._str += f" Or did you forget to import '{wrong}'?"
                else:
                    self._str += f". Did you forget to import '{wrong}'?"
        if lookup_lines:
            for entry in self.stack:
                entry.line
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False

        # Causes and members are followed in a loop, not by recursion: chains may be long.
        self.__cause__ = None
        self.__context__ = None
        self.exceptions = None
        if is_recursive_call:
            return
        queue = [(self, exc_value)]
        options = {"limit": limit, "lookup_lines": lookup_lines, "capture_locals": capture_locals,
                   "max_group_width": max_group_width, "max_group_depth": max_group_depth}

        def make(exception):
            return TracebackException(type(exception), exception, exception.__traceback__, _seen=_seen, **options)

        while queue:
            report, exception = queue.pop()
            if exception is None:
                continue
            cause = exception.__cause__
            if cause is not None and id(cause) not in _seen:
                report.__cause__ = make(cause)
                queue.append((report.__cause__, cause))
            needs_context = not compact or report.__cause__ is None and not exception.__suppress_context__
            context = exception.__context__
            if context is not None and needs_context and id(context) not in _seen:
                report.__context__ = make(context)
                queue.append((report.__context__, context))
            if isinstance(exception, BaseExceptionGroup):
                report.exceptions = []
                for member in exception.exceptions:
                    made = make(member)
                    report.exceptions.append(made)
                    queue.append((made, member))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Make one of an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        """The class of the exception; deprecated."""
        import warnings
        warnings.warn("Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        """The name of the exception's class, with its module where that is to be shown."""
        if not self._have_exc_type:
            return None
        if self.exc_type_module in ("__main__", "builtins"):
            return self.exc_type_qualname
        module = self.exc_type_module
        if not isinstance(module, str):
            module = "<unknown>"
        return module + "." + self.exc_type_qualname

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, TracebackException) else NotImplemented

    def __str__(self):
        """What the exception said of itself."""
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Iterate over the lines that name the exception; with `show_group` also those of grouped ones, indented."""
        indent = 3 * _depth * " "
        if not self._have_exc_type:
            yield indent + _format_final_exc_line(None, self._str)
            return
        name = self.exc_type_str
        if not self._is_syntax_error:
            if _depth > 0:
                # The text may have several lines; all of them belong to this depth.
                formatted = _format_final_exc_line(name, self._str, insert_final_newline=False).split("\n")
                yield from [indent + line + "\n" for line in formatted]
            else:
                yield _format_final_exc_line(name, self._str)
        else:
            yield from [indent + line for line in self._format_syntax_error(name)]
        notes = self.__notes__
        if notes is not None:
            from collections.abc import Sequence
            if isinstance(notes, Sequence) and not isinstance(notes, (str, bytes)):
                for note in notes:
                    note = _safe_string(note, "note")
                    yield from [indent + line + "\n" for line in note.split("\n")]
            else:
                yield indent + f"{_safe_string(notes, '__notes__', func=repr)}\n"
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(show_group=show_group, _depth=_depth + 1)

    def _format_syntax_error(self, name):
        location = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            location = f" ({self.filename})"
        text = self.text
        if isinstance(text, str):
            # The text may be a whole file; the error is in its first line here.
            right = text.rstrip("\n")
            left = right.lstrip(" \n\f")
            removed = len(right) - len(left)
            if self.offset is None:
                yield f"    {left}\n"
            elif isinstance(self.lineno, str):
                yield f"    {left}\n"
                offset = self.offset
                if self.lineno == self.end_lineno:
                    end_offset = self.end_offset if self.end_offset not in (None, 0) else offset
                else:
                    end_offset = len(right) + 1
                if self.text and offset > len(self.text):
                    offset = len(self.text)
                    if end_offset < offset:
                        end_offset = offset
                if offset >= end_offset or end_offset < 0:
                    end_offset = offset + 1
                column = offset - 1 - removed
                end_column = end_offset - 1 - removed
                if column >= 0:
                    # Keep tabs, so that the marks stand where they belong.
                    space = "".join(character if character.isspace() else " " for character in left[:column])
                    yield f"    {space}{'^' * (end_column - column)}\n"
            else:
                yield f"    {left}\n"
        yield f"{name}: {self.msg or '<no detail available>'}{location}\n"

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Iterate over the text of the report: causes first, then the traceback, then the exception."""
        if _ctx is None:
            _ctx = _PrintContext()
        reports = []
        report = self
        if chain:
            while report:
                if report.__cause__ is not None:
                    message, following = _cause_message, report.__cause__
                elif report.__context__ is not None and not report.__suppress_context__:
                    message, following = _context_message, report.__context__
                else:
                    message = following = None
                reports.append((message, report))
                report = following
        else:
            reports.append((None, report))
        for message, report in reversed(reports):
            if message is not None:
                yield from _ctx.emit(message)
            if report.exceptions is None:
                if report.stack:
                    yield from _ctx.emit("Traceback (most recent call last):\n")
                    yield from _ctx.emit(report.stack.format())
                yield from _ctx.emit(report.format_exception_only())
            elif _ctx.exception_group_depth > self.max_group_depth:
                yield from _ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from self._format_group(report, _ctx, chain)

    def _format_group(self, report, context, chain):
        is_outermost = context.exception_group_depth == 0
        if is_outermost:
            context.exception_group_depth += 1
        if report.stack:
            yield from context.emit("Exception Group Traceback (most recent call last):\n",
                                    margin_char="+" if is_outermost else None)
            yield from context.emit(report.stack.format())
        yield from context.emit(report.format_exception_only())
        total = len(report.exceptions)
        shown = total if total <= self.max_group_width else self.max_group_width + 1
        context.need_close = False
        for index in range(shown):
            is_last = index == shown - 1
            if is_last:
                # The closing line is drawn by whichever nested group ends here.
                context.need_close = True
            truncated = index >= self.max_group_width
            title = f"{index + 1}" if not truncated else "..."
            yield f"{context.indent()}{'+-' if index == 0 else '  '}+---------------- {title} ----------------\n"
            context.exception_group_depth += 1
            if not truncated:
                yield from report.exceptions[index].format(chain=chain, _ctx=context)
            else:
                remaining = total - self.max_group_width
                yield from context.emit(f"and {remaining} more exception{'s' if remaining > 1 else ''}\n")
            if is_last and context.need_close:
                yield f"{context.indent()}+------------------------------------\n"
                context.need_close = False
            context.exception_group_depth -= 1
        if is_outermost:
            context.exception_group_depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the report to a file, by default sys.stderr."""
        if file is None:
            file = sys.stderr
        for text in self.format(chain=chain):
            print(text, file=file, end="")


# --- Did you mean? -----------------------------------------------------------------------------------------------------------

_most_candidates = 750
_longest_name = 40
_move_cost = 2
_case_cost = 1


def _change_cost(first, second):
    if first == second:
        return 0
    if first.lower() == second.lower():
        return _case_cost
    return _move_cost


def _candidates(error, traceback, wrong_name):
    """The names that could have been meant, and a ready answer if there is one."""
    if isinstance(error, AttributeError):
        owner = getattr(error, "obj", None)
        try:
            names = dir(owner)
        except TypeError:
            names = list({*type(owner).__dict__, *getattr(owner, "__dict__", ())})
        # Private names are offered only to the object itself.
        hide = wrong_name[:1] != "_"
        if hide and traceback is not None:
            while traceback.tb_next is not None:
                traceback = traceback.tb_next
            frame = traceback.tb_frame
            if "self" in frame.f_locals and frame.f_locals["self"] is owner:
                hide = False
        return [name for name in names if not (hide and name[:1] == "_")], None
    if isinstance(error, ImportError):
        names = dir(__import__(error.name, fromlist=[wrong_name]))
        hide = wrong_name[:1] != "_"
        return [name for name in names if not (hide and name[:1] == "_")], None
    if traceback is None:
        return None, None
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    frame = traceback.tb_frame
    if "self" in frame.f_locals:
        try:
            has_it = hasattr(frame.f_locals["self"], wrong_name)
        except Exception:
            has_it = False
        if has_it:
            return None, f"self.{wrong_name}"
    return [*frame.f_locals, *frame.f_globals, *frame.f_builtins], None


def _suggest(error, traceback, wrong_name):
    """Return the name nearest to a wrong one, or None."""
    if wrong_name is None or not isinstance(wrong_name, str):
        return None
    try:
        names, answer = _candidates(error, traceback, wrong_name)
    except Exception:
        return None
    if answer is not None or names is None:
        return answer
    names = sorted(name for name in names if isinstance(name, str))
    if len(names) > _most_candidates or len(wrong_name) > _longest_name:
        return None
    best = None
    best_distance = None
    for name in names:
        if name == wrong_name:
            continue
        limit = (len(name) + len(wrong_name) + 3) * _move_cost // 6
        if best_distance is not None:
            limit = min(limit, best_distance - 1)
        distance = _edit_distance(wrong_name, name, limit)
        if distance > limit:
            continue
        if best is None or distance < best_distance:
            best = name
            best_distance = distance
    return best


def _edit_distance(a, b, limit):
    """The cost of turning one name into another; anything above the limit stands for «too much»."""
    if a == b:
        return 0
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    end = 0
    while end < len(a) and end < len(b) and a[-1 - end] == b[-1 - end]:
        end += 1
    if end:
        a, b = a[:-end], b[:-end]
    if not a or not b:
        return _move_cost * (len(a) + len(b))
    if len(a) > _longest_name or len(b) > _longest_name:
        return limit + 1
    if len(b) < len(a):
        a, b = b, a
    if (len(b) - len(a)) * _move_cost > limit:
        return limit + 1
    row = list(range(_move_cost, _move_cost * (len(a) + 1), _move_cost))
    result = 0
    for b_index, b_character in enumerate(b):
        distance = result = b_index * _move_cost
        lowest = None
        for index, a_character in enumerate(a):
            substitute = distance + _change_cost(b_character, a_character)
            distance = row[index]
            result = min(substitute, min(result, distance) + _move_cost)
            row[index] = result
            if lowest is None or result < lowest:
                lowest = result
        if lowest > limit:
            return limit + 1
    return result
