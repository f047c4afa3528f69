"""The lines of several files, or of standard input, one after another: `for line in fileinput.input():`.

The functions of the module ask the FileInput that input() made last. Nothing is locked: read in one thread. Errors: those
of opening files, ValueError for arguments that do not go together, RuntimeError without an input().
"""

import contextlib
import io
import os
import sys
from types import GenericAlias

__all__ = ["input", "close", "nextfile", "filename", "lineno", "filelineno", "fileno", "isfirstline", "isstdin", "FileInput",
           "hook_compressed", "hook_encoded"]

_state = None


def input(files=None, inplace=False, backup="", *, mode="r", openhook=None, encoding=None, errors=None):
    """Start to read; the FileInput is also what the functions of this module speak of."""
    global _state
    if _state and _state._file:
        raise RuntimeError("input() already active")
    _state = FileInput(files, inplace, backup, mode=mode, openhook=openhook, encoding=encoding, errors=errors)
    return _state


def close():
    """End the sequence."""
    global _state
    state, _state = _state, None
    if state:
        state.close()


def _active():
    if not _state:
        raise RuntimeError("no active input()")
    return _state


def nextfile():
    """Go on with the next file; its first line comes next."""
    return _active().nextfile()


def filename():
    """The file that is read; None before the first line."""
    return _active().filename()


def lineno():
    """The number of the line, counted through all files."""
    return _active().lineno()


def filelineno():
    """The number of the line in its file."""
    return _active().filelineno()


def fileno():
    """The descriptor of the file that is read, -1 when none is open."""
    return _active().fileno()


def isfirstline():
    """Whether the line is the first of its file."""
    return _active().isfirstline()


def isstdin():
    """Whether the line came from standard input."""
    return _active().isstdin()


class FileInput:
    """The sequence as an object. inplace: what is printed while a file is read replaces it."""

    def __init__(self, files=None, inplace=False, backup="", *, mode="r", openhook=None, encoding=None, errors=None):
        match files:
            case None:
                self._files = tuple(sys.argv[1:]) or ("-",)
            case str() | os.PathLike():
                self._files = (os.fspath(files),)
            case _:
                self._files = tuple(files)
        self._inplace, self._backup = inplace, backup
        self._mode, self._write_mode = mode, mode.replace("r", "w")
        self._openhook, self._encoding, self._errors = openhook, encoding, errors
        self._output = self._savestdout = self._filename = None
        self._startlineno = 0
        self._begin(None)
        # Only now, as __del__ needs all of these.
        if mode not in ("r", "rb"):
            raise ValueError("FileInput opening mode must be 'r' or 'rb'")
        if openhook and inplace:
            raise ValueError("FileInput cannot use an opening hook in inplace mode")
        if openhook and not callable(openhook):
            raise ValueError("FileInput openhook must be callable")

    def _begin(self, name):
        """Nothing of the next file is open or read yet."""
        if name is not None:
            self._filename, self._startlineno = name, self.lineno()
        self._file = self._backupfilename = None
        self._filelineno, self._isstdin = 0, False

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __del__(self):
        self.close()

    def close(self):
        """End the sequence."""
        try:
            self.nextfile()
        finally:
            self._files = ()

    def nextfile(self):
        """Go on with the next file; its first line comes next."""
        if self._savestdout:
            sys.stdout, self._savestdout = self._savestdout, None
        file, self._file = self._file, None
        output, self._output = self._output, None
        backup, self._backupfilename = self._backupfilename, None
        self.__dict__.pop("_readline", None)  # the method of the class opens the next file
        with contextlib.ExitStack() as cleanup:
            # Called from the last to the first, whatever fails.
            cleanup.callback(setattr, self, "_isstdin", False)
            if backup and not self._backup:
                cleanup.callback(_unlink, backup)
            if file and not self._isstdin:
                cleanup.callback(file.close)
            if output:
                cleanup.callback(output.close)

    # --- Lines

    def __iter__(self):
        return self

    def __next__(self):
        while not (line := self._readline()):
            if not self._file:
                raise StopIteration
            self.nextfile()
        self._filelineno += 1
        return line

    def readline(self):
        """The next line; empty at the end of all files."""
        return next(self, b"" if "b" in self._mode else "")

    def _readline(self):
        if not self._files:
            return b"" if "b" in self._mode else ""
        name, *self._files = self._files
        self._begin(name)
        binary = "b" in self._mode
        if name == "-":
            self._filename, self._isstdin = "<stdin>", True
            self._file = getattr(sys.stdin, "buffer", sys.stdin) if binary else sys.stdin
        elif self._openhook:
            texts = {} if self._encoding is None else {"encoding": self._encoding, "errors": self._errors}
            self._file = self._openhook(name, self._mode, **texts)
        else:
            texts = {"encoding": None if binary else self._encoding or "locale", "errors": self._errors}
            if self._inplace:
                self._open_in_place(name, texts)
            else:
                self._file = open(name, self._mode, **texts)
        # As long as this file lasts, its own method is called.
        self._readline = self._file.readline
        return self._readline()

    def _open_in_place(self, name, texts):
        """Move the file aside to read it there, and let print() write to a new one with its name and permissions."""
        self._backupfilename = aside = os.fspath(name) + (self._backup or ".bak")
        _unlink(aside)
        os.rename(name, aside)
        self._file = open(aside, self._mode, **texts)
        try:
            permissions = os.fstat(self._file.fileno()).st_mode
        except OSError:
            self._output = open(name, self._write_mode, **texts)
        else:
            created = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, permissions)
            self._output = os.fdopen(created, self._write_mode, **texts)
            with contextlib.suppress(OSError):
                os.chmod(name, permissions)
        self._savestdout, sys.stdout = sys.stdout, self._output

    # --- Where it is

    def filename(self):
        """The file that is read; None before the first line."""
        return self._filename

    def filelineno(self):
        """The number of the line in its file."""
        return self._filelineno

    def lineno(self):
        """The number of the line, counted through all files."""
        return self._startlineno + self._filelineno

    def fileno(self):
        """The descriptor of the file that is read, -1 when none is open."""
        # ValueError: closed meanwhile.
        with contextlib.suppress(ValueError):
            if self._file:
                return self._file.fileno()
        return -1

    def isstdin(self):
        """Whether the line came from standard input."""
        return self._isstdin

    def isfirstline(self):
        """Whether the line is the first of its file."""
        return self._filelineno == 1

    __class_getitem__ = classmethod(GenericAlias)


def _unlink(path):
    with contextlib.suppress(OSError):
        os.unlink(path)


def hook_compressed(filename, mode, *, encoding=None, errors=None):
    """An openhook: reads .gz and .bz2 files uncompressed."""
    match os.path.splitext(filename)[1]:
        case ".gz":
            from gzip import open as opener
        case ".bz2":
            from bz2 import BZ2File as opener
        case _:
            opener = None
    if "b" in mode:
        return opener(filename, mode) if opener else open(filename, mode, encoding=encoding, errors=errors)
    texts = {"encoding": "locale" if encoding is None else encoding, "errors": errors}
    return io.TextIOWrapper(opener(filename, mode), **texts) if opener else open(filename, mode, **texts)


def hook_encoded(encoding, errors=None):
    """An openhook for files in this encoding."""
    def openhook(filename, mode):
        return open(filename, mode, encoding=encoding, errors=errors)
    return openhook


def _test():
    import getopt
    options, files = getopt.getopt(sys.argv[1:], "ib:")
    given = dict(options)
    for line in input(files, inplace="-i" in given, backup=given.get("-b", "")):
        star = "*" if isfirstline() else ""
        print(f"{lineno()}: {filename()}[{filelineno()}]{star} {line.removesuffix(chr(10)).removesuffix(chr(13))}")
    print(f"{lineno()}: {filename()}[{filelineno()}]")


if __name__ == "__main__":
    _test()
