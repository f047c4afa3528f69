"""Finding files by patterns with *, ?, [set], and ** for any folders."""

import fnmatch
import os

__all__ = ["escape", "glob", "iglob"]

_MAGIC = "*?["


def has_magic(pattern):
    """Whether a pattern has anything but plain characters."""
    characters = _MAGIC if isinstance(pattern, str) else _MAGIC.encode()
    return any(character in pattern for character in characters)


def escape(pathname):
    """Return a pattern that only the given path matches."""
    if isinstance(pathname, bytes):
        return os.fsencode(escape(os.fsdecode(pathname)))
    return "".join(f"[{character}]" if character in _MAGIC else character for character in pathname)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return the paths that match a pattern, in the order that the system lists them."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """As glob(), one path after the other."""
    if dir_fd is not None:
        raise NotImplementedError("glob: dir_fd is unavailable")
    pathname = os.fspath(pathname)
    if isinstance(pathname, bytes):
        root = os.fsdecode(root_dir) if root_dir is not None else ""
        found = _search(os.fsdecode(pathname), root, recursive, include_hidden)
        return (os.fsencode(path) for path in found if path)
    root = os.fspath(root_dir) if root_dir is not None else ""
    return (path for path in _search(pathname, root, recursive, include_hidden) if path)


def _search(pathname, root, recursive, include_hidden):
    folder, last = os.path.split(pathname)
    if not has_magic(pathname):
        if last:
            if os.path.lexists(os.path.join(root, pathname)):
                yield pathname
        elif folder and os.path.isdir(os.path.join(root, folder)):
            yield pathname  # the pattern ends with a slash: folders only
        return
    if folder and folder != pathname and has_magic(folder):
        folders = _search(folder, root, recursive, include_hidden)
    else:
        folders = [folder]
    for folder in folders:
        for name in _names(os.path.join(root, folder), last, recursive, include_hidden):
            yield os.path.join(folder, name) if folder else name


def _names(folder, pattern, recursive, include_hidden):
    """The paths below a folder that the last part of a pattern matches."""
    if recursive and pattern == "**":
        if not folder or os.path.isdir(folder):
            yield ""  # the folder itself
            yield from _below(folder, include_hidden)
    elif not has_magic(pattern):
        if not pattern:
            if os.path.isdir(folder):
                yield pattern
        elif os.path.lexists(os.path.join(folder, pattern)):
            yield pattern
    else:
        names = _list(folder)
        if not include_hidden and not pattern.startswith("."):
            names = [name for name in names if not name.startswith(".")]
        yield from fnmatch.filter(names, pattern)


def _below(folder, include_hidden):
    for name in _list(folder):
        if include_hidden or not name.startswith("."):
            yield name
            path = os.path.join(folder, name)
            if os.path.isdir(path):
                for inner in _below(path, include_hidden):
                    yield os.path.join(name, inner)


def _list(folder):
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []
