"""Path names by the rules of Windows, usable on any system: only computing, no questions to the file system."""

import os
from posixpath import commonprefix, exists, getatime, getctime, getmtime, getsize, isdir, isfile, lexists, samefile, sameopenfile, samestat
from posixpath import isjunction, islink

curdir = "."
pardir = ".."
extsep = "."
sep = "\\"
pathsep = ";"
altsep = "/"
defpath = ".;C:\\bin"
devnull = "nul"
supports_unicode_filenames = True

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname", "commonprefix", "getsize",
    "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir", "isfile", "ismount", "isreserved", "expanduser",
    "expandvars", "normpath", "abspath", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
    "supports_unicode_filenames", "relpath", "samefile", "sameopenfile", "samestat", "commonpath", "isjunction",
]

_RESERVED_CHARACTERS = frozenset({chr(number) for number in range(32)} | {'"', "*", ":", "<", ">", "?", "|", "/", "\\"})
_RESERVED_NAMES = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
                            | {f"{device}{digit}" for device in ("COM", "LPT") for digit in "123456789\xb9\xb2\xb3"})


def _constants(path):
    """(separator, other separator, both, colon, '.', '..', UNC prefix) of the path's type."""
    if isinstance(path, bytes):
        return b"\\", b"/", b"\\/", b":", b".", b"..", b"\\\\?\\UNC\\"
    return "\\", "/", "\\/", ":", ".", "..", "\\\\?\\UNC\\"


def normcase(s):
    """Return the path in lower case, with backslashes."""
    s = os.fspath(s)
    if not s:
        return s
    if isinstance(s, bytes):
        return s.decode("utf-8", "surrogateescape").replace("/", "\\").lower().encode("utf-8", "surrogateescape")
    return s.replace("/", "\\").lower()


def isabs(s):
    """Has the path a drive and a root, or a share?"""
    s = os.fspath(s)
    separator, other, _, colon, *_ = _constants(s)
    s = s[:3].replace(other, separator)
    return s.startswith(colon + separator, 1) or s.startswith(separator * 2)


def splitroot(p):
    """Split into (drive or share, root, rest)."""
    p = os.fspath(p)
    separator, other, _, colon, _, _, unc = _constants(p)
    empty = p[:0]
    normal = p.replace(other, separator)
    if normal[:1] == separator:
        if normal[1:2] == separator:
            # \\server\share\rest, \\.\device\rest, \\?\UNC\server\share\rest
            start = 8 if normal[:8].upper() == unc else 2
            index = normal.find(separator, start)
            if index == -1:
                return p, empty, empty
            second = normal.find(separator, index + 1)
            if second == -1:
                return p, empty, empty
            return p[:second], p[second:second + 1], p[second + 1:]
        return empty, p[:1], p[1:]
    if normal[1:2] == colon:
        if normal[2:3] == separator:
            return p[:2], p[2:3], p[3:]
        return p[:2], empty, p[2:]
    return empty, empty, p


def splitdrive(p):
    """Split into (drive or share, rest)."""
    drive, root, tail = splitroot(p)
    return drive, root + tail


def join(path, *paths):
    """Join paths; one with a root or another drive begins anew."""
    path = os.fspath(path)
    separator, _, both, colon, *_ = _constants(path)
    try:
        drive, root, rest = splitroot(path)
        for other in map(os.fspath, paths):
            other_drive, other_root, other_rest = splitroot(other)
            if other_root:
                if other_drive or not drive:
                    drive = other_drive
                root, rest = other_root, other_rest
                continue
            if other_drive and other_drive != drive:
                if other_drive.lower() != drive.lower():
                    drive, root, rest = other_drive, other_root, other_rest
                    continue
                drive = other_drive
            if rest and rest[-1:] not in both:
                rest += separator
            rest += other_rest
        if rest and not root and drive and drive[-1:] not in colon + both:
            return drive + separator + rest
        return drive + root + rest
    except (TypeError, AttributeError, BytesWarning):
        kinds = {isinstance(one, bytes) for one in map(os.fspath, (path, *paths))}
        if len(kinds) > 1:
            raise TypeError("Can't mix strings and bytes in path components") from None
        raise


def split(p):
    """Split into (all before the last component, the last component)."""
    drive, root, rest = splitroot(p)
    both = _constants(rest)[2]
    at = len(rest)
    while at and rest[at - 1:at] not in both:
        at -= 1
    head, tail = rest[:at], rest[at:]
    return drive + root + head.rstrip(both), tail


def basename(p):
    """Return the last component."""
    return split(p)[1]


def dirname(p):
    """Return all before the last component."""
    return split(p)[0]


def splitext(p):
    """Split into (all before the extension, the extension with its dot)."""
    p = os.fspath(p)
    separator, other, _, _, dot, *_ = _constants(p)
    start = max(p.rfind(separator), p.rfind(other)) + 1
    at = p.rfind(dot)
    # Dots at the start of the name are no extension's.
    if at > start and p[start:at].strip(dot):
        return p[:at], p[at:]
    return p, p[:0]


def normpath(path):
    """Return the path without '.', '..' where possible, and doubled separators."""
    path = os.fspath(path)
    separator, other, _, _, dot, dots, _ = _constants(path)
    drive, root, rest = splitroot(path.replace(other, separator))
    prefix = drive + root
    kept = []
    for component in rest.split(separator):
        if not component or component == dot:
            continue
        if component == dots:
            if kept and kept[-1] != dots:
                kept.pop()
                continue
            if not kept and root:
                continue
        kept.append(component)
    if not prefix and not kept:
        return dot
    return prefix + separator.join(kept)


def abspath(path):
    """Return the path from a root; relative ones are taken from the current directory."""
    path = os.fspath(path)
    if not isabs(path):
        here = os.getcwdb() if isinstance(path, bytes) else os.getcwd()
        path = join(here, path)
    return normpath(path)


realpath = abspath


def ismount(path):
    """Is it the root of a drive or share?"""
    path = abspath(path)
    drive, root, rest = splitroot(path)
    return bool(root) and not rest


def isreserved(path):
    """Is one of the components a name that Windows keeps for itself?"""
    path = os.fsdecode(splitroot(path)[2]).replace(altsep, sep)
    return any(_is_reserved_name(name) for name in reversed(path.split(sep)))


def _is_reserved_name(name):
    if name[-1:] in (".", " "):
        return name not in (".", "..")
    if _RESERVED_CHARACTERS.intersection(name):
        return True
    return name.partition(".")[0].rstrip(" ").upper() in _RESERVED_NAMES


def expanduser(path):
    """Replace ~ at the start by the home directory, from the environment."""
    path = os.fspath(path)
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    both = _constants(path)[2]
    end = 1
    while end < len(path) and path[end:end + 1] not in both:
        end += 1
    if "USERPROFILE" in os.environ:
        home = os.environ["USERPROFILE"]
    elif "HOMEPATH" in os.environ:
        home = join(os.environ.get("HOMEDRIVE", ""), os.environ["HOMEPATH"])
    else:
        return path
    if end != 1:
        user = os.fsdecode(path[1:end])
        current = os.environ.get("USERNAME")
        if user != current:
            if current != basename(home):
                return path
            home = join(dirname(home), user)
    return (os.fsencode(home) if isinstance(path, bytes) else home) + path[end:]


def expandvars(path):
    """Replace $name, ${name} and %name% by the variables of the environment; unknown ones stay."""
    import re
    path = os.fspath(path)
    if isinstance(path, bytes):
        return os.fsencode(expandvars(os.fsdecode(path)))

    def value(found):
        if found[1]:
            return found[0]  # quoted
        if found[2]:
            return found[2][0]  # $$ or %%
        return os.environ.get(found[3] or found[4] or found[5], found[0])

    return re.sub(r"('[^']*'?)|(\$\$|%%)|\$(\w+)|\$\{([^}]*)\}|%([^%]*)%", value, path)


def relpath(path, start=None):
    """Return the path as seen from a directory, the current one by default."""
    path = os.fspath(path)
    separator, _, _, _, dot, dots, _ = _constants(path)
    if not path:
        raise ValueError("no path specified")
    start = dot if start is None else os.fspath(start)
    start_drive, _, start_rest = splitroot(abspath(start))
    path_drive, _, path_rest = splitroot(abspath(path))
    if normcase(start_drive) != normcase(path_drive):
        raise ValueError("path is on mount %r, start on mount %r" % (path_drive, start_drive))
    from_parts = start_rest.split(separator) if start_rest else []
    to_parts = path_rest.split(separator) if path_rest else []
    same = 0
    for a, b in zip(from_parts, to_parts):
        if normcase(a) != normcase(b):
            break
        same += 1
    parts = [dots] * (len(from_parts) - same) + to_parts[same:]
    return separator.join(parts) if parts else dot


def commonpath(paths):
    """Return the longest path that all have in common."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    separator, other, _, _, dot, *_ = _constants(paths[0])
    split_paths = [splitroot(path.replace(other, separator).lower()) for path in paths]
    if len({drive for drive, _, _ in split_paths}) != 1:
        raise ValueError("Paths don't have the same drive")
    drive, root, rest = splitroot(paths[0].replace(other, separator))
    if len({one for _, one, _ in split_paths}) != 1:
        if drive:
            raise ValueError("Can't mix absolute and relative paths")
        raise ValueError("Can't mix rooted and not-rooted paths")
    common = [one for one in rest.split(separator) if one and one != dot]
    all_parts = [[one for one in tail.split(separator) if one and one != dot] for _, _, tail in split_paths]
    low, high = min(all_parts), max(all_parts)
    count = 0
    while count < len(low) and count < len(high) and low[count] == high[count]:
        count += 1
    return drive + root + separator.join(common[:count])
