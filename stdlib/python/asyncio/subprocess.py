"""Processes with streams: a Process is to its transport what a StreamReader and a StreamWriter are to theirs.

One coroutine may read from each stream at a time. Everything belongs to the thread of the loop.
"""

__all__ = ("create_subprocess_exec", "create_subprocess_shell")

from subprocess import DEVNULL, PIPE, STDOUT

from . import events, protocols, streams, tasks
from .log import logger

_READERS = {1: "stdout", 2: "stderr"}  # by descriptor


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Feeds the streams of a Process."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._transport = None
        self._pipe_fds = []  # that are read and not at their ends
        self._process_exited = False
        self._stdin_closed = self._loop.create_future()

    def __repr__(self):
        streams_of = {name: getattr(self, name) for name in ("stdin", "stdout", "stderr")}
        return f"<{' '.join([type(self).__name__, *(f'{name}={stream!r}' for name, stream in streams_of.items() if stream is not None)])}>"

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in _READERS.items():
            pipe = transport.get_pipe_transport(fd)
            if pipe is None:
                continue
            reader = streams.StreamReader(limit=self._limit, loop=self._loop)
            reader.set_transport(pipe)
            setattr(self, name, reader)
            self._pipe_fds.append(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, protocol=self, reader=None, loop=self._loop)

    def _tell_reader(self, fd, event, *args):
        """Call a method of the stream that a pipe feeds, if there is one."""
        reader = getattr(self, _READERS[fd]) if fd in _READERS else None
        if reader is not None:
            getattr(reader, event)(*args)

    def pipe_data_received(self, fd, data):
        self._tell_reader(fd, "feed_data", data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            self._stdin_lost(exc)
            return
        if exc is None:
            self._tell_reader(fd, "feed_eof")
        else:
            self._tell_reader(fd, "set_exception", exc)
        if fd in self._pipe_fds:
            self._pipe_fds.remove(fd)
        self._maybe_close_transport()

    def _stdin_lost(self, exc):
        if self.stdin is not None:
            self.stdin.close()
        self.connection_lost(exc)
        streams._settle(self._stdin_closed, exc)
        self._stdin_closed._log_traceback = False  # nobody need ask

    def process_exited(self):
        self._process_exited = True
        self._maybe_close_transport()

    def _maybe_close_transport(self):
        if self._process_exited and not self._pipe_fds:
            transport, self._transport = self._transport, None
            transport.close()

    def _get_close_waiter(self, stream):
        return self._stdin_closed if stream is self.stdin else None


class Process:
    """A running process: stdin, stdout, stderr are streams or None."""

    def __init__(self, transport, protocol, loop):
        self._transport, self._protocol, self._loop = transport, protocol, loop
        self.pid = transport.get_pid()
        self.stdin, self.stdout, self.stderr = protocol.stdin, protocol.stdout, protocol.stderr

    def __repr__(self):
        return f"<{type(self).__name__} {self.pid}>"

    @property
    def returncode(self):
        """Its exit status; None while it runs."""
        return self._transport.get_returncode()

    def send_signal(self, signal):
        """Send it a signal."""
        self._transport.send_signal(signal)

    def terminate(self):
        """Ask it to end."""
        self._transport.terminate()

    def kill(self):
        """End it."""
        self._transport.kill()

    async def wait(self):
        """Wait until it has ended; its exit status."""
        return await self._transport._wait()

    async def communicate(self, input=None):
        """Send input, read everything, wait; (stdout, stderr)."""
        _, *outputs = await tasks.gather(self._feed_stdin(input), self._read_stream(1), self._read_stream(2))
        await self.wait()
        return tuple(outputs)

    async def _feed_stdin(self, input):
        if self.stdin is None:
            return
        try:
            if input is not None:
                self.stdin.write(input)
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            # It need not read everything.
            if self._loop.get_debug():
                logger.debug("%r communicate: stdin got %r", self, error)
        self.stdin.close()

    async def _read_stream(self, fd):
        stream = getattr(self, _READERS[fd])
        if stream is None:
            return None
        output = await stream.read()
        self._transport.get_pipe_transport(fd).close()
        return output


async def _start(start, limit, command, **options):
    """A Process that a method of the loop's starts."""
    loop = events.get_running_loop()
    transport, protocol = await getattr(loop, start)(lambda: SubprocessStreamProtocol(limit=limit, loop=loop), *command, **options)
    return Process(transport, protocol, loop)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a command of the shell; a Process."""
    return await _start("subprocess_shell", limit, (cmd,), stdin=stdin, stdout=stdout, stderr=stderr, **kwds)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a program; a Process."""
    return await _start("subprocess_exec", limit, (program, *args), stdin=stdin, stdout=stdout, stderr=stderr, **kwds)
