"""Finding files by patterns with *, ?, [set], and ** for any folders."""

import fnmatch
import os
import re
import stat

__all__ = ["escape", "glob", "iglob", "translate"]

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
    pathname = os.fspath(pathname)
    if isinstance(pathname, bytes):
        root = os.fsdecode(root_dir) if root_dir is not None else ""
        found = _Search(root, dir_fd, recursive, include_hidden).paths(os.fsdecode(pathname))
        return (os.fsencode(path) for path in found if path)
    root = os.fspath(root_dir) if root_dir is not None else ""
    return (path for path in _Search(root, dir_fd, recursive, include_hidden).paths(pathname) if path)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """Return the regular expression for a pattern of paths: no part of it matches a separator."""
    separators = seps or ((os.path.sep, os.path.altsep) if os.path.altsep else os.path.sep)
    escaped = "".join(map(re.escape, separators))
    separator = f"[{escaped}]" if len(separators) > 1 else escaped
    inside = f"[^{escaped}]"
    if include_hidden:
        name, folders, below = f"{inside}+", f"(?:.+{separator})?", ".*"
    else:
        name = f"[^{escaped}.]{inside}*"
        folders = f"(?:{name}{separator})*"
        below = f"{folders}(?:{name})?"
    pieces = []
    parts = re.split(separator, pat)
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        if recursive and part == "**":
            if is_last:
                pieces.append(below)
            elif parts[index + 1] != "**":
                pieces.append(folders)
            continue
        if part == "*":
            pieces.append(name)
        elif part:
            if not include_hidden and part[0] in "*?":
                pieces.append(r"(?!\.)")
            pieces += [f"{inside}*" if piece is None else piece for piece in fnmatch._translate(part, inside)]
        if not is_last:
            pieces.append(separator)
    return rf"(?s:{''.join(pieces)})\Z"


class _Search:
    """A search in a folder: `root` relative to the descriptor `dir_fd`, or to the current folder."""

    def __init__(self, root, dir_fd, recursive, include_hidden):
        self.root, self.dir_fd, self.recursive, self.include_hidden = root, dir_fd, recursive, include_hidden

    def paths(self, pathname):
        folder, last = os.path.split(pathname)
        if not has_magic(pathname):
            if last:
                if self.exists(os.path.join(self.root, pathname)):
                    yield pathname
            elif folder and self.is_folder(os.path.join(self.root, folder)):
                yield pathname  # the pattern ends with a slash: folders only
            return
        if folder and folder != pathname and has_magic(folder):
            folders = self.paths(folder)
        else:
            folders = [folder]
        for folder in folders:
            for name in self.names(os.path.join(self.root, folder), last):
                yield os.path.join(folder, name) if folder else name

    def names(self, folder, pattern):
        """The paths below a folder that the last part of a pattern matches."""
        if self.recursive and pattern == "**":
            if not folder or self.is_folder(folder):
                yield ""  # the folder itself
                yield from self.below(folder)
        elif not has_magic(pattern):
            if not pattern:
                if self.is_folder(folder):
                    yield pattern
            elif self.exists(os.path.join(folder, pattern)):
                yield pattern
        else:
            names = self.list(folder)
            if not self.include_hidden and not pattern.startswith("."):
                names = [name for name in names if not name.startswith(".")]
            yield from fnmatch.filter(names, pattern)

    def below(self, folder):
        for name in self.list(folder):
            if self.include_hidden or not name.startswith("."):
                yield name
                path = os.path.join(folder, name)
                if self.is_folder(path):
                    for inner in self.below(path):
                        yield os.path.join(name, inner)

    def list(self, folder):
        try:
            if self.dir_fd is None:
                return os.listdir(folder or ".")
            descriptor = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self.dir_fd)
            try:
                return os.listdir(descriptor)
            finally:
                os.close(descriptor)
        except (OSError, ValueError):
            return []

    def exists(self, path):
        if self.dir_fd is None:
            return os.path.lexists(path)
        try:
            os.lstat(path, dir_fd=self.dir_fd)
        except (OSError, ValueError):
            return False
        return True

    def is_folder(self, path):
        if self.dir_fd is None:
            return os.path.isdir(path)
        try:
            return stat.S_ISDIR(os.stat(path, dir_fd=self.dir_fd).st_mode)
        except (OSError, ValueError):
            return False
