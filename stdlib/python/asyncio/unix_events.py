"""What the loop can do on Unix: signals, Unix sockets, pipes, processes.

A signal reaches the loop as a byte in its pair of sockets, a process by a thread that waits for its end; pipes have transports of their
own, for they are read and written without the calls of sockets. Everything runs in the thread of the loop except _watch_child's wait.
"""

__all__ = ("SelectorEventLoop", "DefaultEventLoopPolicy", "EventLoop")

import errno
import os
import signal
import socket
import stat
import threading
import warnings

from . import base_events, base_subprocess, constants, coroutines, events, futures, selector_events, tasks, transports
from .log import logger


def _sighandler_noop(signum, frame):
    """The work is done by the loop, which the wake-up descriptor tells."""


def waitstatus_to_exitcode(status):
    """The exit code of a status of waitpid()'s, or the status itself where it is none of a process that ended."""
    try:
        return os.waitstatus_to_exitcode(status)
    except ValueError:
        return status


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """The event loop of Unix."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._signal_handlers = {}  # signal: Handle
        self._unix_server_sockets = {}  # listening socket: inode of its file, which is removed at the end

    def close(self):
        super().close()
        for number in tuple(self._signal_handlers):
            self.remove_signal_handler(number)

    # --- Signals

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f"sig must be an int, not {sig!r}")
        if sig not in signal.valid_signals():
            raise ValueError(f"invalid signal number {sig}")

    def _set_handler(self, sig, handler):
        try:
            signal.signal(sig, handler)
        except OSError as exc:
            if exc.errno != errno.EINVAL:
                raise
            raise RuntimeError(f"sig {sig} cannot be caught")

    def add_signal_handler(self, sig, callback, *args):
        """Have the loop call callback(*args) when a signal comes; main thread only."""
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        try:
            signal.set_wakeup_fd(self._csock.fileno())
        except (ValueError, OSError) as exc:
            raise RuntimeError(str(exc))
        self._signal_handlers[sig] = events.Handle(callback, args, self, None)
        try:
            self._set_handler(sig, _sighandler_noop)
            # The loop's own system calls go on after the signal; its byte wakes the loop.
            signal.siginterrupt(sig, False)
        except (OSError, RuntimeError):
            self._forget_signal(sig)
            raise

    def remove_signal_handler(self, sig):
        """The signal does what it does by default again; was there a handler?"""
        self._check_signal(sig)
        if sig not in self._signal_handlers:
            return False
        del self._signal_handlers[sig]
        self._set_handler(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        self._forget_signal(sig)
        return True

    def _forget_signal(self, sig):
        """After the last one, signals wake nobody any more."""
        self._signal_handlers.pop(sig, None)
        if self._signal_handlers:
            return
        try:
            signal.set_wakeup_fd(-1)
        except (ValueError, OSError) as error:
            logger.info("set_wakeup_fd(-1) failed: %s", error)

    def _process_self_data(self, data):
        for number in filter(None, data):  # 0 is a mere waking up
            self._handle_signal(number)

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is not None:
            if handle._cancelled:
                self.remove_signal_handler(sig)
            else:
                self._add_callback_signalsafe(handle)

    # --- Pipes and processes

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _UnixReadPipeTransport(self, pipe, protocol, waiter, extra)

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _UnixWritePipeTransport(self, pipe, protocol, waiter, extra)

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs):
        waiter = self.create_future()
        transport = base_subprocess._UnixSubprocessTransport(self, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=waiter,
                                                             extra=extra, **kwargs)
        _watch_child(self, transport.get_pid(), self._child_watcher_callback, transport)
        try:
            await waiter
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            transport.close()
            await transport._wait()
            raise
        return transport

    def _child_watcher_callback(self, pid, returncode, transport):
        self.call_soon_threadsafe(transport._process_exited, returncode)

    # --- Unix sockets

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
                                     ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """Connect to a Unix socket; (transport, protocol)."""
        assert server_hostname is None or isinstance(server_hostname, str)
        base_events._check_not_ssl(ssl)
        if server_hostname is not None:
            raise ValueError("server_hostname is only meaningful with ssl")
        _check_path_or_socket(path, sock, "no path and sock were specified")
        if path is not None:
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, os.fspath(path))
            except:
                sock.close()
                raise
        return await self._create_connection_transport(sock, protocol_factory)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None,
                                 ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True):
        """Listen on a Unix socket; a Server."""
        if isinstance(ssl, bool):
            raise TypeError("ssl argument must be an SSLContext or None")
        base_events._check_not_ssl(ssl)
        _check_path_or_socket(path, sock, "path was not specified, and no sock specified")
        if path is not None:
            sock = _bound_socket(os.fspath(path))
        if cleanup_socket:
            self._remember_file(sock)
        sock.setblocking(False)
        server = base_events.Server(self, [sock], protocol_factory, ssl, backlog, ssl_handshake_timeout, ssl_shutdown_timeout)
        if start_serving:
            await server.start_serving()
        return server

    def _remember_file(self, sock):
        path = sock.getsockname()
        if path and base_events._has_file(path):
            try:
                self._unix_server_sockets[sock] = os.stat(path).st_ino
            except FileNotFoundError:
                pass

    def _stop_serving(self, sock):
        inode = self._unix_server_sockets.pop(sock, None)
        path = None if inode is None else sock.getsockname()
        super()._stop_serving(sock)
        if inode is None:
            return
        try:
            # Another server may have put its own in that place.
            if os.stat(path).st_ino == inode:
                os.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            logger.error("Unable to clean up listening UNIX socket %r: %r", path, error)


def _check_path_or_socket(path, sock, neither):
    """Exactly one of them is to be given, and a socket must be of the right kind."""
    if path is not None:
        if sock is not None:
            raise ValueError("path and sock can not be specified at the same time")
    elif sock is None:
        raise ValueError(neither)
    elif (sock.family, sock.type) != (socket.AF_UNIX, socket.SOCK_STREAM):
        raise ValueError(f"A UNIX Domain Stream Socket was expected, got {sock!r}")


def _bound_socket(path):
    """A new socket under that path, in the place of what an earlier server left behind."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        base_events._remove_stale_socket(path)
        sock.bind(path)
    except OSError as exc:
        sock.close()
        if exc.errno == errno.EADDRINUSE:
            raise OSError(exc.errno, f"Address {path!r} is already in use") from None
        raise
    except:
        sock.close()
        raise
    return sock


def _watch_child(loop, pid, callback, *args):
    """Wait for a process in a thread, then call callback(pid, returncode, *args) there."""

    def wait():
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            # Somebody else has waited for it.
            returncode = 255
            logger.warning("Unknown child process pid %d, will report returncode 255", pid)
        else:
            returncode = waitstatus_to_exitcode(status)
        if loop.is_closed():
            logger.warning("Loop %r that handles pid %r is closed", loop, pid)
            return
        try:
            callback(pid, returncode, *args)
        except RuntimeError:
            pass  # closed meanwhile

    threading.Thread(target=wait, name=f"asyncio-waitpid-{pid}", daemon=True).start()


class _UnixPipeTransport(transports._ProtocolMixin):
    """What the transports of both ends of a pipe have in common."""

    _pipe = None  # for __del__ of what was never finished

    def _take(self, loop, pipe, protocol, refusal):
        """Take over the pipe; returns its mode. ValueError(refusal) for files of other kinds, which are always ready."""
        descriptor = pipe.fileno()
        mode = os.fstat(descriptor).st_mode
        if not any(is_kind(mode) for is_kind in (stat.S_ISFIFO, stat.S_ISSOCK, stat.S_ISCHR)):
            raise ValueError(refusal)
        os.set_blocking(descriptor, False)
        self._extra["pipe"] = self._pipe = pipe
        self._fileno = descriptor
        self._loop = loop
        self._protocol = protocol
        self._closing = False
        loop.call_soon(protocol.connection_made, self)
        return mode

    def _tell_soon(self, waiter):
        if waiter is not None:
            self._loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _description(self):
        state = "closed" if self._pipe is None else "closing" if self._closing else "open"
        return f"{type(self).__name__} {state} fd={self._fileno}"

    def __repr__(self):
        return f"<{self._description()}>"

    def __del__(self, _warn=warnings.warn):
        if self._pipe is not None:
            _warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._pipe.close()

    def _is_ordinary(self, error):
        """Does it happen all the time, so that it is not worth telling?"""
        return isinstance(error, OSError)

    def _fatal_error(self, exc, message="Fatal error on pipe transport"):
        if not self._is_ordinary(exc):
            self._loop.call_exception_handler({"message": message, "exception": exc, "transport": self, "protocol": self._protocol})
        elif self._loop.get_debug():
            logger.debug("%r: %s", self, message, exc_info=True)
        self._close(exc)

    def _close(self, exc=None):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._pipe.close()
            self._pipe = self._protocol = self._loop = None


class _UnixReadPipeTransport(_UnixPipeTransport, transports.ReadTransport):
    """The end that is read."""

    max_size = 256 * 1024  # of one read()

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra)
        self._paused = False
        self._take(loop, pipe, protocol, "Pipe transport is for pipes/sockets only.")
        loop.call_soon(self._add_reader, self._fileno, self._read_ready)
        self._tell_soon(waiter)

    def _is_ordinary(self, error):
        return isinstance(error, OSError) and error.errno == errno.EIO  # the other end of a terminal was closed

    def is_reading(self):
        return not (self._closing or self._paused)

    def pause_reading(self):
        if self.is_reading():
            self._loop._remove_reader(self._fileno)
            self._paused = True

    def resume_reading(self):
        if self._paused and not self._closing:
            self._loop._add_reader(self._fileno, self._read_ready)
            self._paused = False

    def _add_reader(self, fd, callback):
        if self.is_reading():
            self._loop._add_reader(fd, callback)

    def _read_ready(self):
        try:
            data = os.read(self._fileno, self.max_size)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as exc:
            self._fatal_error(exc, "Fatal read error on pipe transport")
            return
        if data:
            self._protocol.data_received(data)
            return
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._protocol.eof_received)
        self._loop.call_soon(self._call_connection_lost, None)

    def close(self):
        if not self._closing:
            self._close(None)


class _UnixWritePipeTransport(_UnixPipeTransport, transports._FlowControlMixin, transports.WriteTransport):
    """The end that is written to. Of pipes and sockets it is watched, too, whether their readers have gone."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra, loop)
        self._buffer = bytearray()
        self._conn_lost = 0  # what was written in vain
        mode = self._take(loop, pipe, protocol, "Pipe transport is only for pipes, sockets and character devices")
        if not stat.S_ISCHR(mode):
            loop.call_soon(loop._add_reader, self._fileno, self._read_ready)
        self._tell_soon(waiter)

    def _description(self):
        return f"{super()._description()} bufsize={len(self._buffer)}"

    def get_write_buffer_size(self):
        return len(self._buffer)

    def _read_ready(self):
        # Readable means that the reading end was closed.
        self._close(BrokenPipeError() if self._buffer else None)

    def _write_now(self, data):
        """How many bytes the system has taken; None if the pipe broke."""
        try:
            return os.write(self._fileno, data)
        except (BlockingIOError, InterruptedError):
            return 0
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._buffer:
                self._loop._remove_writer(self._fileno)
                self._buffer.clear()
            self._conn_lost += 1
            self._fatal_error(exc, "Fatal write error on pipe transport")
            return None

    def write(self, data):
        assert isinstance(data, (bytes, bytearray, memoryview)), repr(data)
        if not data:
            return
        if self._conn_lost or self._closing:
            if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                logger.warning("pipe closed by peer or os.write(pipe, data) raised exception.")
            self._conn_lost += 1
            return
        rest = memoryview(data) if isinstance(data, bytearray) else data
        if not self._buffer:
            written = self._write_now(rest)
            if written is None or written == len(rest):
                return
            if written:
                rest = memoryview(rest)[written:]
            self._loop._add_writer(self._fileno, self._write_ready)
        self._buffer += rest
        self._maybe_pause_protocol()

    def _write_ready(self):
        assert self._buffer, "Data should not be empty"
        written = self._write_now(self._buffer)
        if not written:
            return
        del self._buffer[:written]
        if self._buffer:
            return
        self._loop._remove_writer(self._fileno)
        self._maybe_resume_protocol()
        if self._closing:
            self._loop._remove_reader(self._fileno)
            self._call_connection_lost(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        """Close when the buffer is written."""
        if self._closing:
            return
        assert self._pipe
        if self._buffer:
            self._closing = True
        else:
            self._close()

    def close(self):
        if not (self._pipe is None or self._closing):
            self.write_eof()

    def abort(self):
        self._close(None)

    def _close(self, exc=None):
        if self._buffer:
            self._loop._remove_writer(self._fileno)
            self._buffer.clear()
        super()._close(exc)


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


EventLoop = SelectorEventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
