"""Files and directories that go away by themselves."""

import io as _io
import os
import types as _types
from random import Random as _Random

__all__ = [
    "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp", "mktemp",
    "TMP_MAX", "gettempprefix", "tempdir", "gettempdir", "gettempprefixb", "gettempdirb",
]

TMP_MAX = 10000
template = "tmp"
tempdir = None
_letters = "abcdefghijklmnopqrstuvwxyz0123456789_"
# One generator for all threads: each name takes several numbers, and names that collide are tried again.
_generator = _Random()


def gettempprefix():
    """Return what the names begin with."""
    return template


def gettempprefixb():
    """The same as bytes."""
    return os.fsencode(template)


def gettempdir():
    """Return the directory for temporary files: TMPDIR, TEMP, TMP, or the first usual place that exists."""
    global tempdir
    if tempdir is None:
        candidates = [os.getenv(name) for name in ("TMPDIR", "TEMP", "TMP")]
        for candidate in [*candidates, "/tmp", "/var/tmp", "/usr/tmp", os.getcwd()]:
            if candidate and os.path.isdir(candidate) and os.access(candidate, 2):
                tempdir = os.path.abspath(candidate)
                break
        else:
            raise FileNotFoundError(2, "No usable temporary directory found in %s" % candidates)
    return os.fsdecode(tempdir)


def gettempdirb():
    """The same as bytes."""
    return os.fsencode(gettempdir())


def _parameters(prefix, suffix, directory):
    """Fill in what is missing, in the type (str or bytes) of what is given."""
    is_bytes = any(isinstance(given, bytes) for given in (prefix, suffix, directory))
    if is_bytes and any(isinstance(given, str) for given in (prefix, suffix, directory)):
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    if suffix is None:
        suffix = b"" if is_bytes else ""
    if prefix is None:
        prefix = gettempprefixb() if is_bytes else gettempprefix()
    if directory is None:
        directory = gettempdirb() if is_bytes else gettempdir()
    return prefix, suffix, os.fspath(directory), is_bytes


def _names(prefix, suffix, directory, is_bytes):
    for _ in range(TMP_MAX):
        name = "".join(_generator.choices(_letters, k=8))
        if is_bytes:
            name = os.fsencode(name)
        yield os.path.abspath(os.path.join(directory, prefix + name + suffix))


def _open_new(prefix, suffix, directory, is_bytes, flags=os.O_RDWR | os.O_CREAT | os.O_EXCL):
    for path in _names(prefix, suffix, directory, is_bytes):
        try:
            return os.open(path, flags, 0o600), path
        except FileExistsError:
            continue
    raise FileExistsError(17, "No usable temporary file name found")


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file; return its descriptor and path. It does not go away by itself."""
    return _open_new(*_parameters(prefix, suffix, dir))


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a directory; return its path. It does not go away by itself."""
    prefix, suffix, directory, is_bytes = _parameters(prefix, suffix, dir)
    for path in _names(prefix, suffix, directory, is_bytes):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(17, "No usable temporary directory name found")


def mktemp(suffix="", prefix=template, dir=None):
    """Return a path that does not exist; somebody else may make it first, so this is not safe."""
    prefix, suffix, directory, is_bytes = _parameters(prefix, suffix, dir)
    for path in _names(prefix, suffix, directory, is_bytes):
        if not os.path.lexists(path):
            return path
    raise FileExistsError(17, "No usable temporary filename found")


class _TemporaryFileWrapper:
    """A file that is removed when it is closed, or when the with statement ends."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self.delete = delete
        self._delete_on_close = delete_on_close
        self._removed = False

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def _remove(self):
        if self.delete and not self._removed:
            self._removed = True
            try:
                os.unlink(self.name)
            except FileNotFoundError:
                pass

    def close(self):
        """Close the file."""
        try:
            self.file.close()
        finally:
            if self._delete_on_close:
                self._remove()

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self.close()
        self._remove()
        return result

    def __iter__(self):
        for line in self.file:
            yield line

    def __del__(self):
        self._remove()

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.name}>"


def _close_quietly(descriptor):
    """Close what open() may have closed itself, when it failed late."""
    try:
        os.close(descriptor)
    except OSError:
        pass


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True,
                       *, errors=None, delete_on_close=True):
    """Return a new file that is removed when it is closed, unless `delete` is false."""
    descriptor, path = _open_new(*_parameters(prefix, suffix, dir))
    try:
        file = open(descriptor, mode, buffering, encoding, errors, newline)
    except BaseException:
        _close_quietly(descriptor)
        os.unlink(path)
        raise
    return _TemporaryFileWrapper(file, path, delete, delete_on_close)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    """Return a new file without a name."""
    descriptor, path = _open_new(*_parameters(prefix, suffix, dir))
    os.unlink(path)
    try:
        return open(descriptor, mode, buffering, encoding, errors, newline)
    except BaseException:
        _close_quietly(descriptor)
        raise


class SpooledTemporaryFile(_io.IOBase):
    """A temporary file that stays in memory until it is larger than `max_size`."""

    _rolled = False
    __class_getitem__ = classmethod(_types.GenericAlias)

    def __init__(self, max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                 errors=None):
        if "b" in mode:
            self._file = _io.BytesIO()
        else:
            self._file = _io.TextIOWrapper(_io.BytesIO(), encoding=_io.text_encoding(encoding), errors=errors, newline=newline)
        self._max_size = max_size
        self._rolled = False
        self._options = {"mode": mode, "buffering": buffering, "encoding": encoding, "newline": newline, "suffix": suffix,
                         "prefix": prefix, "dir": dir, "errors": errors}

    def rollover(self):
        """Move the content to a real file now."""
        if self._rolled:
            return
        old = self._file
        new = TemporaryFile(**self._options)
        position = old.tell()
        old.seek(0)
        new.write(old.read())
        new.seek(position)
        self._file = new
        self._rolled = True

    def _check_size(self):
        if not self._rolled and self._max_size and self._file.tell() > self._max_size:
            self.rollover()

    def write(self, data):
        """Write, and move to a real file if there is too much."""
        result = self._file.write(data)
        self._check_size()
        return result

    def writelines(self, lines):
        """Write the lines of an iterable."""
        if self._max_size == 0 or self._rolled:
            return self._file.writelines(lines)
        for line in lines:
            self.write(line)

    def truncate(self, size=None):
        """Cut the file at size, or here; a large size makes it a real one."""
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def fileno(self):
        """Return the descriptor, for which there must be a real file."""
        self.rollover()
        return self._file.fileno()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    @property
    def newlines(self):
        return self._file.newlines

    @property
    def mode(self):
        return self._file.mode if self._rolled else self._options["mode"]

    @property
    def name(self):
        try:
            return self._file.name
        except AttributeError:
            return None

    def close(self):
        self._file.close()

    def detach(self):
        return self._file.detach()

    def flush(self):
        self._file.flush()

    def isatty(self):
        return self._file.isatty()

    def read(self, *arguments):
        return self._file.read(*arguments)

    def read1(self, *arguments):
        return self._file.read1(*arguments)

    def readinto(self, buffer):
        return self._file.readinto(buffer)

    def readinto1(self, buffer):
        return self._file.readinto1(buffer)

    def readline(self, *arguments):
        return self._file.readline(*arguments)

    def readlines(self, *arguments):
        return self._file.readlines(*arguments)

    def readable(self):
        return self._file.readable()

    def writable(self):
        return self._file.writable()

    def seekable(self):
        return self._file.seekable()

    def seek(self, *arguments):
        return self._file.seek(*arguments)

    def tell(self):
        return self._file.tell()

    def __iter__(self):
        return self._file.__iter__()

    def __enter__(self):
        if self._file.closed:
            raise ValueError("Cannot enter context with closed file")
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()


class TemporaryDirectory:
    """A directory that is removed with all it contains at the end of the with statement, by cleanup(), or when forgotten."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._delete = delete
        self._removed = False

    def __repr__(self):
        return "<{} {!r}>".format(self.__class__.__name__, self.name)

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Remove the directory."""
        if not self._removed:
            self._removed = True
            import shutil
            shutil.rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    def __del__(self):
        if self._delete and not self._removed and os.path.isdir(self.name):
            import warnings
            warnings.warn(f"Implicitly cleaning up {self!r}", ResourceWarning)
            self.cleanup()

    __class_getitem__ = classmethod(type(list[int]))
