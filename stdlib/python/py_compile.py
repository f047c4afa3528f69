"""Checking source files. This interpreter keeps no files of byte-code: compile() says whether a source file compiles, and how not.

Signatures are those of CPython; where it returns the path of the file written, compile() returns what it was given for that.
"""

import enum
import os
import sys
import traceback

__all__ = ["compile", "main", "PyCompileError", "PycInvalidationMode"]


class PyCompileError(Exception):
    """A source file does not compile; `msg` is the text to show, `file` its name, `exc_value` the exception."""

    def __init__(self, exc_type, exc_value, file, msg=""):
        exc_type_name = exc_type.__name__
        if exc_type is SyntaxError:
            text = "".join(traceback.format_exception_only(exc_type, exc_value))
            message = text.replace('File "<string>"', 'File "%s"' % file)
        else:
            message = f"Sorry: {exc_type_name}: {exc_value}"
        super().__init__(msg or message, exc_type_name, exc_value, file)
        self.exc_type_name = exc_type_name
        self.exc_value = exc_value
        self.file = file
        self.msg = msg or message

    def __str__(self):
        return self.msg


class PycInvalidationMode(enum.Enum):
    """How CPython finds out that a file of byte-code is too old."""

    TIMESTAMP = 1
    CHECKED_HASH = 2
    UNCHECKED_HASH = 3


def compile(file, cfile=None, dfile=None, doraise=False, optimize=-1, invalidation_mode=None, quiet=0):
    """Check a source file. An error is raised with doraise; otherwise it is shown, unless quiet is 2 or more."""
    import builtins
    import importlib.util

    if cfile is None and sys.implementation.cache_tag is not None:
        cfile = importlib.util.cache_from_source(file, optimization=None if optimize < 0 else optimize or "")
    if cfile is None:
        pass
    elif os.path.islink(cfile):
        raise FileExistsError(f"{cfile} is a symlink and will be changed into a regular file if import writes a byte-compiled file to it")
    elif os.path.exists(cfile) and not os.path.isfile(cfile):
        raise FileExistsError(f"{cfile} is a non-regular file and will be changed into a regular one if import writes a byte-compiled "
                              f"file to it")
    with open(file, "rb") as source:
        text = source.read()
    try:
        builtins.compile(text, dfile or file, "exec", dont_inherit=True, optimize=optimize)
    except Exception as error:
        problem = PyCompileError(error.__class__, error, dfile or file)
        if quiet < 2:
            if doraise:
                raise problem from None
            sys.stderr.write(problem.msg + "\n")
        return None
    return cfile


def main():
    """Check the files named on the command line ('-': named on standard input)."""
    names = sys.argv[1:]
    if names == ["-"]:
        names = [line.rstrip("\n") for line in sys.stdin]
    status = 0
    for name in names:
        try:
            compile(name, doraise=True)
        except (PyCompileError, OSError) as error:
            status = 1
            sys.stderr.write(f"{error}\n")
    sys.exit(status)


if __name__ == "__main__":
    main()
