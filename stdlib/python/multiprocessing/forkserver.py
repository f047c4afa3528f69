"""A process with one thread that forks children for others: they get no threads and no locks that somebody holds.

Whoever wants a child connects to the server's socket and sends descriptors: the ends of two pipes, a tracker's, one that says that
the server is still needed, and those that the child is to inherit. The server forks; the child reads what to do from the one pipe; its
process id, and later its exit status, go back through the other.
"""

import atexit
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
        self._forkserver_address = None
        self._forkserver_alive_fd = None
        self._forkserver_pid = None
        self._inherited_fds = None
        self._lock = threading.Lock()
        self._preload_modules = ["__main__"]

    def _stop(self):
        with self._lock:
            self._stop_unlocked()

    def _stop_unlocked(self):
        if self._forkserver_pid is None:
            return
        # It ends when nobody holds this pipe any more.
        os.close(self._forkserver_alive_fd)
        self._forkserver_alive_fd = None
        os.waitpid(self._forkserver_pid, 0)
        self._forkserver_pid = None
        if not util.is_abstract_socket_namespace(self._forkserver_address):
            os.unlink(self._forkserver_address)
        self._forkserver_address = None

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
            parent_r, child_w = os.pipe()
            child_r, parent_w = os.pipe()
            try:
                reduction.sendfds(client, [child_r, child_w, self._forkserver_alive_fd, resource_tracker.getfd(), *fds])
                return parent_r, parent_w
            except:
                os.close(parent_r)
                os.close(parent_w)
                raise
            finally:
                os.close(child_r)
                os.close(child_w)

    def ensure_running(self):
        """Start the server, unless it runs."""
        with self._lock:
            resource_tracker.ensure_running()
            if self._forkserver_pid is not None:
                pid, status = os.waitpid(self._forkserver_pid, os.WNOHANG)
                if not pid:
                    return
                os.close(self._forkserver_alive_fd)
                self._forkserver_address = None
                self._forkserver_alive_fd = None
                self._forkserver_pid = None

            command = "from multiprocessing.forkserver import main; main(%d, %d, %r, **%r)"
            if self._preload_modules:
                preparation = spawn.get_preparation_data("ignore")
                data = {name: preparation[name] for name in ("sys_path", "init_main_from_path") if name in preparation}
                if "init_main_from_path" in data:
                    data["main_path"] = data.pop("init_main_from_path")
            else:
                data = {}

            with socket.socket(socket.AF_UNIX) as listener:
                address = connection.arbitrary_address("AF_UNIX")
                listener.bind(address)
                if not util.is_abstract_socket_namespace(address):
                    os.chmod(address, 0o600)
                listener.listen()
                alive_r, alive_w = os.pipe()
                try:
                    executable = spawn.get_executable()
                    args = [executable] + util._args_from_interpreter_flags()
                    args += ["-c", command % (listener.fileno(), alive_r, self._preload_modules, data)]
                    pid = util.spawnv_passfds(executable, args, [listener.fileno(), alive_r])
                except:
                    os.close(alive_w)
                    raise
                finally:
                    os.close(alive_r)
                self._forkserver_address = address
                self._forkserver_alive_fd = alive_w
                self._forkserver_pid = pid


def main(listener_fd, alive_r, preload, main_path=None, sys_path=None):
    """What the server's process runs."""
    if preload:
        if sys_path is not None:
            sys.path[:] = sys_path
        if "__main__" in preload and main_path is not None:
            process.current_process()._inheriting = True
            try:
                spawn.import_main_path(main_path)
            finally:
                del process.current_process()._inheriting
        for name in preload:
            try:
                __import__(name)
            except ImportError:
                pass
        # What was written while importing is not for every child to write again.
        util._flush_std_streams()
    util._close_stdin()

    # Signals wake the selector through a pipe; their handlers need to do nothing.
    sig_r, sig_w = os.pipe()
    os.set_blocking(sig_r, False)
    os.set_blocking(sig_w, False)

    def on_child(*_unused):
        pass

    handlers = {signal.SIGCHLD: on_child, signal.SIGINT: signal.SIG_IGN}
    old_handlers = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    signal.set_wakeup_fd(sig_w)

    # Where to report the end of each child.
    pid_to_fd = {}
    with socket.socket(socket.AF_UNIX, fileno=listener_fd) as listener, selectors.DefaultSelector() as selector:
        _forkserver._forkserver_address = listener.getsockname()
        selector.register(listener, selectors.EVENT_READ)
        selector.register(alive_r, selectors.EVENT_READ)
        selector.register(sig_r, selectors.EVENT_READ)
        while True:
            try:
                while True:
                    ready = [key.fileobj for key, events in selector.select()]
                    if ready:
                        break
                if alive_r in ready:
                    # Nobody needs us any more.
                    assert os.read(alive_r, 1) == b"", "Not at EOF?"
                    raise SystemExit
                if sig_r in ready:
                    os.read(sig_r, 65536)
                    while True:
                        try:
                            pid, status = os.waitpid(-1, os.WNOHANG)
                        except ChildProcessError:
                            break
                        if pid == 0:
                            break
                        child_w = pid_to_fd.pop(pid, None)
                        if child_w is None:
                            warnings.warn("forkserver: waitpid returned unexpected pid %d" % pid)
                            continue
                        try:
                            write_signed(child_w, os.waitstatus_to_exitcode(status))
                        except BrokenPipeError:
                            # The parent has gone.
                            pass
                        os.close(child_w)
                if listener in ready:
                    with listener.accept()[0] as accepted:
                        fds = reduction.recvfds(accepted, MAXFDS_TO_SEND + 1)
                        if len(fds) > MAXFDS_TO_SEND:
                            raise RuntimeError("Too many ({0:n}) fds to send".format(len(fds)))
                        child_r, child_w, *fds = fds
                        accepted.close()
                        pid = os.fork()
                        if pid == 0:
                            code = 1
                            try:
                                atexit._clear()
                                atexit.register(util._exit_function)
                                listener.close()
                                selector.close()
                                code = _serve_one(child_r, fds, [alive_r, child_w, sig_r, sig_w, *pid_to_fd.values()],
                                                  old_handlers)
                            except Exception:
                                sys.excepthook(*sys.exc_info())
                                sys.stderr.flush()
                            finally:
                                atexit._run_exitfuncs()
                                os._exit(code)
                        else:
                            try:
                                write_signed(child_w, pid)
                            except BrokenPipeError:
                                pass
                            pid_to_fd[pid] = child_w
                            os.close(child_r)
                            for fd in fds:
                                os.close(fd)
            except OSError as error:
                if error.errno != errno.ECONNABORTED:
                    raise


def _serve_one(child_r, fds, unused_fds, handlers):
    """What a child of the server does."""
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    for fd in unused_fds:
        os.close(fd)
    (_forkserver._forkserver_alive_fd, resource_tracker._resource_tracker._fd, *_forkserver._inherited_fds) = fds
    parent_sentinel = os.dup(child_r)
    return spawn._main(child_r, parent_sentinel)


def read_signed(fd):
    """Read a number that write_signed() wrote."""
    data = b""
    length = SIGNED_STRUCT.size
    while len(data) < length:
        piece = os.read(fd, length - len(data))
        if not piece:
            raise EOFError("unexpected EOF")
        data += piece
    return SIGNED_STRUCT.unpack(data)[0]


def write_signed(fd, n):
    """Write a number."""
    message = SIGNED_STRUCT.pack(n)
    while message:
        written = os.write(fd, message)
        if written == 0:
            raise RuntimeError("should not get here")
        message = message[written:]


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
get_inherited_fds = _forkserver.get_inherited_fds
connect_to_new_process = _forkserver.connect_to_new_process
set_forkserver_preload = _forkserver.set_forkserver_preload
