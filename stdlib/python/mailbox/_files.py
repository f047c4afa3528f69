"""The files of mailboxes: made, locked, read in parts; and what can go wrong with them.

Locks are for other programs: an object is to be used by one thread at a time.
"""

import contextlib
import errno
import os
import socket
import time

from types import GenericAlias

try:
    import fcntl
except ImportError:
    fcntl = None

linesep = os.linesep.encode("ascii")


class Error(Exception):
    """Something is wrong with a mailbox."""


class NoSuchMailboxError(Error):
    """The mailbox is not there, and was not to be made."""


class NotEmptyError(Error):
    """A folder that is to be removed holds messages."""


class ExternalClashError(Error):
    """Another program is in the way."""


class FormatError(Error):
    """A file is not what it should be."""


def _native_lines(data):
    return data.replace(b"\n", linesep)


def _plain_lines(data):
    return data.replace(linesep, b"\n")


def _create_carefully(path):
    """A new file, for reading and writing."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    try:
        return open(path, "rb+")
    finally:
        os.close(descriptor)


def _create_temporary(path):
    """A new file beside a path."""
    return _create_carefully("%s.%s.%s.%s" % (path, int(time.time()), socket.gethostname(), os.getpid()))


def _sync_flush(file):
    file.flush()
    os.fsync(file.fileno())


def _sync_close(file):
    _sync_flush(file)
    file.close()


def _put_in_place(path, name):
    """Give a file another name, which must not be taken. A link is made in one step even where creating a file is not."""
    try:
        os.link(path, name)
    except (AttributeError, PermissionError):
        os.rename(path, name)
    else:
        os.unlink(path)
    return True


def _lock_file(file, dotlock=True):
    """Lock a file for all programs that care: by the system, and by a file .lock beside it, which works over networks."""
    name = file.name + ".lock"
    has_lock = has_dotlock = False
    try:
        if fcntl:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.EACCES, errno.EROFS):
                    raise ExternalClashError("lockf: lock unavailable: %s" % file.name)
                raise
            has_lock = True
        if dotlock:
            try:
                made = _create_temporary(name)
                made.close()
            except OSError as error:
                if error.errno in (errno.EACCES, errno.EROFS):
                    return  # without the right to write there, nobody else has it either
                raise
            try:
                has_dotlock = _put_in_place(made.name, name)
            except FileExistsError:
                os.remove(made.name)
                raise ExternalClashError(f"dot lock unavailable: {file.name}")
    except:
        if has_lock:
            fcntl.lockf(file, fcntl.LOCK_UN)
        if has_dotlock:
            os.remove(name)
        raise


def _unlock_file(file):
    if fcntl:
        fcntl.lockf(file, fcntl.LOCK_UN)
    with contextlib.suppress(FileNotFoundError):
        os.remove(file.name + ".lock")


def _reads(name, documentation):
    """A method that reads from the file behind, where the message's own position is."""

    def method(self, size=None):
        return self._read(size, getattr(self._file, name))

    method.__name__, method.__qualname__, method.__doc__ = name, f"_ProxyFile.{name}", documentation
    return method


class _ProxyFile:
    """A message's view of a file: it has a position of its own."""

    def __init__(self, f, pos=None):
        self._file = f
        self._pos = f.tell() if pos is None else pos

    read = _reads("read", "Read bytes.")
    read1 = _reads("read1", "Read bytes.")
    readline = _reads("readline", "Read a line.")

    def __iter__(self):
        while line := self.readline():
            yield line

    def readlines(self, sizehint=None):
        """Read lines, as many as reach the size."""
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if sizehint is not None and size >= sizehint:
                break
        return lines

    def tell(self):
        """The position."""
        return self._pos

    def seek(self, offset, whence=0):
        """Change the position."""
        if whence == 1:
            self._file.seek(self._pos)
        self._file.seek(offset, whence)
        self._pos = self._file.tell()

    def close(self):
        """Close the file."""
        file = self.__dict__.pop("_file", None)
        if hasattr(file, "close"):
            file.close()

    @property
    def closed(self):
        return not hasattr(self, "_file") or getattr(self._file, "closed", False)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _read(self, size, read_method):
        self._file.seek(self._pos)
        data = read_method(-1 if size is None else size)
        self._pos = self._file.tell()
        return data

    def flush(self):
        return self._file.flush()

    def seekable(self):
        return self._file.seekable()

    def readable(self):
        return self._file.readable()

    def writable(self):
        return self._file.writable()

    __class_getitem__ = classmethod(GenericAlias)


class _PartialFile(_ProxyFile):
    """A view of a part of a file."""

    def __init__(self, f, start=None, stop=None):
        super().__init__(f, start)
        self._start, self._stop = start, stop

    def tell(self):
        """The position, from the start of the part."""
        return super().tell() - self._start

    def seek(self, offset, whence=0):
        """Change the position, within the part."""
        if whence in (0, 2):
            self._pos = self._start if whence == 0 else self._stop
        super().seek(offset, 1 if whence in (0, 2) else whence)

    def _read(self, size, read_method):
        remaining = self._stop - self._pos
        if remaining <= 0:
            return b""
        return super()._read(remaining if size is None or size < 0 or size > remaining else size, read_method)

    def close(self):
        """Let go of the file, which the mailbox needs."""
        self.__dict__.pop("_file", None)
