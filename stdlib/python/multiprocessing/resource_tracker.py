"""A process that outlives the others and removes the semaphores and shared memory they have left behind.

All of them hold the writing end of its pipe and tell it the names they make and unlink. When the last writer has ended it removes
what is still on its list.
"""

import gc
import os
import signal
import sys
import threading
import warnings

from . import spawn, util

__all__ = ["ensure_running", "register", "unregister"]

_HAVE_SIGMASK = hasattr(signal, "pthread_sigmask")
_IGNORED_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _noop(name):
    pass


def _sem_unlink(name):
    import _multiprocessing
    _multiprocessing.sem_unlink(name)


def _shm_unlink(name):
    import _posixshmem
    _posixshmem.shm_unlink(name)


# How to remove each kind of thing.
_CLEANUP_FUNCS = {"noop": _noop, "dummy": _noop, "semaphore": _sem_unlink, "shared_memory": _shm_unlink}


def _spawn_undisturbed(executable, arguments, passed):
    """Start a program. A signal that is meant for the terminal's programs must not end it before it ignores them."""
    if not _HAVE_SIGMASK:
        return util.spawnv_passfds(executable, arguments, passed)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _IGNORED_SIGNALS)
    try:
        return util.spawnv_passfds(executable, arguments, passed)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class ReentrantCallError(RuntimeError):
    """The tracker was entered again by a finaliser while it worked."""


class ResourceTracker:
    """The tracker, as the processes that use it see it."""

    def __init__(self):
        self._lock = threading.RLock()
        self._fd = None
        self._pid = None
        self._exitcode = None
        self._lock._at_fork_reinit()

    def _reentrant_call_error(self):
        raise ReentrantCallError("Reentrant call into the multiprocessing resource tracker")

    def _stop(self):
        """End the tracker. What the program has forgotten is given back before, so that it does not count as left behind."""
        gc.collect()
        with self._lock:
            if self._fd is None or self._pid is None:
                return
            # It ends when nobody can write to it any more.
            os.close(self._fd)
            self._fd = None
            pid, self._pid, self._exitcode = self._pid, None, None
            try:
                self._exitcode = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            except (ValueError, ChildProcessError):
                pass

    def getfd(self):
        """The descriptor to write to."""
        self.ensure_running()
        return self._fd

    def ensure_running(self):
        """Start the tracker, unless it runs."""
        with self._lock:
            if self._fd is not None:
                if self._check_alive():
                    return
                # What it knew is lost, so the user should know.
                self._bury()
                warnings.warn("resource_tracker: process died unexpectedly, relaunching.  Some resources might leak.")
            self._launch()

    def _bury(self):
        os.close(self._fd)
        pid = self._pid
        self._fd = self._pid = self._exitcode = None
        if pid is not None:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass

    def _launch(self):
        try:
            passed = [sys.stderr.fileno()]
        except Exception:
            passed = []
        reader, writer = os.pipe()
        try:
            executable = spawn.get_executable()
            command = f"from multiprocessing.resource_tracker import main;main({reader})"
            self._pid = _spawn_undisturbed(executable, [executable, *util._args_from_interpreter_flags(), "-c", command],
                                           [*passed, reader])
            self._fd = writer
        except BaseException:
            os.close(writer)
            raise
        finally:
            os.close(reader)

    def _check_alive(self):
        try:
            os.write(self._fd, b"PROBE:0:noop\n")
        except OSError:
            return False
        return True

    def register(self, name, rtype):
        """Put a name on the list."""
        self._send("REGISTER", name, rtype)

    def unregister(self, name, rtype):
        """Take a name off the list."""
        self._send("UNREGISTER", name, rtype)

    def _send(self, command, name, rtype):
        self.ensure_running()
        message = f"{command}:{name}:{rtype}\n".encode("ascii")
        if len(message) > 512:
            # Longer writes to a pipe may be mixed with others.
            raise ValueError("msg too long")
        written = os.write(self._fd, message)
        assert written == len(message), f"nbytes {written:n} but len(msg) {len(message):n}"


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
getfd = _resource_tracker.getfd


def main(fd):
    """What the tracker's process runs."""
    for number in _IGNORED_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if _HAVE_SIGMASK:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _IGNORED_SIGNALS)
    for stream in (sys.stdin, sys.stdout):
        try:
            stream.close()
        except Exception:
            pass

    known, status = {kind: set() for kind in _CLEANUP_FUNCS}, 0
    try:
        with open(fd, "rb") as commands:
            went_well = [_obey(line, known) for line in commands]
        status = 0 if all(went_well) else 3
    finally:
        status = _clean_up(known) or status
    sys.exit(status)


def _obey(line, known):
    """Carry out one line of what the processes have to say; whether it made sense."""
    try:
        command, name, kind = line.strip().decode("ascii").split(":")
        if kind not in _CLEANUP_FUNCS:
            raise ValueError(f"Cannot register {name} for automatic cleanup: unknown resource type {kind}")
        match command:
            case "REGISTER":
                known[kind].add(name)
            case "UNREGISTER":
                known[kind].remove(name)
            case "PROBE":
                pass
            case _:
                raise RuntimeError(f"unrecognized command {command!r}")
    except Exception:
        try:
            sys.excepthook(*sys.exc_info())
        except BaseException:
            pass
        return False
    return True


def _clean_up(known):
    """Remove what is left; 1 when there was something, 2 when it could not be removed."""
    status = 0
    for kind, names in known.items():
        if not names:
            continue
        status = status or 1
        # The kind "dummy" is for testing: the exit status alone says that something was left.
        if kind != "dummy":
            _warn(f"There appear to be {len(names)} leaked {kind} objects to clean up at shutdown: {names}")
        for name in names:
            try:
                _CLEANUP_FUNCS[kind](name)
            except Exception as error:
                status = 2
                _warn(f"{name!r}: {error}")
    return status


def _warn(message):
    try:
        warnings.warn(f"resource_tracker: {message}")
    except Exception:
        pass
