"""Passwords from the terminal, and the name of the user."""

import io
import os
import sys
import warnings

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    """The password may be seen."""


def getpass(prompt="Password: ", stream=None):
    """Ask for a password that is not shown, on the terminal even when standard input is something else."""
    import termios
    try:
        fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        terminal = os.fdopen(fd, "r", closefd=False)
        output = stream or os.fdopen(fd, "w", closefd=False)
    except OSError:
        try:
            fd = sys.stdin.fileno()
        except (AttributeError, ValueError, io.UnsupportedOperation):
            return fallback_getpass(prompt, stream)
        terminal = sys.stdin
        output = stream or sys.stderr
    try:
        old = termios.tcgetattr(fd)
    except termios.error:
        return fallback_getpass(prompt, stream)
    hidden = old[:]
    hidden[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(fd, termios.TCSAFLUSH, hidden)
        password = _raw_input(prompt, output, input=terminal)
    finally:
        termios.tcsetattr(fd, termios.TCSAFLUSH, old)
        output.flush()
    output.write("\n")
    return password


unix_getpass = getpass


def fallback_getpass(prompt="Password: ", stream=None):
    warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
    if not stream:
        stream = sys.stderr
    print("Warning: Password input may be echoed.", file=stream)
    return _raw_input(prompt, stream)


def _raw_input(prompt="", stream=None, input=None):
    stream = stream or sys.stderr
    input = input or sys.stdin
    if prompt:
        stream.write(str(prompt))
        stream.flush()
    line = input.readline()
    if not line:
        raise EOFError
    return line[:-1] if line[-1] == "\n" else line


def getuser():
    """The name of the user: from LOGNAME, USER, LNAME or USERNAME, else from the database of users."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        user = os.environ.get(name)
        if user:
            return user
    try:
        import pwd
        return pwd.getpwuid(os.getuid())[0]
    except (ImportError, KeyError) as e:
        raise OSError("No username set in the environment") from e
