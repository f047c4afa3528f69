"""Connections as streams to read from and to write to.

transport --> StreamReaderProtocol --> StreamReader, which coroutines read from; StreamWriter --> transport, with a drain() that waits
while the protocol is told to pause. One coroutine may read from a reader at a time, any number may drain. All belongs to the thread of
the loop. A connection that breaks is told by its exception, to who reads, to who drains and to who waits for the end; an end before
its time by IncompleteReadError, too much before a separator by LimitOverrunError.
"""

__all__ = ("StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection", "start_server", "open_unix_connection",
           "start_unix_server")

import collections
import sys
import warnings
import weakref

from . import coroutines, events, exceptions, format_helpers, protocols
from .tasks import sleep

_DEFAULT_LIMIT = 64 * 1024


# --- Clients and servers


async def _open(create, limit, *address, **kwds):
    """(reader, writer) of a connection that a method of the loop's makes."""
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await getattr(loop, create)(lambda: protocol, *address, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def _start(create, callback, limit, *address, **kwds):
    """A server that a method of the loop's makes."""
    loop = events.get_running_loop()

    def protocol():
        return StreamReaderProtocol(StreamReader(limit=limit, loop=loop), callback, loop=loop)

    return await getattr(loop, create)(protocol, *address, **kwds)


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connect to a server; (reader, writer)."""
    return await _open("create_connection", limit, host, port, **kwds)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Listen; client_connected_cb(reader, writer) is called (or run as a task) for each connection."""
    return await _start("create_server", client_connected_cb, limit, host, port, **kwds)


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """open_connection() for Unix sockets."""
    return await _open("create_unix_connection", limit, path, **kwds)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """start_server() for Unix sockets."""
    return await _start("create_unix_server", client_connected_cb, limit, path, **kwds)


# --- Protocols


def _settle(future, exc=None):
    """Wake who waits for a future, if somebody still does: with an exception, or without."""
    if future.done():
        return
    if exc is not None:
        future.set_exception(exc)
    else:
        future.set_result(None)


class FlowControlMixin(protocols.Protocol):
    """drain() waits while the transport's buffer is too full."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._drain_waiters = collections.deque()
        self._paused = self._connection_lost = False

    def pause_writing(self):
        assert not self._paused
        self._paused = True

    def resume_writing(self):
        assert self._paused
        self._paused = False
        self._wake_drains()

    def connection_lost(self, exc):
        self._connection_lost = True
        if self._paused:
            self._wake_drains(exc)

    def _wake_drains(self, exc=None):
        for waiter in self._drain_waiters:
            _settle(waiter, exc)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError("Connection lost")
        if self._paused:
            waiter = self._loop.create_future()
            self._drain_waiters.append(waiter)
            try:
                await waiter
            finally:
                self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        """The future that is done when the connection is lost."""
        raise NotImplementedError


class StreamReaderProtocol(FlowControlMixin, protocols.Protocol):
    """Feeds a StreamReader, and calls back with a new connection of a server's.

    The reader is held weakly: it holds the transport, and that this protocol. A server's reader has no other owner at first."""

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop=loop)
        self._stream_reader_wr = None if stream_reader is None else weakref.ref(stream_reader)
        self._client_connected_cb = client_connected_cb
        self._strong_reader = None if client_connected_cb is None else stream_reader
        self._transport = self._task = None
        self._over_ssl = False
        self._closed = self._loop.create_future()

    @property
    def _stream_reader(self):
        reference = self._stream_reader_wr
        return None if reference is None else reference()

    def connection_made(self, transport):
        self._transport = transport
        self._over_ssl = transport.get_extra_info("sslcontext") is not None
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        if self._client_connected_cb is None:
            return
        result = self._client_connected_cb(reader, StreamWriter(transport, self, reader, self._loop))
        if coroutines.iscoroutine(result):
            self._task = self._loop.create_task(result)
            self._task.add_done_callback(lambda task: self._callback_done(task, transport))
        self._strong_reader = None

    def _callback_done(self, task, transport):
        """A connection whose callback has failed is closed; one that it has left open after its end is its own affair."""
        failed = task.cancelled()
        if not failed and (error := task.exception()) is not None:
            failed = True
            self._loop.call_exception_handler({"message": "Unhandled exception in client_connected_cb", "exception": error,
                                               "transport": transport})
        if failed:
            transport.close()

    def _tell_reader(self, event, *args):
        """Call a method of the reader, if there still is one."""
        reader = self._stream_reader
        if reader is not None:
            getattr(reader, event)(*args)

    def data_received(self, data):
        self._tell_reader("feed_data", data)

    def eof_received(self):
        self._tell_reader("feed_eof")
        return not self._over_ssl  # the other direction stays open

    def connection_lost(self, exc):
        if exc is None:
            self._tell_reader("feed_eof")
        else:
            self._tell_reader("set_exception", exc)
        _settle(self._closed, exc)
        super().connection_lost(exc)
        self._stream_reader_wr = self._transport = self._task = None

    def _get_close_waiter(self, stream):
        return self._closed

    def __del__(self):
        closed = getattr(self, "_closed", None)
        if closed is not None and closed.done() and not closed.cancelled():
            closed.exception()  # counts as retrieved


# --- Streams


class StreamWriter:
    """Writes to a transport; drain() waits when it should not take more."""

    def __init__(self, transport, protocol, reader, loop):
        assert reader is None or isinstance(reader, StreamReader)
        self._loop, self._protocol = loop, protocol
        self._transport, self._reader = transport, reader

    def __repr__(self):
        reader = "" if self._reader is None else f" reader={self._reader!r}"
        return f"<{type(self).__name__} transport={self._transport!r}{reader}>"

    @property
    def transport(self):
        """What it writes to."""
        return self._transport

    def get_extra_info(self, name, default=None):
        """Something about the connection; see BaseTransport."""
        return self._transport.get_extra_info(name, default)

    def write(self, data):
        """Send bytes, sooner or later."""
        self._transport.write(data)

    def writelines(self, data):
        """Send many pieces of bytes."""
        self._transport.writelines(data)

    async def drain(self):
        """Wait until it is fit to write more."""
        error = None if self._reader is None else self._reader.exception()
        if error is not None:
            raise error
        if self._transport.is_closing():
            # Let connection_lost() be called first, so that the error is raised below.
            await sleep(0)
        await self._protocol._drain_helper()

    def can_write_eof(self):
        """Can one direction be closed alone?"""
        return self._transport.can_write_eof()

    def write_eof(self):
        """Close this direction when what is buffered is sent."""
        return self._transport.write_eof()

    async def start_tls(self, sslcontext, **kwargs):
        """Go on encrypted."""
        raise RuntimeError("SSL is not supported: there is no ssl module")

    def is_closing(self):
        """Is it closed or about to be?"""
        return self._transport.is_closing()

    def close(self):
        """Close both directions; wait_closed() waits for it."""
        return self._transport.close()

    async def wait_closed(self):
        """Wait for the end of the connection; raises its exception, if it broke."""
        await self._protocol._get_close_waiter(self)

    def __del__(self, warnings=warnings):
        if self._transport.is_closing():
            return
        problem = "loop is closed"
        if not self._loop.is_closed():
            problem = f"unclosed {self!r}"
            self.close()
        warnings.warn(problem, ResourceWarning)


class StreamReader:
    """Reads what a transport receives.

    What has come is in _buffer; at more than twice the limit the transport pauses, at the limit it goes on. _waiter is the future of the
    one coroutine that waits for more."""

    _source_traceback = None

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError("Limit cannot be <= 0")
        self._loop = events.get_event_loop() if loop is None else loop
        self._limit = limit
        self._buffer = bytearray()
        self._eof = self._paused = False
        self._waiter = self._exception = self._transport = None
        if self._loop.get_debug():
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def __repr__(self):
        words = {
            f"{len(self._buffer)} bytes": self._buffer,
            "eof": self._eof,
            f"limit={self._limit}": self._limit != _DEFAULT_LIMIT,
            f"waiter={self._waiter!r}": self._waiter,
            f"exception={self._exception!r}": self._exception,
            f"transport={self._transport!r}": self._transport,
            "paused": self._paused,
        }
        return f"<{' '.join(['StreamReader', *(word for word, is_so in words.items() if is_so)])}>"

    # --- What the protocol tells

    def set_transport(self, transport):
        assert self._transport is None, "Transport already set"
        self._transport = transport

    def feed_data(self, data):
        """Bytes have come."""
        assert not self._eof, "feed_data after feed_eof"
        if not data:
            return
        self._buffer += data
        if self._waiter is not None:
            self._wakeup_waiter()
        if not self._paused and self._transport is not None and len(self._buffer) > 2 * self._limit:
            try:
                self._transport.pause_reading()
                self._paused = True
            except NotImplementedError:
                self._transport = None  # it cannot: from now on nobody asks

    def feed_eof(self):
        """Nothing more will come."""
        self._eof = True
        self._wakeup_waiter()

    def exception(self):
        """What broke the connection, or None."""
        return self._exception

    def set_exception(self, exc):
        """The connection broke: who reads is told, now and later."""
        self._exception = exc
        self._wakeup_waiter(exc)

    def _wakeup_waiter(self, exc=None):
        waiter, self._waiter = self._waiter, None
        if waiter is not None:
            _settle(waiter, exc)

    # --- Reading

    def at_eof(self):
        """Has the other end finished, and is everything read?"""
        return self._eof and not self._buffer

    async def _wait_for_data(self, func_name):
        if self._waiter is not None:
            raise RuntimeError(f"{func_name}() called while another coroutine is already waiting for incoming data")
        assert not self._eof, "_wait_for_data after EOF"
        if self._paused:
            # What waits for data must be able to get some.
            self._resume()
        waiter = self._waiter = self._loop.create_future()
        try:
            await waiter
        finally:
            self._waiter = None

    def _resume(self):
        self._paused = False
        self._transport.resume_reading()

    def _maybe_resume_transport(self):
        if self._paused and len(self._buffer) <= self._limit:
            self._resume()

    def _take(self, size):
        """Remove the first bytes from the buffer; returns them."""
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._maybe_resume_transport()
        return data

    def _incomplete(self, expected):
        """The error of a stream that has ended too soon: it has the rest."""
        rest = bytes(self._buffer)
        self._buffer.clear()
        return exceptions.IncompleteReadError(rest, expected)

    async def read(self, n=-1):
        """Up to n bytes, at least one unless at the end; -1: everything until the end."""
        if self._exception is not None:
            raise self._exception
        if n < 0:
            blocks = []
            while block := await self.read(self._limit):
                blocks.append(block)
            return b"".join(blocks)
        if n and not self._buffer and not self._eof:
            await self._wait_for_data("read")
        return self._take(n) if n else b""

    async def readexactly(self, n):
        """n bytes; IncompleteReadError when the stream ends before."""
        if n < 0:
            raise ValueError("readexactly size can not be less than zero")
        if self._exception is not None:
            raise self._exception
        while len(self._buffer) < n:
            if self._eof:
                raise self._incomplete(n)
            await self._wait_for_data("readexactly")
        return self._take(n) if n else b""

    async def readline(self):
        """A line with its newline; what is there at the end; ValueError when it is longer than the limit."""
        try:
            return await self.readuntil(b"\n")
        except exceptions.IncompleteReadError as error:
            return error.partial
        except exceptions.LimitOverrunError as error:
            # The too long line is lost, as far as it has come.
            if self._buffer.startswith(b"\n", error.consumed):
                del self._buffer[:error.consumed + 1]
            else:
                self._buffer.clear()
            self._maybe_resume_transport()
            raise ValueError(error.args[0])

    async def readuntil(self, separator=b"\n"):
        """Read up to and with a separator (or the first of a tuple of them)."""
        separators = sorted(separator, key=len) if isinstance(separator, tuple) else (separator,)
        if not separators:
            raise ValueError("Separator should contain at least one element")
        if not separators[0]:
            raise ValueError("Separator should be at least one-byte string")
        if self._exception is not None:
            raise self._exception
        begin = 0  # where a separator may still begin
        while True:
            # (end, size) of the separator that ends first, the shortest of those that end together.
            found = [(start + len(each), len(each)) for each in separators if (start := self._buffer.find(each, begin)) >= 0]
            if found:
                end, size = min(found)
                break
            begin = max(begin, len(self._buffer) + 1 - len(separators[-1]))
            if begin > self._limit:
                raise exceptions.LimitOverrunError("Separator is not found, and chunk exceed the limit", begin)
            if self._eof:
                raise self._incomplete(None)
            await self._wait_for_data("readuntil")
        if end - size > self._limit:
            raise exceptions.LimitOverrunError("Separator is found, but chunk is longer than limit", end - size)
        return self._take(end)

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line
