"""Process objects, and the object for the process that runs this."""

import itertools
import os
import signal
import sys
import threading
from _weakrefset import WeakSet

__all__ = ["BaseProcess", "current_process", "active_children", "parent_process"]

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None


def current_process():
    """Return the object of the process that asks."""
    return _current_process


def active_children():
    """Return the children that run; those that have ended are joined."""
    _cleanup()
    return list(_children)


def parent_process():
    """Return the object of the parent; None in the first process."""
    return _parent_process


def _cleanup():
    for child in list(_children):
        popen = child._popen
        if popen is not None and popen.poll() is not None:
            _children.discard(child)


class BaseProcess:
    """What runs in another process: run(), which calls the target.

    The object exists in both: the parent's has a _popen once it was started.
    """

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, "group argument must be None for now"
        parent = _current_process
        # The numbers of the parents, each among its siblings, then its own.
        self._identity = (*parent._identity, next(_process_counter))
        self._config = dict(parent._config)
        self._parent_name, self._parent_pid = parent.name, os.getpid()
        self._popen, self._closed = None, False
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self._name = name or f"{type(self).__name__}-{':'.join(map(str, self._identity))}"
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    def _become(self, name, **config):
        """What __init__() does, for a process that is there already."""
        self._identity, self._name, self._config = (), name, config
        self._parent_pid, self._popen, self._closed = None, None, False

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        """Do the work; to be overridden, or the target is called."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Start the process."""
        self._check_closed()
        assert self._popen is None, "cannot start a process twice"
        assert self._parent_pid == os.getpid(), "can only start a process object created by current process"
        assert not _current_process._config.get("daemon"), "daemonic processes are not allowed to have children"
        _cleanup()
        self._popen = self._Popen(self)
        self._sentinel = self._popen.sentinel
        # What the target refers to would live as long as the process object.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def kill(self):
        """End the process by SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def terminate(self):
        """End the process by SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def join(self, timeout=None):
        """Wait, at most `timeout` seconds, until the process has ended."""
        self._check_closed()
        assert self._parent_pid == os.getpid(), "can only join a child process"
        assert self._popen is not None, "can only join a started process"
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        """Return whether the process runs."""
        self._check_closed()
        if self is _current_process:
            return True
        assert os.getpid() == self._parent_pid, "can only test a child process"
        popen = self._popen
        ended = popen is not None and popen.poll() is not None
        if ended:
            _children.discard(self)
        return not (popen is None or ended)

    def close(self):
        """Let go of what the object holds; the process must have ended."""
        popen = self._popen
        if popen is not None:
            if popen.poll() is None:
                raise ValueError("Cannot close a process while it is still running. You should first call join() or "
                                 "terminate().")
            popen.close()
            _children.discard(self)
            self._popen = None
            del self._sentinel
        self._closed = True

    def _get_name(self):
        return self._name

    def _set_name(self, name):
        assert isinstance(name, str), "name must be a string"
        self._name = name

    def _get_daemon(self):
        return self._config.get("daemon", False)

    def _set_daemon(self, daemonic):
        assert self._popen is None, "process has already started"
        self._config["daemon"] = daemonic

    def _get_authkey(self):
        return self._config["authkey"]

    def _set_authkey(self, authkey):
        self._config["authkey"] = AuthenticationString(authkey)

    name = property(_get_name, _set_name)
    daemon = property(_get_daemon, _set_daemon, doc="Whether the process is ended when its parent ends.")
    authkey = property(_get_authkey, _set_authkey)

    @property
    def exitcode(self):
        """None while it runs, its exit status, or -N when signal N ended it."""
        self._check_closed()
        return self._popen and self._popen.poll()

    @property
    def ident(self):
        """The process id; None before it was started."""
        self._check_closed()
        return os.getpid() if self is _current_process else self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that is ready when the process has ended."""
        self._check_closed()
        found = getattr(self, "_sentinel", None)
        if found is None:
            raise ValueError("process not started")
        return found

    def _status(self):
        """A word for where it is in its life, and its exit status when it has ended."""
        if self is _current_process:
            return "started", None
        if self._closed:
            return "closed", None
        if self._parent_pid != os.getpid():
            return "unknown", None
        if self._popen is None:
            return "initial", None
        code = self._popen.poll()
        return "started" if code is None else "stopped", code

    def __repr__(self):
        status, code = self._status()
        parts = {
            f"name={self._name!r}": True,
            f"pid={self._popen and self._popen.pid}": self._popen is not None,
            f"parent={self._parent_pid}": True,
            status: True,
            f"exitcode={_exitcode_to_name.get(code, code)}": code is not None,
            "daemon": self.daemon,
        }
        return f"<{' '.join([type(self).__name__, *(text for text, shown in parts.items() if shown)])}>"

    # --- In the child

    def _bootstrap(self, parent_sentinel=None):
        """Everything that the child does; returns its exit status."""
        from . import context, util
        global _current_process, _parent_process, _process_counter, _children

        try:
            if self._start_method is not None:
                context._force_start_method(self._start_method)
            util._close_stdin()
            _children, _process_counter = set(), itertools.count(1)
            # Kept until _after_fork() is done, lest its end run what only the parent should run.
            before, _current_process = _current_process, self
            _parent_process = _ParentProcess(self._parent_name, self._parent_pid, parent_sentinel)
            self._after_fork()
            before = None
            util.info("child process calling self.run()")
            self.run()
            exitcode = 0
        except SystemExit as error:
            match error.code:
                case None:
                    exitcode = 0
                case int(exitcode):
                    pass
                case message:
                    exitcode = 1
                    sys.stderr.write(f"{message}\n")
        except BaseException:
            import traceback
            exitcode = 1
            sys.stderr.write(f"Process {self.name}:\n")
            traceback.print_exc()
        finally:
            threading._shutdown()
            util.info("process exiting with exitcode %d", exitcode)
            util._flush_std_streams()
        return exitcode

    @staticmethod
    def _after_fork():
        from . import util
        util._finalizer_registry.clear()
        util._run_after_forkers()


class AuthenticationString(bytes):
    """A key; it travels to children only, never in other pickles."""

    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError("Pickling an AuthenticationString object is disallowed for security reasons")
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    """The parent, as its child sees it."""

    def __init__(self, name, pid, sentinel):
        self._become(name)
        self._pid, self._sentinel = pid, sentinel

    def _ended(self, timeout):
        from multiprocessing.connection import wait
        return wait([self._sentinel], timeout=timeout)

    def is_alive(self):
        return not self._ended(0)

    def join(self, timeout=None):
        """Wait, at most `timeout` seconds, until the parent has ended."""
        self._ended(timeout)

    ident = pid = property(lambda self: self._pid)


class _MainProcess(BaseProcess):
    """The process that everything began with."""

    def __init__(self):
        # The prefix is for semaphores by name, of which nothing may be left behind.
        self._become("MainProcess", authkey=AuthenticationString(os.urandom(32)), semprefix="/mp")

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()
_process_counter = itertools.count(1)
_children = set()
del _MainProcess

_exitcode_to_name = {-number: f"-{name}" for name, number in list(signal.__dict__.items())
                     if name[:3] == "SIG" and "_" not in name}

# Process objects that were made; for testing.
_dangling = WeakSet()
