"""Pseudo-terminals: a program's terminal that is another program."""

import os
import tty
from select import select
from tty import setraw, tcgetattr, tcsetattr

__all__ = ["openpty", "fork", "spawn"]

STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO = 0, 1, 2
CHILD = 0


def openpty():
    """Return the two ends of a new pseudo-terminal: (ours, the program's)."""
    return os.openpty()


def fork():
    """Fork, giving the child a pseudo-terminal as its terminal; returns (process number, our end)."""
    return os.forkpty()


def _read(fd):
    return os.read(fd, 1024)


def _copy(master_fd, master_read=_read, stdin_read=_read):
    """Pass data both ways until the program ends."""
    to_program = to_us = b""
    watched = [master_fd, STDIN_FILENO]
    while True:
        writers = ([master_fd] if to_program else []) + ([STDOUT_FILENO] if to_us else [])
        readable, writable, _ = select(watched, writers, [])
        if STDOUT_FILENO in writable:
            to_us = to_us[os.write(STDOUT_FILENO, to_us):]
        if master_fd in readable:
            try:
                data = master_read(master_fd)
            except OSError:
                data = b""
            if not data:
                return
            to_us += data
        if master_fd in writable:
            to_program = to_program[os.write(master_fd, to_program):]
        if STDIN_FILENO in readable:
            data = stdin_read(STDIN_FILENO)
            if not data:
                watched.remove(STDIN_FILENO)
            to_program += data


def spawn(argv, master_read=_read, stdin_read=_read):
    """Run a program in a pseudo-terminal connected to our own; returns its wait status."""
    if isinstance(argv, str):
        argv = (argv,)
    pid, master_fd = fork()
    if pid == CHILD:
        os.execlp(argv[0], *argv)
    try:
        mode = tcgetattr(STDIN_FILENO)
        setraw(STDIN_FILENO)
        restore = True
    except tty.error:
        restore = False
    try:
        _copy(master_fd, master_read, stdin_read)
    finally:
        if restore:
            tcsetattr(STDIN_FILENO, tty.TCSAFLUSH, mode)
    os.close(master_fd)
    return os.waitpid(pid, 0)[1]
