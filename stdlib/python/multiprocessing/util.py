"""What the other modules share: logging, clean-up at exit and after fork, descriptors."""

import atexit
import itertools
import os
import sys
import threading
import weakref
from subprocess import _args_from_interpreter_flags  # noqa: F401

from . import process

__all__ = ["sub_debug", "debug", "info", "sub_warning", "get_logger", "log_to_stderr", "get_temp_dir",
           "register_after_fork", "is_exiting", "Finalize", "ForkAwareThreadLock", "ForkAwareLocal",
           "close_all_fds_except", "SUBDEBUG", "SUBWARNING"]

# --- Logging

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING, WARNING = 0, 5, 10, 20, 25, 30

LOGGER_NAME = "multiprocessing"
DEFAULT_LOGGING_FORMAT = "[%(levelname)s/%(processName)s] %(message)s"

# None until somebody asks for it: nothing is logged before.
_logger = None
_log_to_stderr = False


def _at(level):
    """A function that logs at one level, as from its caller."""
    def log_at(msg, *args):
        if _logger:
            _logger.log(level, msg, *args, stacklevel=2)

    return log_at


sub_debug, debug, info, sub_warning, _warn = map(_at, (SUBDEBUG, DEBUG, INFO, SUBWARNING, WARNING))


def get_logger():
    """Return the logger of the package."""
    global _logger
    if _logger is None:
        from logging import getLogger
        _logger = getLogger(LOGGER_NAME)
        _logger.propagate = 0
        # The last to be registered is the first to be called: clean-up may log as long as there are handlers.
        for change in (atexit.unregister, atexit.register):
            change(_exit_function)
    return _logger


def log_to_stderr(level=None):
    """Have the logger write to standard error; return it."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


# --- Names of sockets

abstract_sockets_supported = sys.platform == "linux"


def is_abstract_socket_namespace(address):
    """Is it the address of a socket that is no file?"""
    if not address:
        return False
    if isinstance(address, bytes):
        return address[0] == 0
    if isinstance(address, str):
        return address[0] == "\0"
    raise TypeError(f"address type of {address!r} unrecognized")


def _remove_temp_dir(rmtree, tempdir):
    rmtree(tempdir, ignore_errors=True)
    current_process = process.current_process()
    if current_process is not None:
        current_process._config["tempdir"] = None


def get_temp_dir():
    """The directory for this process's sockets, made at the first call and removed at exit."""
    tempdir = process.current_process()._config.get("tempdir")
    if tempdir is None:
        import shutil
        import tempfile
        tempdir = tempfile.mkdtemp(prefix="pymp-")
        info("created temp directory %s", tempdir)
        Finalize(None, _remove_temp_dir, args=(shutil.rmtree, tempdir), exitpriority=-100)
        process.current_process()._config["tempdir"] = tempdir
    return tempdir


# --- After a fork

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def _run_after_forkers():
    for (index, ident, func), obj in sorted(_afterfork_registry.items(), key=lambda item: item[0][0]):
        try:
            func(obj)
        except Exception as error:
            info("after forker raised exception %s", error)


def register_after_fork(obj, func):
    """Have func(obj) called in children, as long as the object lives."""
    _afterfork_registry[next(_afterfork_counter), id(obj), func] = obj


# --- Clean-up

_finalizer_registry = {}
_finalizer_counter = itertools.count()


class Finalize:
    """A call that is made once: when an object dies, at exit (with a priority), or when asked for. Only in the process that made it."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if not (exitpriority is None or isinstance(exitpriority, int)):
            raise TypeError(f"Exitpriority ({exitpriority!r}) must be None or int, not {type(exitpriority)!s}")
        if obj is None and exitpriority is None:
            raise ValueError("Without object, exitpriority cannot be None")
        self._weakref = None if obj is None else weakref.ref(obj, self)
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._pid = os.getpid()
        self._key = exitpriority, next(_finalizer_counter)
        _finalizer_registry[self._key] = self

    # What it needs is bound here: at exit the names of the module may be gone.
    def __call__(self, wr=None, _finalizer_registry=_finalizer_registry, sub_debug=sub_debug, getpid=os.getpid):
        if _finalizer_registry.pop(self._key, None) is None:
            sub_debug("finalizer no longer registered")
            return None
        callback, args, kwargs = self._callback, self._args, self._kwargs
        try:
            if getpid() == self._pid:
                sub_debug("finalizer calling %s with args %s and kwargs %s", callback, args, kwargs)
                return callback(*args, **kwargs)
            sub_debug("finalizer ignored because different process")
            return None
        finally:
            self._forget()

    def _forget(self):
        self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def cancel(self):
        """Never make the call."""
        if _finalizer_registry.pop(self._key, None) is not None:
            self._forget()

    def still_active(self):
        """Is the call still to be made?"""
        return self._key in _finalizer_registry

    def __repr__(self):
        kind = type(self).__name__
        if not self.still_active():
            return f"<{kind} object, dead>"
        priority = self._key[0]
        details = {"callback": getattr(self._callback, "__name__", self._callback), "args": self._args or None,
                   "kwargs": self._kwargs or None, "exitpriority": priority}
        shown = ", ".join(f"{name}={value}" for name, value in details.items() if value is not None)
        return f"<{kind} object, {shown}>"


def _run_finalizers(minpriority=None):
    """Make the calls whose priority is high enough: the highest first, and of equals the newest."""
    if _finalizer_registry is None:
        return

    due = [key for key in list(_finalizer_registry) if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    # One may have been made by another meanwhile.
    for finalizer in filter(None, map(_finalizer_registry.get, sorted(due, reverse=True))):
        sub_debug("calling %s", finalizer)
        try:
            finalizer()
        except Exception:
            import traceback
            traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


def is_exiting():
    """Is the process about to end?"""
    return _exiting or _exiting is None


_exiting = False


def _exit_function(info=info, debug=debug, _run_finalizers=_run_finalizers, active_children=process.active_children,
                   current_process=process.current_process):
    global _exiting
    if _exiting:
        return
    _exiting = True
    info("process shutting down")
    debug('running all "atexit" finalizers with priority >= 0')
    _run_finalizers(0)
    if current_process() is not None:
        for daemon in [child for child in active_children() if child.daemon]:
            info("calling terminate() for daemon %s", daemon.name)
            daemon._popen.terminate()
        for child in active_children():
            info("calling join() for process %s", child.name)
            child.join()
    debug('running the remaining "atexit" finalizers')
    _run_finalizers()


atexit.register(_exit_function)


# --- Threads and forks

class ForkAwareThreadLock:
    """A lock that is free in a child."""

    def __init__(self):
        self._lock = lock = threading.Lock()
        self.acquire, self.release = lock.acquire, lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()


class ForkAwareLocal(threading.local):
    """Data by thread that a child does not have."""

    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# --- Descriptors and programs

try:
    MAXFD = os.sysconf("SC_OPEN_MAX")
except Exception:
    MAXFD = 256


def close_all_fds_except(fds):
    """Close every descriptor but these."""
    fds = sorted([*fds, -1, MAXFD])
    assert fds[-1] == MAXFD, "fd too large"
    for low, high in zip(fds, fds[1:]):
        os.closerange(low + 1, high)


def _close_stdin():
    """Let the child read nothing from where its parent reads."""
    if sys.stdin is None:
        return
    for step in (sys.stdin.close, _open_nothing):
        try:
            step()
        except (ValueError, OSError):
            pass


def _open_nothing():
    fd = os.open(os.devnull, os.O_RDONLY)
    try:
        sys.stdin = open(fd, encoding="utf-8", closefd=False)
    except BaseException:
        os.close(fd)
        raise


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def spawnv_passfds(path, args, passfds):
    """Start a program that inherits these descriptors besides the standard ones; return its process id."""
    import _posixsubprocess
    kept = tuple(sorted(map(int, passfds)))
    # Through this pipe the child would say why it cannot begin; nobody listens.
    errors = os.pipe()
    try:
        return _posixsubprocess.fork_exec(args, [os.fsencode(path)], True, kept, None, None, -1, -1, -1, -1, -1, -1, *errors,
                                          False, False, -1, None, None, None, -1, None, True)
    finally:
        close_fds(*errors)


def close_fds(*fds):
    """Close descriptors."""
    for fd in fds:
        os.close(fd)


def _cleanup_tests():
    """Stop what tests have left running, as far as it would be seen as a leak."""
    from test import support
    process._cleanup()
    from multiprocessing.forkserver import _forkserver
    _forkserver._stop()
    from multiprocessing import resource_tracker
    resource_tracker._resource_tracker._stop()
    _run_finalizers()
    support.gc_collect()
    support.reap_children()
