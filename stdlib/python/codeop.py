"""Telling whether source text that somebody types is complete."""

import __future__

__all__ = ["CommandCompiler", "Compile", "compile_command"]

_FUTURE_FEATURES = [getattr(__future__, name) for name in __future__.all_feature_names]


def _scan(source):
    """Return (open, last, continued): whether a bracket or long string is still open, the last line, whether it goes on."""
    depth, position, quote = 0, 0, None
    while position < len(source):
        character = source[position]
        if quote is not None:
            if character == "\\":
                position += 1
            elif source.startswith(quote, position):
                position += len(quote) - 1
                quote = None
            elif character == "\n" and len(quote) == 1:
                quote = None  # an error, which the compiler reports
        elif character in "\"'":
            quote = character * 3 if source.startswith(character * 3, position) else character
            position += len(quote) - 1
        elif character == "#":
            end = source.find("\n", position)
            position = (len(source) if end < 0 else end) - 1
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        position += 1
    return depth > 0 or (quote is not None and len(quote) == 3), source.endswith(("\\", "\\\n")) and not source.endswith("\\\\")


_BLOCK_STARTS = ("@", "async", "class", "def", "for", "if", "try", "while", "with")


def _is_block(source):
    """Whether the text begins a compound statement, whose lines may go on."""
    first = next((line for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    word = first[:1] if first.startswith("@") else first.replace(":", " ").replace("(", " ").partition(" ")[0]
    return word in _BLOCK_STARTS or (word == "match" and first.split("#")[0].rstrip().endswith(":"))


def _compile_or_wait(compiler, source, filename, symbol):
    if symbol != "eval" and not any(line.strip() and not line.lstrip().startswith("#") for line in source.split("\n")):
        return compiler("pass", filename, symbol)  # only comments, or nothing
    is_open, continued = _scan(source)
    ended = source.endswith("\n")  # as after an empty line, which ends a block
    import warnings
    # What is warned of belongs to the complete text: the compiler says it again then.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", (SyntaxWarning, DeprecationWarning))
        try:
            compiler(source + "\n", filename, symbol)
            failure = None
        except SyntaxError as error:
            failure = error.msg or "", error.lineno, error.offset
    if failure is not None:
        if _is_incomplete(source, symbol, is_open, continued, ended, *failure):
            return None
    elif continued or symbol == "single" and not ended and _is_block(source):
        return None
    return compiler(source + "\n", filename, symbol)


def _is_incomplete(source, symbol, is_open, continued, ended, text, line, offset):
    """Whether the text of an error, and its place, say that more lines may mend it."""
    if is_open and ("never closed" in text or "unterminated triple" in text):
        return True
    if continued and ("unexpected EOF" in text or "line continuation" in text or "unterminated" in text and not ended):
        return True
    if symbol == "eval" and not source.strip():
        return True
    if symbol == "eval":
        return False
    last = max((number for number, one in enumerate(source.split("\n"), 1) if one.strip()), default=0)
    if line is not None and line < last:
        return False
    if "expected an indented block" in text or "expected 'except' or 'finally' block" in text:
        return line is None or not _has_text_at(source, line, offset)
    # A decorator waits for what it decorates.
    return not ended and source.rstrip().rsplit("\n", 1)[-1].startswith("@") and "invalid syntax" in text


def _has_text_at(source, line, offset):
    """Whether there is something where an error is: else the text ended too early."""
    lines = source.split("\n")
    return line <= len(lines) and offset is not None and lines[line - 1][offset - 1:].strip() != ""


PyCF_DONT_IMPLY_DEDENT = 0x200
PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000


def compile_command(source, filename="<input>", symbol="single"):
    """Return the code of the source; None if it is incomplete so far. Raise SyntaxError if no further line can mend it."""
    return _compile_or_wait(lambda *arguments: compile(*arguments, dont_inherit=True), source, filename, symbol)


class Compile:
    """compile() that keeps the __future__ features which earlier sources asked for."""

    def __init__(self):
        self.flags = 0

    def __call__(self, source, filename, symbol, flags=0):
        code = compile(source, filename, symbol, self.flags | flags, True)
        for feature in _FUTURE_FEATURES:
            if code.co_flags & feature.compiler_flag:
                self.flags |= feature.compiler_flag
        return code


class CommandCompiler:
    """compile_command() that keeps the __future__ features which earlier sources asked for."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename="<input>", symbol="single"):
        return _compile_or_wait(self.compiler, source, filename, symbol)
