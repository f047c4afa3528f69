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
            try:
                _, status = os.waitpid(self._pid, 0)
                self._exitcode = os.waitstatus_to_exitcode(status)
            except (ChildProcessError, ValueError):
                self._exitcode = None
            self._pid = None

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
                # Dead: what it knew is lost, so the user should know.
                os.close(self._fd)
                try:
                    if self._pid is not None:
                        os.waitpid(self._pid, 0)
                except ChildProcessError:
                    pass
                self._fd = None
                self._pid = None
                self._exitcode = None
                warnings.warn("resource_tracker: process died unexpectedly, relaunching.  Some resources might leak.")
            self._launch()

    def _launch(self):
        passed = []
        try:
            passed.append(sys.stderr.fileno())
        except Exception:
            pass
        r, w = os.pipe()
        try:
            passed.append(r)
            executable = spawn.get_executable()
            args = [executable] + util._args_from_interpreter_flags()
            args += ["-c", "from multiprocessing.resource_tracker import main;main(%d)" % r]
            # A signal that is meant for the terminal's programs must not end it before it ignores them.
            previous = None
            try:
                if _HAVE_SIGMASK:
                    previous = signal.pthread_sigmask(signal.SIG_BLOCK, _IGNORED_SIGNALS)
                pid = util.spawnv_passfds(executable, args, passed)
            finally:
                if previous is not None:
                    signal.pthread_sigmask(signal.SIG_SETMASK, previous)
        except:
            os.close(w)
            raise
        else:
            self._fd = w
            self._pid = pid
        finally:
            os.close(r)

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
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if _HAVE_SIGMASK:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _IGNORED_SIGNALS)
    for stream in (sys.stdin, sys.stdout):
        try:
            stream.close()
        except Exception:
            pass

    cache = {rtype: set() for rtype in _CLEANUP_FUNCS}
    exit_code = 0
    try:
        with open(fd, "rb") as file:
            for line in file:
                try:
                    command, name, rtype = line.strip().decode("ascii").split(":")
                    if _CLEANUP_FUNCS.get(rtype) is None:
                        raise ValueError(f"Cannot register {name} for automatic cleanup: unknown resource type {rtype}")
                    if command == "REGISTER":
                        cache[rtype].add(name)
                    elif command == "UNREGISTER":
                        cache[rtype].remove(name)
                    elif command != "PROBE":
                        raise RuntimeError("unrecognized command %r" % command)
                except Exception:
                    exit_code = 3
                    try:
                        sys.excepthook(*sys.exc_info())
                    except:
                        pass
    finally:
        for rtype, names in cache.items():
            if names:
                try:
                    exit_code = 1
                    if rtype == "dummy":
                        # For testing: the exit status says that something was left.
                        pass
                    else:
                        warnings.warn(f"resource_tracker: There appear to be {len(names)} leaked {rtype} objects to clean "
                                      f"up at shutdown: {names}")
                except Exception:
                    pass
            for name in names:
                try:
                    _CLEANUP_FUNCS[rtype](name)
                except Exception as error:
                    exit_code = 2
                    warnings.warn("resource_tracker: %r: %s" % (name, error))
    sys.exit(exit_code)
