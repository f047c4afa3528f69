"""Lines of source files, kept for the next time.

`cache` maps a file name to (size, modification time, lines, full name), or to a tuple of one function that returns the source
of a module that no file holds. An entry is replaced as a whole, so that threads see an old or a new one.
"""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}
_interactive_source = {}


def clearcache():
    """Forget everything."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Return a line with its newline; an empty string if there is no such line or file."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """Return all lines of a file, from memory if possible."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def _getline_from_code(filename, lineno):
    lines = _getlines_from_code(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def _getlines_from_code(code):
    return _interactive_source.get(code, [])


def _is_pseudo(filename):
    return not filename or (filename.startswith("<") and filename.endswith(">"))


def checkcache(filename=None):
    """Forget the files (or the one file) that changed on the disk since they were read."""
    import posix
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1:
            continue
        size, modified, lines, fullname = entry
        if modified is None:
            # Not read from a file.
            continue
        try:
            status = posix.stat(fullname)
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if size != status.st_size or modified != status.st_mtime:
            cache.pop(name, None)


def _decode(data):
    """Decode source text by its encoding declaration, which a comment in one of the first two lines makes."""
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    else:
        for line in data.split(b"\n", 2)[:2]:
            line = line.strip()
            if line and not line.startswith(b"#"):
                break
            at = line.find(b"coding")
            if at >= 0 and line[at + 6:at + 7] in (b":", b"="):
                words = line[at + 7:].split()
                if words:
                    encoding = words[0].decode("ascii", "replace").rstrip("-*;,")
                break
    return data.decode(encoding)


def _library_source(filename):
    """The text of a module that is part of the program, or None."""
    import _imp
    if not filename.startswith("<gilded>/"):
        return None
    name = filename.removeprefix("<gilded>/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return _imp._get_frozen_source(name) if _imp.is_frozen(name) else None


def updatecache(filename, module_globals=None):
    """Read a file anew; return its lines, or an empty list if that fails."""
    import posix
    import sys
    cache.pop(filename, None)
    if _is_pseudo(filename):
        return []
    fullname = filename
    try:
        status = posix.stat(fullname)
    except OSError:
        if (data := _library_source(filename)) is not None:
            cache[filename] = (len(data), None, data.splitlines(keepends=True), fullname)
            return cache[filename][2]
        if lazycache(filename, module_globals):
            try:
                data = cache[filename][0]()
            except (ImportError, OSError):
                data = None
            else:
                if data is None:
                    return []
                entry = (len(data), None, [line + "\n" for line in data.splitlines()], fullname)
                cache[filename] = entry
                return entry[2]
        if filename.startswith("/"):
            return []
        for directory in sys.path:
            if not isinstance(directory, str):
                continue
            fullname = directory.rstrip("/") + "/" + filename
            try:
                status = posix.stat(fullname)
                break
            except (OSError, ValueError):
                pass
        else:
            return []
    except ValueError:
        return []
    try:
        with open(fullname, "rb") as file:
            text = _decode(file.read())
    except (OSError, UnicodeDecodeError, SyntaxError, LookupError):
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = lines.pop()
    lines = [line + "\n" for line in lines]
    if last:
        lines.append(last + "\n")
    cache[filename] = (status.st_size, status.st_mtime, lines, fullname)
    return lines


def lazycache(filename, module_globals):
    """Note how a module's loader can give the source later; returns whether it can."""
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    if _is_pseudo(filename) or not module_globals:
        return False
    spec = module_globals.get("__spec__")
    name = getattr(spec, "name", None) or module_globals.get("__name__")
    loader = getattr(spec, "loader", None) or module_globals.get("__loader__")
    get_source = getattr(loader, "get_source", None)
    if not name or get_source is None:
        return False
    cache[filename] = (lambda: get_source(name),)
    return True


def _register_code(code, string, name):
    """Keep the source of interactive input for tracebacks."""
    entry = (len(string), None, [line + "\n" for line in string.splitlines()], name)
    cache[name] = entry
    _interactive_source[code] = entry[2]
