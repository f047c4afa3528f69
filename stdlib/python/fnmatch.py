"""File names and the patterns of shells: * ? [seq] [!seq]."""

import functools
import posixpath
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Return whether a name matches a pattern."""
    return fnmatchcase(posixpath.normcase(name), posixpath.normcase(pat))


@functools.lru_cache(maxsize=32768, typed=True)
def _matcher(pattern):
    if isinstance(pattern, bytes):
        return re.compile(translate(str(pattern, "ISO-8859-1")).encode("ISO-8859-1")).match
    return re.compile(translate(pattern)).match


def filter(names, pat):
    """Return the names that match a pattern."""
    match = _matcher(posixpath.normcase(pat))
    return [name for name in names if match(name)]


def fnmatchcase(name, pat):
    """The same as fnmatch(); case matters everywhere."""
    return _matcher(pat)(name) is not None


def translate(pat):
    """Return the regular expression for a pattern."""
    pieces = _translate(pat, ".")
    # A star takes as little as lets the fixed text behind it match, and never gives back: no more can be gained by that.
    result = []
    position = 0
    while position < len(pieces) and pieces[position] is not None:
        result.append(pieces[position])
        position += 1
    while position < len(pieces):
        position += 1
        fixed = []
        while position < len(pieces) and pieces[position] is not None:
            fixed.append(pieces[position])
            position += 1
        if position == len(pieces):
            result.append(".*" + "".join(fixed))
        else:
            result.append(f"(?>.*?{''.join(fixed)})")
    return rf"(?s:{''.join(result)})\Z"


def _translate(pat, any_character):
    """The regular expressions of the parts of a pattern; None for a row of stars."""
    pieces = []
    index = 0
    size = len(pat)
    while index < size:
        character = pat[index]
        index += 1
        if character == "*":
            if not pieces or pieces[-1] is not None:
                pieces.append(None)
        elif character == "?":
            pieces.append(any_character)
        elif character == "[":
            end = index
            if pat[end:end + 1] == "!":
                end += 1
            if pat[end:end + 1] == "]":
                end += 1
            end = pat.find("]", end)
            if end < 0:
                pieces.append("\\[")
                continue
            pieces.append(_translate_set(pat[index:end]))
            index = end + 1
        else:
            pieces.append(re.escape(character))
    return pieces


def _translate_set(text):
    negated = text.startswith("!")
    if negated:
        text = text[1:]
    parts = []
    index = 0
    while index < len(text):
        if index + 2 < len(text) and text[index + 1] == "-":
            low, high = text[index], text[index + 2]
            if low <= high:
                parts.append(f"{_escape_in_set(low)}-{_escape_in_set(high)}")
            index += 3
        else:
            parts.append(_escape_in_set(text[index]))
            index += 1
    if not parts:
        # An empty set matches nothing, its opposite everything.
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{''.join(parts)}]"


def _escape_in_set(character):
    return "\\" + character if character in "\\[]^-&|~" else character
