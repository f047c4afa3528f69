"""Processes and their pipes as one transport.

The transport starts the process at once and connects the pipes afterwards, in a task; what happens meanwhile is kept in _pending_calls,
so that the protocol hears of nothing before connection_made(). The connection is lost when the process has ended and all pipes are
closed. Everything runs in the thread of the loop; errors of starting are raised by the constructor, those of connecting by the waiter.
"""

import collections
import os
import signal
import subprocess
import warnings

from . import protocols, transports
from .log import logger

_STREAMS = ("stdin", "stdout", "stderr")  # by descriptor


class BaseSubprocessTransport(transports._ProtocolMixin, transports.SubprocessTransport):
    """Everything but how a process is started."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None, extra=None, **kwargs):
        super().__init__(extra)
        self._loop, self._protocol = loop, protocol
        self._proc = self._pid = self._returncode = None
        self._closed = self._finished = False
        self._exit_waiters = []
        self._pending_calls = collections.deque()
        streams = dict(stdin=stdin, stdout=stdout, stderr=stderr)
        # The protocols of the pipes by descriptor; None until they are connected.
        self._pipes = {fd: None for fd, target in enumerate(streams.values()) if target == subprocess.PIPE}
        try:
            self._start(args=args, shell=shell, bufsize=bufsize, **streams, **kwargs)
        except:
            self.close()
            raise
        self._extra["subprocess"] = self._proc
        self._pid = self._proc.pid
        loop.create_task(self._connect_pipes(waiter))

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        """Start the process as _proc."""
        raise NotImplementedError

    def __repr__(self):
        words = [type(self).__name__]
        if self._closed:
            words.append("closed")
        if self._pid is not None:
            words.append(f"pid={self._pid}")
        if self._returncode is not None:
            words.append(f"returncode={self._returncode}")
        else:
            words.append("not started" if self._pid is None else "running")
        words += [f"{_STREAMS[fd]}={proto.pipe}" for fd, proto in sorted(self._pipes.items()) if proto is not None]
        return f"<{' '.join(words)}>"

    # --- The process

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        return self._pipes[fd].pipe if fd in self._pipes else None

    def _process(self):
        if self._proc is None:
            raise ProcessLookupError()
        return self._proc

    def send_signal(self, signal):
        # Not through Popen, which asks first whether the process has ended and so takes its status away from who waits for it.
        process = self._process()
        if process.returncode is None:
            try:
                os.kill(process.pid, signal)
            except ProcessLookupError:
                pass  # it has ended just now

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def is_closing(self):
        return self._closed

    def close(self):
        """Close the pipes, and kill the process if it still runs."""
        if self._closed:
            return
        self._closed = True
        for proto in filter(None, self._pipes.values()):
            proto.pipe.close()
        if self._proc is None or self._returncode is not None or self._proc.poll() is not None:
            return
        if self._loop.get_debug():
            logger.warning("Close running child process: kill %r", self)
        try:
            self._proc.kill()
        except (ProcessLookupError, PermissionError):
            pass  # it has ended just now, or has become another user's

    def __del__(self, _warn=warnings.warn):
        if not self._closed:
            _warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self.close()

    # --- Its pipes

    async def _connect_pipe(self, fd, pipe):
        if fd == 0:
            _, self._pipes[fd] = await self._loop.connect_write_pipe(lambda: WriteSubprocessPipeProto(self, fd), pipe)
        else:
            _, self._pipes[fd] = await self._loop.connect_read_pipe(lambda: ReadSubprocessPipeProto(self, fd), pipe)

    async def _connect_pipes(self, waiter):
        error = None
        try:
            for fd, pipe in enumerate([getattr(self._proc, name) for name in _STREAMS]):
                if pipe is not None:
                    await self._connect_pipe(fd, pipe)
            self._connected()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            error = exc
        if waiter is None or waiter.cancelled():
            return
        if error is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(error)

    def _connected(self):
        assert self._pending_calls is not None
        self._loop.call_soon(self._protocol.connection_made, self)
        pending, self._pending_calls = self._pending_calls, None
        for call in pending:
            self._loop.call_soon(*call)

    def _call(self, *call):
        if self._pending_calls is None:
            self._loop.call_soon(*call)
        else:
            self._pending_calls.append(call)

    def _pipe_data_received(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _pipe_connection_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    # --- The end

    def _process_exited(self, returncode):
        assert returncode is not None, returncode
        assert self._returncode is None, self._returncode
        if self._loop.get_debug():
            logger.info("%r exited with return code %r", self, returncode)
        self._returncode = returncode
        if self._proc.returncode is None:
            self._proc.returncode = returncode  # Popen need not wait for it any more
        self._call(self._protocol.process_exited)
        self._try_finish()

    async def _wait(self):
        """Wait for the end; the return code."""
        if self._returncode is None:
            waiter = self._loop.create_future()
            self._exit_waiters.append(waiter)
            return await waiter
        return self._returncode

    def _try_finish(self):
        assert not self._finished
        if self._returncode is None or any(proto is None or not proto.disconnected for proto in self._pipes.values()):
            return
        self._finished = True
        self._call(self._call_connection_lost, None)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            waiters, self._exit_waiters = self._exit_waiters, None
            for waiter in waiters:
                if not waiter.cancelled():
                    waiter.set_result(self._returncode)
            self._loop = self._proc = self._protocol = None


class _UnixSubprocessTransport(BaseSubprocessTransport):
    """A process that Popen starts."""

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        self._proc = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, universal_newlines=False,
                                      bufsize=bufsize, **kwargs)


class WriteSubprocessPipeProto(protocols.BaseProtocol):
    """The protocol of one pipe: passes on to the transport of the process."""

    def __init__(self, proc, fd):
        self.disconnected, self.pipe = False, None
        self.proc, self.fd = proc, fd

    def __repr__(self):
        return f"<{type(self).__name__} fd={self.fd} pipe={self.pipe!r}>"

    def connection_made(self, transport):
        self.pipe = transport

    def connection_lost(self, exc):
        process, self.proc = self.proc, None
        self.disconnected = True
        process._pipe_connection_lost(self.fd, exc)

    def pause_writing(self):
        self.proc._protocol.pause_writing()

    def resume_writing(self):
        self.proc._protocol.resume_writing()


class ReadSubprocessPipeProto(WriteSubprocessPipeProto, protocols.Protocol):
    """The same for a pipe that is read."""

    def data_received(self, data):
        self.proc._pipe_data_received(self.fd, data)
