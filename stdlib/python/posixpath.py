"""Paths with slashes; programs know this module as `os.path`. All functions take str, bytes or path-like objects."""

import posix
import sys

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname", "commonprefix",
    "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir", "isfile", "ismount", "expanduser",
    "expandvars", "normpath", "abspath", "samefile", "sameopenfile", "samestat", "curdir", "pardir", "sep", "pathsep", "defpath",
    "altsep", "extsep", "devnull", "realpath", "supports_unicode_filenames", "relpath", "commonpath", "isjunction",
    "isdevdrive",
]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False

_fspath = posix.fspath
_kind_mask, _directory, _regular, _symbolic_link = 0o170000, 0o040000, 0o100000, 0o120000


def _check_types(function, *paths):
    """Say what is wrong with arguments that do not fit together."""
    has_text = has_bytes = False
    for path in paths:
        if isinstance(path, str):
            has_text = True
        elif isinstance(path, bytes):
            has_bytes = True
        else:
            raise TypeError(f"{function}() argument must be str, bytes, or os.PathLike object, not "
                            f"{path.__class__.__name__!r}") from None
    if has_text and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None


# --- Taking apart and putting together ---------------------------------------------------------------------------------------

def normcase(s):
    """Return the path: case matters."""
    return _fspath(s)


def isabs(s):
    """Return whether a path starts at the root."""
    s = _fspath(s)
    return s.startswith(b"/" if isinstance(s, bytes) else "/")


def join(a, *p):
    """Join parts with slashes; an absolute part throws away what was before it."""
    a = _fspath(a)
    slash = b"/" if isinstance(a, bytes) else "/"
    path = a
    try:
        for part in p:
            part = _fspath(part)
            if part.startswith(slash) or not path:
                path = part
            elif path.endswith(slash):
                path += part
            else:
                path += slash + part
    except (TypeError, AttributeError, BytesWarning):
        _check_types("join", a, *p)
        raise
    return path


def split(p):
    """Return (everything before the last slash, what is behind it)."""
    p = _fspath(p)
    slash = b"/" if isinstance(p, bytes) else "/"
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    stripped = head.rstrip(slash)
    return stripped or head, tail


def basename(p):
    """Return what is behind the last slash."""
    p = _fspath(p)
    return p[p.rfind(b"/" if isinstance(p, bytes) else "/") + 1:]


def dirname(p):
    """Return what is before the last slash."""
    return split(p)[0]


def splitext(p):
    """Return (root, extension); the extension starts with the last dot of the last part, but leading dots do not count."""
    p = _fspath(p)
    slash, dot = (b"/", b".") if isinstance(p, bytes) else ("/", ".")
    at = p.rfind(dot)
    start = p.rfind(slash) + 1
    if at > start and p[start:at].strip(dot):
        return p[:at], p[at:]
    return p, p[:0]


def splitdrive(p):
    """Return (nothing, the path): there are no drives."""
    p = _fspath(p)
    return p[:0], p


def splitroot(p):
    """Return (no drive, the leading slashes that form the root, the rest); exactly two slashes are a root of their own."""
    p = _fspath(p)
    slash = b"/" if isinstance(p, bytes) else "/"
    nothing = p[:0]
    if p[:1] != slash:
        return nothing, nothing, p
    if p[1:2] != slash or p[2:3] == slash:
        return nothing, slash, p[1:]
    return nothing, p[:2], p[2:]


def commonprefix(m):
    """Return the longest prefix of all paths in a list, character by character."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(_fspath, m))
    first, last = min(m), max(m)
    for index, item in enumerate(first):
        if item != last[index]:
            return first[:index]
    return first


def normpath(path):
    """Remove doubled slashes, `.` and what `..` undoes."""
    path = _fspath(path)
    slash, dot, up = (b"/", b".", b"..") if isinstance(path, bytes) else ("/", ".", "..")
    if not path:
        return dot
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != up or (not root and not parts) or (parts and parts[-1] == up):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    """Return the normalised absolute path."""
    path = _fspath(path)
    if isinstance(path, bytes):
        if not path.startswith(b"/"):
            path = join(posix.getcwdb(), path)
    elif not path.startswith("/"):
        path = join(posix.getcwd(), path)
    return normpath(path)


def relpath(path, start=None):
    """Return a path that leads from `start` (by default the current directory) to `path`."""
    path = _fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash, dot, up = (b"/", b".", b"..") if isinstance(path, bytes) else ("/", ".", "..")
    start = dot if start is None else _fspath(start)
    try:
        begin = [part for part in abspath(start).split(slash) if part]
        end = [part for part in abspath(path).split(slash) if part]
        same = len(commonprefix([begin, end]))
        return slash.join([up] * (len(begin) - same) + end[same:]) or dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        _check_types("relpath", path, start)
        raise


def commonpath(paths):
    """Return the longest path that all paths of a sequence lie under."""
    paths = tuple(map(_fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    slash, dot = (b"/", b".") if isinstance(paths[0], bytes) else ("/", ".")
    try:
        absolute = {path.startswith(slash) for path in paths}
        if len(absolute) == 2:
            raise ValueError("Can't mix absolute and relative paths")
        split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
        common = commonprefix(split_paths)
        return (slash if True in absolute else slash[:0]) + slash.join(common)
    except (TypeError, AttributeError):
        _check_types("commonpath", *paths)
        raise


# --- Asking the file system --------------------------------------------------------------------------------------------------

def _mode(path):
    try:
        return posix.stat(path).st_mode
    except (OSError, ValueError):
        return 0


def exists(path):
    """Return whether there is such a file; a link to nowhere does not count."""
    return _mode(path) != 0


def lexists(path):
    """Return whether there is such a file or link."""
    try:
        posix.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Return whether it is a regular file, or a link to one."""
    return _mode(path) & _kind_mask == _regular


def isdir(s):
    """Return whether it is a directory, or a link to one."""
    return _mode(s) & _kind_mask == _directory


def islink(path):
    """Return whether it is a symbolic link."""
    try:
        return posix.lstat(path).st_mode & _kind_mask == _symbolic_link
    except (OSError, ValueError, AttributeError):
        return False


def isjunction(path):
    """Return False: there are no junctions."""
    _fspath(path)
    return False


def isdevdrive(path):
    """Return False: there are no such drives."""
    _fspath(path)
    return False


def isreserved(path):
    """Return False: no name is reserved."""
    _fspath(path)
    return False


def ismount(path):
    """Return whether another file system begins here."""
    try:
        here = posix.lstat(path)
    except (OSError, ValueError):
        return False
    if here.st_mode & _kind_mask == _symbolic_link:
        return False
    path = _fspath(path)
    parent = realpath(join(path, b".." if isinstance(path, bytes) else ".."))
    try:
        above = posix.lstat(parent)
    except OSError:
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def getsize(filename):
    """Return the size in bytes."""
    return posix.stat(filename).st_size


def getmtime(filename):
    """Return when the content last changed."""
    return posix.stat(filename).st_mtime


def getatime(filename):
    """Return when the content was last read."""
    return posix.stat(filename).st_atime


def getctime(filename):
    """Return when the file or its properties last changed."""
    return posix.stat(filename).st_ctime


def samestat(s1, s2):
    """Return whether two stat results are of one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Return whether two paths lead to one file."""
    return samestat(posix.stat(f1), posix.stat(f2))


def sameopenfile(fp1, fp2):
    """Return whether two file descriptors are of one file."""
    return samestat(posix.fstat(fp1), posix.fstat(fp2))


def realpath(filename, *, strict=False):
    """Return the absolute path with every symbolic link followed.

    With `strict`, a missing part or a circle of links raises OSError; otherwise it stays as it is.
    """
    filename = _fspath(filename)
    if isinstance(filename, bytes):
        slash, dot, up, current = b"/", b".", b"..", posix.getcwdb
    else:
        slash, dot, up, current = "/", ".", "..", posix.getcwd
    ignored = () if strict else OSError
    path = slash if filename.startswith(slash) else current()
    # What is still to walk, next part last. A None marks the end of a link, whose path lies below it.
    ahead = filename.split(slash)[::-1]
    resolved = {}
    while ahead:
        part = ahead.pop()
        if part is None:
            resolved[ahead.pop()] = path
            continue
        if not part or part == dot:
            continue
        if part == up:
            path = path[:path.rindex(slash)] or slash
            continue
        following = path + part if path == slash else path + slash + part
        try:
            mode = posix.lstat(following).st_mode
            if mode & _kind_mask != _symbolic_link:
                path = following
                continue
            if following in resolved:
                known = resolved[following]
                if known is not None:
                    path = known
                    continue
                # A link on the way to itself.
                if strict:
                    posix.stat(following)
                path = following
                continue
            target = posix.readlink(following)
        except ignored:
            path = following
            continue
        if target.startswith(slash):
            path = slash
        resolved[following] = None
        ahead.append(following)
        ahead.append(None)
        ahead.extend(target.split(slash)[::-1])
    return path


# --- The user's directory and variables --------------------------------------------------------------------------------------

def expanduser(path):
    """Replace a leading ~ or ~user by that user's home directory, where it can be found."""
    path = _fspath(path)
    is_bytes = isinstance(path, bytes)
    tilde, slash = (b"~", b"/") if is_bytes else ("~", "/")
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    if end == 1:
        home = posix.environ.get(b"HOME")
        if home is None:
            home = _home_of(None)
        else:
            home = home.decode(sys.getfilesystemencoding(), "surrogateescape")
    else:
        user = path[1:end]
        home = _home_of(user.decode("ascii", "surrogateescape") if is_bytes else user)
    if home is None:
        return path
    if is_bytes:
        home = home.encode(sys.getfilesystemencoding(), "surrogateescape")
    return (home.rstrip(slash) + path[end:]) or slash


def _home_of(user):
    # Read the user database directly; where users come from elsewhere, the path stays as it is.
    try:
        with open("/etc/passwd", encoding="utf-8", errors="surrogateescape") as database:
            for line in database:
                fields = line.rstrip("\n").split(":")
                if len(fields) >= 6 and (fields[0] == user if user is not None else fields[2] == str(posix.getuid())):
                    return fields[5]
    except OSError:
        pass
    return None


def expandvars(path):
    """Replace $name and ${name} by environment variables; unknown ones stay."""
    path = _fspath(path)
    is_bytes = isinstance(path, bytes)
    encoding = sys.getfilesystemencoding()
    text = path.decode(encoding, "surrogateescape") if is_bytes else path
    if "$" not in text:
        return path
    import os
    pieces = []
    position = 0
    while True:
        dollar = text.find("$", position)
        if dollar < 0:
            break
        start = dollar + 1
        if text[start:start + 1] == "{":
            end = text.find("}", start)
            name = text[start + 1:end] if end >= 0 else None
            end += 1
        else:
            end = start
            while end < len(text) and (text[end] == "_" or text[end].isascii() and text[end].isalnum()):
                end += 1
            name = text[start:end] or None
        value = os.environ.get(name) if name is not None else None
        if value is None:
            end = start
            value = "$"
        pieces.append(text[position:dollar])
        pieces.append(value)
        position = end
    pieces.append(text[position:])
    text = "".join(pieces)
    return text.encode(encoding, "surrogateescape") if is_bytes else text
