"""Splitting and quoting in the manner of the shell."""

__all__ = ["split", "quote", "join"]

_safe = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")


def split(s, comments=False, posix=True):
    """Split a command line into words."""
    if s is None:
        raise ValueError("s argument must not be None")
    words = []
    word = None
    position = 0
    size = len(s)
    while position < size:
        character = s[position]
        position += 1
        if character in " \t\r\n":
            if word is not None:
                words.append(word)
                word = None
        elif comments and character == "#":
            end = s.find("\n", position)
            position = size if end < 0 else end
        elif character == "\\" and posix:
            if position >= size:
                raise ValueError("No escaped character")
            word = (word or "") + s[position]
            position += 1
        elif character in "'\"":
            word = word or ""
            if not posix:
                word += character
            while True:
                if position >= size:
                    raise ValueError("No closing quotation")
                inner = s[position]
                position += 1
                if inner == character:
                    break
                if inner == "\\" and character == '"' and posix:
                    if position >= size:
                        raise ValueError("No escaped character")
                    following = s[position]
                    position += 1
                    # Inside double quotes a backslash is itself unless it protects a quote or a backslash.
                    word += following if following in '"\\' else "\\" + following
                    continue
                word += inner
            if not posix:
                word += character
        else:
            word = (word or "") + character
    if word is not None:
        words.append(word)
    return words


def quote(s):
    """Return a text that a shell takes for one word."""
    if not s:
        return "''"
    if _safe.issuperset(s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """Return words as a command line."""
    return " ".join(quote(word) for word in split_command)
