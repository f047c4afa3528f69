"""Editing of lines at a terminal, with history and completion, on libedit.

Thread safety: there is one terminal; two threads that read from it at once get a RuntimeError.
"""

import _line_editor

__all__ = ["add_history", "append_history_file", "backend", "clear_history", "get_begidx", "get_completer", "get_completer_delims",
           "get_completion_type", "get_current_history_length", "get_endidx", "get_history_item", "get_history_length",
           "get_line_buffer", "insert_text", "parse_and_bind", "read_history_file", "read_init_file", "redisplay",
           "remove_history_item", "replace_history_item", "set_auto_history", "set_completer", "set_completer_delims",
           "set_completion_display_matches_hook", "set_history_length", "set_pre_input_hook", "set_startup_hook",
           "write_history_file"]

backend = "editline"


class _State:
    """What the functions of this module set and ask."""

    editor = None
    history = []
    history_length = -1
    completer = None
    delimiters = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"
    display_hook = None
    startup_hook = None
    pre_input_hook = None
    auto_history = True
    line = ""
    begin = end = 0


def _editor():
    if _State.editor is None:
        _State.editor = _line_editor.open()
        _State.editor.set_history(_State.history)
    return _State.editor


def _refresh_history():
    if _State.editor is not None:
        _State.editor.set_history(_State.history)


# ----------------------------------------------------------------------------------------------------------------------
# History

def _history_path(filename):
    import os
    return os.path.expanduser("~/.history") if filename is None else filename


def _decode(line):
    """A line of a history file as text; libedit writes blanks and the like as octal escapes."""
    if "\\" not in line:
        return line
    out, position = [], 0
    while position < len(line):
        digits = line[position + 1:position + 4]
        if line[position] == "\\" and len(digits) == 3 and all(digit in "01234567" for digit in digits):
            out.append(int(digits, 8))
            position += 4
        else:
            out.extend(line[position].encode("utf-8", "surrogateescape"))
            position += 1
    return bytes(out).decode("utf-8", "surrogateescape")


def read_history_file(filename=None, /):
    """Add the lines of a file to the history."""
    with open(_history_path(filename), encoding="utf-8", errors="surrogateescape") as file:
        lines = file.read().split("\n")
    if lines and not lines[-1]:
        lines.pop()
    escaped = bool(lines) and lines[0] == "_HiStOrY_V2_"
    _State.history += [_decode(line) for line in lines[1:]] if escaped else lines
    _refresh_history()


def write_history_file(filename=None, /):
    """Write the history to a file, at most set_history_length() lines."""
    lines = _State.history
    if _State.history_length >= 0:
        lines = lines[len(lines) - min(len(lines), _State.history_length):]
    with open(_history_path(filename), "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(line.replace("\n", " ") + "\n" for line in lines)


def append_history_file(nelements, filename=None, /):
    """Append the last lines of the history to a file."""
    lines = _State.history[max(0, len(_State.history) - nelements):] if nelements > 0 else []
    with open(_history_path(filename), "a", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(line.replace("\n", " ") + "\n" for line in lines)


def get_history_length():
    """Return how many lines a history file gets; negative: all."""
    return _State.history_length


def set_history_length(length, /):
    """Set how many lines a history file gets; negative: all."""
    _State.history_length = length


def get_current_history_length():
    """Return how many lines the history holds."""
    return len(_State.history)


def get_history_item(index, /):
    """Return a line of the history, counted from 1; None if there is none."""
    return _State.history[index - 1] if 1 <= index <= len(_State.history) else None


def _check_position(position):
    if position < 0:
        raise ValueError("History index cannot be negative")
    if position >= len(_State.history):
        raise ValueError(f"No history item at position {position}")


def remove_history_item(pos, /):
    """Remove a line of the history, counted from 0."""
    _check_position(pos)
    del _State.history[pos]
    _refresh_history()


def replace_history_item(pos, line, /):
    """Replace a line of the history, counted from 0."""
    _check_position(pos)
    _State.history[pos] = line
    _refresh_history()


def add_history(line, /):
    """Add a line to the history."""
    if not isinstance(line, str):
        raise TypeError(f"add_history() argument must be str, not {type(line).__name__}")
    _State.history.append(line)
    if _State.editor is not None:
        _State.editor.add_history(line)


def clear_history():
    """Forget the history."""
    _State.history.clear()
    _refresh_history()


def set_auto_history(enabled, /):
    """Set whether each line that is read is added to the history."""
    _State.auto_history = bool(enabled)


# ----------------------------------------------------------------------------------------------------------------------
# Completion

def get_completer():
    """Return the function completer(text, state) that gives the state-th completion of a word, or None."""
    return _State.completer


def set_completer(function=None, /):
    """Set or remove the completer."""
    if function is not None and not callable(function):
        raise TypeError("set_completer(func): argument not callable")
    _State.completer = function


def get_completer_delims():
    """Return the characters that end a word."""
    return _State.delimiters


def set_completer_delims(string, /):
    """Set the characters that end a word."""
    _State.delimiters = string


def get_completion_type():
    """Return the kind of completion: always that of one Tab."""
    return 9


def get_begidx():
    """Return where the word being completed begins."""
    return _State.begin


def get_endidx():
    """Return where the word being completed ends."""
    return _State.end


def get_line_buffer():
    """Return the line as typed so far; completers may ask."""
    return _State.line


def set_completion_display_matches_hook(function=None, /):
    """Set what shows the completions: function(word, matches, longest)."""
    _State.display_hook = function


def _columns(matches, width=80):
    """The matches side by side."""
    column = max(len(match) for match in matches) + 2
    count = max(1, width // column)
    rows = -(-len(matches) // count)
    lines = []
    for row in range(rows):
        lines.append("".join(match.ljust(column) for match in matches[row::rows]).rstrip())
    return "\n".join(lines)


def _complete(before, after):
    """What Tab does: (characters to delete, text to insert, text to show)."""
    start = len(before)
    while start > 0 and before[start - 1] not in _State.delimiters:
        start -= 1
    word = before[start:]
    _State.line, _State.begin, _State.end = before + after, start, len(before)
    matches = []
    while len(matches) < 10000:
        match = _State.completer(word, len(matches))
        if match is None:
            break
        matches.append(match)
    if not matches:
        return None
    common = matches[0]
    for match in matches:
        while not match.startswith(common):
            common = common[:-1]
    if len(matches) == 1 or len(common) > len(word):
        return len(word), common, ""
    if _State.display_hook is not None:
        _State.display_hook(word, matches, max(len(match) for match in matches))
        return 0, "", " "
    return 0, "", _columns(matches)


# ----------------------------------------------------------------------------------------------------------------------
# Reading

def parse_and_bind(string, /):
    """Run a line as the init file holds it: editline's commands; readline's `tab: complete` is what Tab does anyway."""
    if string and ":" not in string.split()[0]:
        _editor().configure(string)


def read_init_file(filename=None, /):
    """Run the lines of an init file."""
    with open(_history_path(filename) if filename is not None else _history_path("~/.editrc"), encoding="utf-8") as file:
        for line in file:
            parse_and_bind(line.strip())


def insert_text(string, /):
    """Insert text into the line being edited; there is none while Python code runs."""


def redisplay():
    """Show the line being edited again; there is none while Python code runs."""


def set_startup_hook(function=None, /):
    """Set a function that is called just before the prompt is shown."""
    _State.startup_hook = function


def set_pre_input_hook(function=None, /):
    """Set a function that is called after the prompt is shown."""
    _State.pre_input_hook = function


def _read_line(prompt):
    """Read a line from the terminal, with its end; an empty text at the end of input. input() and the prompt call this."""
    if _State.startup_hook is not None:
        _State.startup_hook()
    if _State.pre_input_hook is not None:
        _State.pre_input_hook()
    line = _editor().read_line(prompt, _complete if _State.completer is not None else None)
    if line is None:
        return ""
    text = line.rstrip("\n")
    if _State.auto_history and text.strip() and (not _State.history or _State.history[-1] != text):
        add_history(text)
    return line
