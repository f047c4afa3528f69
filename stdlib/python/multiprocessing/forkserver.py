"""A process with one thread that forks children for others: they get no threads and no locks that somebody holds.

Whoever wants a child connects to the server's socket and sends descriptors: the ends of two pipes, a tracker's, one that says that
the server is still needed, and those that the child is to inherit. The server forks; the child reads what to do from the one pipe; its
process id, and later its exit status, go back through the other.
"""

import atexit
import contextlib
import errno
import os
import selectors
import signal
import socket
import struct
import sys
import threading
import warnings

from . import connection, process, resource_tracker, spawn, util
from .context import reduction

__all__ = ["ensure_running", "get_inherited_fds", "connect_to_new_process", "set_forkserver_preload"]

MAXFDS_TO_SEND = 256
SIGNED_STRUCT = struct.Struct("q")


class ForkServer:
    """The server, as the processes that use it see it."""

    def __init__(self):
        # Guards the three that follow: where the server listens, our end of its pipe, its process; None when it does not run.
        self._lock = threading.Lock()
        self._forget()
        self._inherited_fds, self._preload_modules = None, ["__main__"]

    def _forget(self):
        self._forkserver_address = self._forkserver_alive_fd = self._forkserver_pid = None

    def _stop(self):
        with self._lock:
            self._stop_unlocked()

    def _stop_unlocked(self):
        address, pid = self._forkserver_address, self._forkserver_pid
        if pid is None:
            return
        # It ends when nobody holds this pipe any more.
        os.close(self._forkserver_alive_fd)
        os.waitpid(pid, 0)
        self._forget()
        if not util.is_abstract_socket_namespace(address):
            os.unlink(address)

    def set_forkserver_preload(self, modules_names):
        """Name the modules that the server imports first."""
        if not all(type(name) is str for name in modules_names):
            raise TypeError("module_names must be a list of strings")
        self._preload_modules = modules_names

    def get_inherited_fds(self):
        """The descriptors that this process was given by its parent; None when it is no child of a server."""
        return self._inherited_fds

    def connect_to_new_process(self, fds):
        """Have a child forked; return the reading end for its id and status, and the writing end for what it is to do."""
        self.ensure_running()
        if len(fds) + 4 >= MAXFDS_TO_SEND:
            raise ValueError("too many fds")
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self._forkserver_address)
            with contextlib.ExitStack() as ours, contextlib.ExitStack() as given:
                parent_r, child_w = os.pipe()
                ours.callback(os.close, parent_r)
                given.callback(os.close, child_w)
                child_r, parent_w = os.pipe()
                ours.callback(os.close, parent_w)
                given.callback(os.close, child_r)
                reduction.sendfds(client, [child_r, child_w, self._forkserver_alive_fd, resource_tracker.getfd(), *fds])
                ours.pop_all()
                return parent_r, parent_w

    def ensure_running(self):
        """Start the server, unless it runs."""
        with self._lock:
            resource_tracker.ensure_running()
            if self._forkserver_pid is not None:
                ended, _ = os.waitpid(self._forkserver_pid, os.WNOHANG)
                if not ended:
                    return
                os.close(self._forkserver_alive_fd)
                self._forget()
            self._start()

    def _preparation(self):
        """What the server needs in order to import the modules, as arguments of main()."""
        if not self._preload_modules:
            return {}
        known = spawn.get_preparation_data("ignore")
        names = {"sys_path": "sys_path", "init_main_from_path": "main_path"}
        return {argument: known[name] for name, argument in names.items() if name in known}

    def _start(self):
        with socket.socket(socket.AF_UNIX) as listener, contextlib.ExitStack() as on_failure:
            address = connection.arbitrary_address("AF_UNIX")
            listener.bind(address)
            if not util.is_abstract_socket_namespace(address):
                os.chmod(address, 0o600)
            listener.listen()
            # The server sees that we have gone when the writing end is closed.
            alive_r, alive_w = os.pipe()
            on_failure.callback(os.close, alive_w)
            try:
                inherited = [listener.fileno(), alive_r]
                given = ", ".join([*map(str, inherited), repr(self._preload_modules), f"**{self._preparation()!r}"])
                executable = spawn.get_executable()
                arguments = [executable, *util._args_from_interpreter_flags(),
                             "-c", f"from multiprocessing.forkserver import main; main({given})"]
                pid = util.spawnv_passfds(executable, arguments, inherited)
            finally:
                os.close(alive_r)
            on_failure.pop_all()
            self._forkserver_address, self._forkserver_alive_fd, self._forkserver_pid = address, alive_w, pid


def _preload(modules, main_path, sys_path):
    """Import what the children will need."""
    if sys_path is not None:
        sys.path[:] = sys_path
    if main_path is not None and "__main__" in modules:
        here = process.current_process()
        here._inheriting = True
        try:
            spawn.import_main_path(main_path)
        finally:
            del here._inheriting
    for name in modules:
        with contextlib.suppress(ImportError):
            __import__(name)
    # What was written while importing is not for every child to write again.
    util._flush_std_streams()


def _ended_children():
    """(process, exit status) of those that have ended and are not yet known to have."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        yield pid, os.waitstatus_to_exitcode(status)


def _tell(fd, number):
    # The parent may have gone.
    with contextlib.suppress(BrokenPipeError):
        write_signed(fd, number)


def main(listener_fd, alive_r, preload, main_path=None, sys_path=None):
    """What the server's process runs."""
    if preload:
        _preload(preload, main_path, sys_path)
    util._close_stdin()

    # Signals wake the selector through a pipe; their handlers need to do nothing.
    sig_r, sig_w = os.pipe()
    for fd in (sig_r, sig_w):
        os.set_blocking(fd, False)
    old_handlers = {number: signal.signal(number, handler) for number, handler in (
        (signal.SIGCHLD, lambda *_unused: None), (signal.SIGINT, signal.SIG_IGN))}
    signal.set_wakeup_fd(sig_w)

    # Where to report the end of each child.
    pid_to_fd = {}

    def report_ends():
        os.read(sig_r, 65536)
        for pid, code in _ended_children():
            fd = pid_to_fd.pop(pid, None)
            if fd is None:
                warnings.warn(f"forkserver: waitpid returned unexpected pid {pid}")
            else:
                _tell(fd, code)
                os.close(fd)

    def fork_one(listener, selector):
        with listener.accept()[0] as accepted:
            fds = reduction.recvfds(accepted, MAXFDS_TO_SEND + 1)
        if len(fds) > MAXFDS_TO_SEND:
            raise RuntimeError(f"Too many ({len(fds):n}) fds to send")
        child_r, child_w, *inherited = fds
        pid = os.fork()
        if pid:
            _tell(child_w, pid)
            pid_to_fd[pid] = child_w
            for fd in (child_r, *inherited):
                os.close(fd)
            return
        code = 1
        try:
            atexit._clear()
            atexit.register(util._exit_function)
            for each in (listener, selector):
                each.close()
            code = _serve_one(child_r, inherited, [alive_r, child_w, sig_r, sig_w, *pid_to_fd.values()], old_handlers)
        except Exception:
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
        finally:
            atexit._run_exitfuncs()
            os._exit(code)

    with socket.socket(socket.AF_UNIX, fileno=listener_fd) as listener, selectors.DefaultSelector() as selector:
        _forkserver._forkserver_address = listener.getsockname()
        for source in (listener, alive_r, sig_r):
            selector.register(source, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            try:
                if alive_r in ready:
                    # Nobody needs us any more.
                    assert not os.read(alive_r, 1), "Not at EOF?"
                    raise SystemExit
                if sig_r in ready:
                    report_ends()
                if listener in ready:
                    fork_one(listener, selector)
            except OSError as error:
                if error.errno != errno.ECONNABORTED:
                    raise


def _serve_one(child_r, fds, unused_fds, handlers):
    """What a child of the server does."""
    signal.set_wakeup_fd(-1)
    for item in handlers.items():
        signal.signal(*item)
    for fd in unused_fds:
        os.close(fd)
    _forkserver._forkserver_alive_fd, resource_tracker._resource_tracker._fd, *_forkserver._inherited_fds = fds
    return spawn._main(child_r, parent_sentinel=os.dup(child_r))


def read_signed(fd):
    """Read a number that write_signed() wrote."""
    message = b""
    while missing := SIGNED_STRUCT.size - len(message):
        piece = os.read(fd, missing)
        if not piece:
            raise EOFError("unexpected EOF")
        message += piece
    number, = SIGNED_STRUCT.unpack(message)
    return number


def write_signed(fd, n):
    """Write a number."""
    rest = SIGNED_STRUCT.pack(n)
    while rest:
        rest = rest[os.write(fd, rest):]


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
get_inherited_fds = _forkserver.get_inherited_fds
connect_to_new_process = _forkserver.connect_to_new_process
set_forkserver_preload = _forkserver.set_forkserver_preload
