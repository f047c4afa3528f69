"""The event loop on a selector: files and sockets that are ready to be read or written.

Every descriptor is registered with the pair (handle of its reader, handle of its writer). Above that lie two layers: the sock_...()
coroutines, which try a system call now and again when its socket is ready, and transports, which do so for a protocol. Everything here
runs in the thread of the loop, except _write_to_self(). SystemExit and KeyboardInterrupt end the loop wherever they are raised; what
else a protocol or the system raises breaks one connection.
"""

__all__ = ("BaseSelectorEventLoop",)

import collections
import errno
import itertools
import selectors
import socket
import warnings
import weakref
from operator import methodcaller

from . import base_events, constants, events, futures, protocols, transports, trsock
from .log import logger

_READ = selectors.EVENT_READ
_WRITE = selectors.EVENT_WRITE
_LATER = (BlockingIOError, InterruptedError)  # a system call that is to be tried again when the selector says so
_ENDS_THE_LOOP = (SystemExit, KeyboardInterrupt)
_OUT_OF_RESOURCES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_FAILED = object()  # what stands for the result of a call that broke the connection

_READ_PROBLEM = "Fatal read error on socket transport"
_WRITE_PROBLEM = "Fatal write error on socket transport"

_HAS_SENDMSG = hasattr(socket.socket, "sendmsg")
_buffer_limit = 1000  # pieces that one system call may write


def _is_watched(loop, fd, event):
    """Does the loop wait for this event of the descriptor?"""
    key = loop._selector.get_map().get(fd)
    return key is not None and bool(key.events & event)


class BaseSelectorEventLoop(base_events.BaseEventLoop):
    """A loop that waits in select() of a selector (the best of the system's, unless one is given)."""

    def __init__(self, selector=None):
        super().__init__()
        self._selector = selectors.DefaultSelector() if selector is None else selector
        self._transports = weakref.WeakValueDictionary()  # by descriptor
        self._make_self_pipe()

    def close(self):
        if not self._is_to_be_closed():
            return
        self._close_self_pipe()
        super().close()
        selector, self._selector = self._selector, None
        if selector is not None:
            selector.close()

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        self._ensure_fd_no_transport(sock)
        return _SelectorSocketTransport(self, sock, protocol, waiter, extra, server)

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        self._ensure_fd_no_transport(sock)
        return _SelectorDatagramTransport(self, sock, protocol, address, waiter, extra)

    # --- Other threads and signals wake the loop by writing to a pair of sockets

    def _make_self_pipe(self):
        pair = self._ssock, self._csock = socket.socketpair()
        for end in pair:
            end.setblocking(False)
        self._internal_fds += 1
        self._add_reader(self._ssock.fileno(), self._read_from_self)

    def _close_self_pipe(self):
        receiver, sender = self._ssock, self._csock
        self._ssock = self._csock = None
        self._remove_reader(receiver.fileno())
        receiver.close()
        sender.close()
        self._internal_fds -= 1

    def _process_self_data(self, data):
        """Hook for the numbers of signals among the bytes that woke the loop."""

    def _read_from_self(self):
        while True:
            try:
                data = self._ssock.recv(4096)
            except InterruptedError:
                continue
            except BlockingIOError:
                return
            if not data:
                return
            self._process_self_data(data)

    def _write_to_self(self):
        sender = self._csock  # read once: the loop's own thread may close it meanwhile
        if sender is None:
            return
        try:
            sender.send(b"\0")
        except OSError:
            # A full pipe wakes, too.
            if self._debug:
                logger.debug("Fail to write a null byte into the self-pipe socket", exc_info=True)

    # --- Servers

    def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100, ssl_handshake_timeout=None,
                       ssl_shutdown_timeout=None):
        self._add_reader(sock.fileno(), self._accept_connection, protocol_factory, sock, server, backlog)

    def _stop_serving(self, sock):
        self._remove_reader(sock.fileno())
        sock.close()

    def _accept_connection(self, protocol_factory, sock, server=None, backlog=100):
        """Take the connections that wait, but not more than the backlog at once: others are to have their turn, too."""
        for _ in range(backlog + 1):
            try:
                connection, address = sock.accept()
                connection.setblocking(False)
            except ConnectionAbortedError:
                continue
            except _LATER:
                return
            except OSError as exc:
                if exc.errno not in _OUT_OF_RESOURCES:
                    raise
                self._rest_from_serving(exc, protocol_factory, sock, server, backlog)
                return
            self.create_task(self._accept_connection2(protocol_factory, connection, {"peername": address}, server))

    def _rest_from_serving(self, reason, protocol_factory, sock, server, backlog):
        """The socket would be ready again at once: it is left alone for a moment, in which connections may end."""
        self.call_exception_handler({"message": "socket.accept() out of system resource", "exception": reason,
                                     "socket": trsock.TransportSocket(sock)})
        self._remove_reader(sock.fileno())
        self.call_later(constants.ACCEPT_RETRY_DELAY, self._start_serving, protocol_factory, sock, None, server, backlog)

    async def _accept_connection2(self, protocol_factory, connection, extra, server=None):
        made = {}  # what there is to tell of when it goes wrong
        try:
            made["protocol"] = protocol = protocol_factory()
            waiter = self.create_future()
            made["transport"] = self._make_socket_transport(connection, protocol, waiter=waiter, extra=extra, server=server)
            try:
                await waiter
            except BaseException:
                made["transport"].close()
                raise
        except _ENDS_THE_LOOP:
            raise
        except BaseException as exc:
            if self._debug:
                self.call_exception_handler({"message": "Error on transport creation for incoming connection", "exception": exc,
                                             **{name: value for name, value in made.items() if value is not None}})

    # --- Readers and writers

    def _ensure_fd_no_transport(self, fd):
        """RuntimeError if a transport uses the descriptor."""
        try:
            number = fd if isinstance(fd, int) else int(fd.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fd!r}") from None
        transport = self._transports.get(number)
        if transport and not transport.is_closing():
            raise RuntimeError(f"File descriptor {fd!r} is used by transport {transport!r}")

    def _watch(self, fd, mask, callback, args):
        """Call callback when fd is ready for mask; replaces the one that was there."""
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        key = self._selector.get_map().get(fd)
        if key is None:
            self._selector.register(fd, mask, (handle, None) if mask == _READ else (None, handle))
            return handle
        reader, writer = key.data
        replaced, data = (reader, (handle, writer)) if mask == _READ else (writer, (reader, handle))
        self._selector.modify(fd, key.events | mask, data)
        if replaced is not None:
            replaced.cancel()
        return handle

    def _unwatch(self, fd, mask):
        """Call nothing any more when fd is ready for mask; was there something to call?"""
        key = None if self.is_closed() else self._selector.get_map().get(fd)
        if key is None:
            return False
        reader, writer = key.data
        removed, data = (reader, (None, writer)) if mask == _READ else (writer, (reader, None))
        left = key.events & ~mask
        if left:
            self._selector.modify(fd, left, data)
        else:
            self._selector.unregister(fd)
        if removed is None:
            return False
        removed.cancel()
        return True

    # With an underscore: for the loop itself and its transports. Without: for others, who must not touch what transports use.

    def _add_reader(self, fd, callback, *args):
        return self._watch(fd, _READ, callback, args)

    def _add_writer(self, fd, callback, *args):
        return self._watch(fd, _WRITE, callback, args)

    def _remove_reader(self, fd):
        return self._unwatch(fd, _READ)

    def _remove_writer(self, fd):
        return self._unwatch(fd, _WRITE)

    def add_reader(self, fd, callback, *args):
        """Call callback(*args) whenever fd can be read."""
        self._ensure_fd_no_transport(fd)
        self._watch(fd, _READ, callback, args)

    def add_writer(self, fd, callback, *args):
        """Call callback(*args) whenever fd can be written."""
        self._ensure_fd_no_transport(fd)
        self._watch(fd, _WRITE, callback, args)

    def remove_reader(self, fd):
        """No longer call anything when fd can be read; was there something to call?"""
        self._ensure_fd_no_transport(fd)
        return self._remove_reader(fd)

    def remove_writer(self, fd):
        """No longer call anything when fd can be written; was there something to call?"""
        self._ensure_fd_no_transport(fd)
        return self._remove_writer(fd)

    def _process_events(self, event_list):
        for key, mask in event_list:
            reader, writer = key.data
            if mask & _READ and reader is not None:
                if not reader._cancelled:
                    self._ready.append(reader)
                else:
                    self._remove_reader(key.fileobj)
            if mask & _WRITE and writer is not None:
                if not writer._cancelled:
                    self._ready.append(writer)
                else:
                    self._remove_writer(key.fileobj)

    # --- Sockets without transports: try at once, else when the selector says so

    def _check_nonblocking(self, sock):
        if self._debug and sock.gettimeout() != 0:
            raise ValueError("the socket must be non-blocking")

    def _check_socket(self, sock):
        if isinstance(sock, socket.socket) and getattr(sock, "_sslobj", None) is not None:
            raise TypeError("Socket cannot be of type SSLSocket")
        self._check_nonblocking(sock)

    def _settle(self, future, operation, sock):
        """Give the future the result or exception of operation(sock), unless that must wait or the future is no longer asked for."""
        if future.done():
            return
        try:
            result = operation(sock)
        except _LATER:
            pass
        except _ENDS_THE_LOOP:
            raise
        except BaseException as exc:
            future.set_exception(exc)
        else:
            future.set_result(result)

    def _settle_when_ready(self, future, fd, event, attempt, *args):
        """Call attempt(future, *args), which settles it, whenever the descriptor is ready, until the future is done."""
        self._ensure_fd_no_transport(fd)
        handle = self._watch(fd, event, attempt, (future, *args))
        remove = self.remove_reader if event == _READ else self.remove_writer
        # A cancelled handle has been replaced or removed: what is watched now is another's.
        future.add_done_callback(lambda _: None if handle.cancelled() else remove(fd))

    async def _sock_operation(self, sock, event, operation):
        """operation(sock): its result; as often as it raises BlockingIOError it is called again when the socket is ready."""
        self._check_socket(sock)
        try:
            return operation(sock)
        except _LATER:
            pass
        future = self.create_future()
        self._settle_when_ready(future, sock.fileno(), event, self._settle, operation, sock)
        return await future

    async def sock_recv(self, sock, n):
        """Receive up to n bytes."""
        return await self._sock_operation(sock, _READ, methodcaller("recv", n))

    async def sock_recv_into(self, sock, buf):
        """Receive into a buffer; how many bytes."""
        return await self._sock_operation(sock, _READ, methodcaller("recv_into", buf))

    async def sock_recvfrom(self, sock, bufsize):
        """Receive a datagram of up to so many bytes; (bytes, address)."""
        return await self._sock_operation(sock, _READ, methodcaller("recvfrom", bufsize))

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Receive a datagram into a buffer; (how many bytes, address)."""
        return await self._sock_operation(sock, _READ, methodcaller("recvfrom_into", buf, nbytes or len(buf)))

    async def sock_sendall(self, sock, data):
        """Send all bytes."""
        rest = memoryview(data)

        def send_more(sock):
            nonlocal rest
            while len(rest):
                rest = rest[sock.send(rest):]

        return await self._sock_operation(sock, _WRITE, send_more)

    async def sock_sendto(self, sock, data, address):
        """Send a datagram; how many bytes."""
        return await self._sock_operation(sock, _WRITE, methodcaller("sendto", data, address))

    async def sock_accept(self, sock):
        """Accept a connection; (socket, address)."""

        def accept(sock):
            connection, address = sock.accept()
            connection.setblocking(False)
            return connection, address

        return await self._sock_operation(sock, _READ, accept)

    async def sock_connect(self, sock, address):
        """Connect a socket."""
        self._check_socket(sock)
        if sock.family == socket.AF_INET or base_events.socket.has_ipv6 and sock.family == socket.AF_INET6:
            resolved = await self._ensure_resolved(address, family=sock.family, type=sock.type, proto=sock.proto, loop=self)
            address = resolved[0][4]
        try:
            sock.connect(address)
            return
        except _LATER:
            pass  # it goes on by itself; the socket is writable at the end
        future = self.create_future()
        self._settle_when_ready(future, sock.fileno(), _WRITE, self._sock_connected, sock, address)
        try:
            return await future
        finally:
            future = None  # it may hold an exception whose traceback holds this frame

    def _sock_connected(self, future, sock, address):
        def outcome(sock):
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, f"Connect call failed {address}")

        self._settle(future, outcome, sock)

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
        """Send a file through a socket; how many bytes."""
        self._check_nonblocking(sock)
        _check_sendfile_params(sock, file, offset, count)
        if offset:
            file.seek(offset)
        most = constants.SENDFILE_FALLBACK_READBUFFER_SIZE
        total = 0
        while count is None or total < count:
            data = await self.run_in_executor(None, file.read, most if count is None else min(most, count - total))
            if not data:
                break
            await self.sock_sendall(sock, data)
            total += len(data)
        if total:
            file.seek(offset + total)
        return total


def _check_sendfile_params(sock, file, offset, count):
    if "b" not in getattr(file, "mode", "b"):
        raise ValueError("file should be opened in binary mode")
    if sock.type != socket.SOCK_STREAM:
        raise ValueError("only SOCK_STREAM type sockets are supported")
    for name, value, least, kind in (("count", count, 1, "positive"), ("offset", offset, 0, "non-negative")):
        if value is None and name == "count":
            continue
        if not isinstance(value, int) or value < least:
            error = ValueError if isinstance(value, int) else TypeError
            raise error(f"{name} must be a {kind} integer (got {value!r})")


def _or_none(ask):
    """What a socket answers, or None where it has no answer (an address that it does not have)."""
    try:
        return ask()
    except OSError:
        return None


class _SelectorTransport(transports._ProtocolMixin, transports._FlowControlMixin, transports.Transport):
    """What transports of streams and of datagrams have in common.

    A connection ends in two steps: it is lost (_conn_lost is not 0: nothing is read or written any more, and writes are counted), then
    _call_connection_lost() tells the protocol and drops everything. close() lets the buffer go out before the first step.
    """

    max_size = 256 * 1024  # of one recv()

    _sock = None  # for __del__ of what was never finished

    def __init__(self, loop, sock, protocol, extra=None, server=None):
        super().__init__(extra, loop)
        self._extra |= {"socket": trsock.TransportSocket(sock), "sockname": _or_none(sock.getsockname)}
        if "peername" not in self._extra:
            self._extra["peername"] = _or_none(sock.getpeername)
        self._sock, self._sock_fd = sock, sock.fileno()
        self._server = server
        self._buffer = collections.deque()  # what is still to be sent
        self._closing = self._paused = self._protocol_connected = False
        self._conn_lost = 0
        self.set_protocol(protocol)
        if server is not None:
            server._attach(self)
        loop._transports[self._sock_fd] = self

    def _begin(self, waiter):
        """Soon: tell the protocol, then receive, then tell who waits for the connection."""
        loop = self._loop
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._add_reader, self._sock_fd, self._read_ready)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        words = [type(self).__name__]
        if self._sock is None:
            words.append("closed")
        elif self._closing:
            words.append("closing")
        words.append(f"fd={self._sock_fd}")
        if self._loop is not None and not self._loop.is_closed():
            reading, writing = ["polling" if _is_watched(self._loop, self._sock_fd, event) else "idle" for event in (_READ, _WRITE)]
            words.append(f"read={reading} write=<{writing}, bufsize={self.get_write_buffer_size()}>")
        return f"<{' '.join(words)}>"

    def __del__(self, _warn=warnings.warn):
        if self._sock is not None:
            _warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._sock.close()

    def _log(self, event):
        if self._loop.get_debug():
            logger.debug("%r %s", self, event)

    # --- The protocol

    def set_protocol(self, protocol):
        super().set_protocol(protocol)
        self._protocol_connected = True

    def _ask_protocol(self, name, *args, check=None):
        """What a method of the protocol returns, or _FAILED: its exception, or that of check(answer), has broken the connection."""
        try:
            answer = getattr(self._protocol, name)(*args)
            if check is not None:
                check(answer)
            return answer
        except BaseException as exc:
            self._broken_by(exc, f"Fatal error: protocol.{name}() call failed.")
            return _FAILED

    def _broken_by(self, exc, problem):
        """In an except clause: what was caught has broken the connection, unless it ends the loop."""
        if isinstance(exc, _ENDS_THE_LOOP):
            raise
        self._fatal_error(exc, problem)

    # --- Reading

    def is_reading(self):
        return not (self._closing or self._paused)

    def pause_reading(self):
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._sock_fd)
            self._log("pauses reading")

    def resume_reading(self):
        if self._paused and not self._closing:
            self._paused = False
            self._add_reader(self._sock_fd, self._read_ready)
            self._log("resumes reading")

    def _add_reader(self, fd, callback, *args):
        if self.is_reading():
            self._loop._add_reader(fd, callback, *args)

    # --- Writing

    def get_write_buffer_size(self):
        return sum(map(len, self._buffer))

    def _refuse(self, data):
        raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")

    def _count_lost_write(self):
        """Who goes on writing to a lost connection is told so in the log, but not at once."""
        if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
            logger.warning("socket.send() raised exception.")
        self._conn_lost += 1

    # --- The end

    def close(self):
        if self._closing:
            return
        self._stop_reading_for_good()
        if not self._buffer:
            self._loop._remove_writer(self._sock_fd)
            self._lose(None)

    def abort(self):
        self._force_close(None)

    def _stop_reading_for_good(self):
        self._closing = True
        self._loop._remove_reader(self._sock_fd)

    def _fatal_error(self, exc, message="Fatal error on transport"):
        if not isinstance(exc, OSError):
            self._loop.call_exception_handler({"message": message, "exception": exc, "transport": self, "protocol": self._protocol})
        elif self._loop.get_debug():
            # Connections break all the time.
            logger.debug("%r: %s", self, message, exc_info=True)
        self._force_close(exc)

    def _force_close(self, exc):
        if self._conn_lost:
            return
        if self._buffer:
            self._drop_buffer()
        if not self._closing:
            self._stop_reading_for_good()
        self._lose(exc)

    def _drop_buffer(self):
        self._loop._remove_writer(self._sock_fd)
        self._buffer.clear()

    def _lose(self, exc):
        """Read and write nothing any more; the protocol is told soon."""
        self._conn_lost += 1
        self._loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            if self._protocol_connected:
                self._protocol.connection_lost(exc)
        finally:
            self._sock.close()
            server = self._server
            self._sock = self._protocol = self._loop = self._server = None
            if server is not None:
                server._detach(self)


class _SelectorSocketTransport(_SelectorTransport):
    """A stream: its buffer holds pieces of bytes, and write_eof() shuts one direction when they are out."""

    _start_tls_compatible = True

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        self._read_ready_cb = None  # how to receive for the protocol at hand
        self._eof = False
        self._empty_waiter = None
        super().__init__(loop, sock, protocol, extra, server)
        base_events._set_nodelay(sock)
        self._begin(waiter)

    def set_protocol(self, protocol):
        buffered = isinstance(protocol, protocols.BufferedProtocol)
        self._read_ready_cb = self._read_ready__get_buffer if buffered else self._read_ready__data_received
        super().set_protocol(protocol)

    # --- Reading

    def _read_ready(self):
        self._read_ready_cb()

    def _read_ready__data_received(self):
        if self._conn_lost:
            return
        try:
            data = self._sock.recv(self.max_size)
        except _LATER:
            return
        except BaseException as exc:
            self._broken_by(exc, _READ_PROBLEM)
            return
        if data:
            self._ask_protocol("data_received", data)
        else:
            self._read_ready__on_eof()

    @staticmethod
    def _check_buffer(buffer):
        if not len(buffer):
            raise RuntimeError("get_buffer() returned an empty buffer")

    def _read_ready__get_buffer(self):
        if self._conn_lost:
            return
        buffer = self._ask_protocol("get_buffer", -1, check=self._check_buffer)
        if buffer is _FAILED:
            return
        try:
            count = self._sock.recv_into(buffer)
        except _LATER:
            return
        except BaseException as exc:
            self._broken_by(exc, _READ_PROBLEM)
            return
        if count:
            self._ask_protocol("buffer_updated", count)
        else:
            self._read_ready__on_eof()

    def _read_ready__on_eof(self):
        self._log("received EOF")
        keep_open = self._ask_protocol("eof_received")
        if keep_open is _FAILED:
            return
        if keep_open:
            self._loop._remove_reader(self._sock_fd)
        else:
            self.close()

    # --- Writing

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            self._refuse(data)
        if self._eof:
            raise RuntimeError("Cannot call write() after write_eof()")
        if self._empty_waiter is not None:
            raise RuntimeError("unable to write; sendfile is in progress")
        if not data:
            return
        if self._conn_lost:
            self._count_lost_write()
            return
        if not self._buffer:
            # Nothing waits before it: try at once.
            try:
                data = memoryview(data)[self._sock.send(data):]
                if not data:
                    return
            except _LATER:
                pass
            except BaseException as exc:
                self._broken_by(exc, _WRITE_PROBLEM)
                return
            self._loop._add_writer(self._sock_fd, self._write_ready)
        # The caller may change a buffer of its own afterwards.
        self._buffer.append(data if isinstance(data, bytes) else bytes(data))
        self._maybe_pause_protocol()

    def writelines(self, list_of_data):
        if self._eof:
            raise RuntimeError("Cannot call writelines() after write_eof()")
        if self._empty_waiter is not None:
            raise RuntimeError("unable to writelines; sendfile is in progress")
        self.write(b"".join(list_of_data))

    def _write_sendmsg(self):
        self._write_buffer("sendmsg", lambda: list(itertools.islice(self._buffer, _buffer_limit)))

    def _write_send(self):
        self._write_buffer("send", lambda: self._buffer[0])

    _write_ready = _write_sendmsg if _HAS_SENDMSG else _write_send

    def _write_buffer(self, call, argument):
        """Let a call of the socket's send some of the buffer."""
        assert self._buffer, "Data should not be empty"
        if self._conn_lost:
            return
        try:
            sent = getattr(self._sock, call)(argument())
        except _LATER:
            return
        except BaseException as exc:
            if not isinstance(exc, _ENDS_THE_LOOP):
                self._drop_buffer()
            self._broken_by(exc, _WRITE_PROBLEM)
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(exc)
            return
        while sent:
            piece = self._buffer.popleft()
            if sent < len(piece):
                self._buffer.appendleft(piece[sent:])
            sent -= min(sent, len(piece))
        self._maybe_resume_protocol()
        if not self._buffer:
            self._all_is_sent()

    def _all_is_sent(self):
        self._loop._remove_writer(self._sock_fd)
        if self._empty_waiter is not None:
            self._empty_waiter.set_result(None)
        if self._closing:
            self._call_connection_lost(None)
        elif self._eof:
            self._sock.shutdown(socket.SHUT_WR)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._eof or self._closing:
            return
        self._eof = True
        if not self._buffer:
            self._sock.shutdown(socket.SHUT_WR)

    # --- The end: what refers to this object's own methods is dropped, so that no cycle keeps it

    def close(self):
        self._read_ready_cb = None
        super().close()

    def _call_connection_lost(self, exc):
        try:
            super()._call_connection_lost(exc)
        finally:
            self._read_ready_cb = None
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(ConnectionError("Connection is closed by peer"))


class _SelectorDatagramTransport(_SelectorTransport, transports.DatagramTransport):
    """Datagrams: the buffer holds (bytes, address), and errors of the system's are told to the protocol, but break nothing."""

    _header_size = 8  # what each datagram counts in the buffer beside its bytes

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        super().__init__(loop, sock, protocol, extra)
        self._buffer_size = 0
        self._address = address
        self._begin(waiter)

    def get_write_buffer_size(self):
        return self._buffer_size

    def _try_datagram(self, problem, call, *args):
        """The result of a call of the socket's; None when it must wait, _FAILED when the protocol has been told of an error."""
        try:
            return call(*args)
        except _LATER:
            return None
        except OSError as exc:
            self._protocol.error_received(exc)
        except BaseException as exc:
            self._broken_by(exc, problem)
        return _FAILED

    def _read_ready(self):
        if self._conn_lost:
            return
        received = self._try_datagram("Fatal read error on datagram transport", self._sock.recvfrom, self.max_size)
        if received is not None and received is not _FAILED:
            self._protocol.datagram_received(*received)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            self._refuse(data)
        if self._address:
            if addr is not None and addr != self._address:
                raise ValueError(f"Invalid address: must be None or {self._address}")
            addr = self._address
            if self._conn_lost:
                self._count_lost_write()
                return
        if not self._buffer:
            if self._send_datagram(data, addr) is not None:
                return
            self._loop._add_writer(self._sock_fd, self._sendto_ready)
        self._buffer.append((bytes(data), addr))
        self._buffer_size += len(data) + self._header_size
        self._maybe_pause_protocol()

    def _send_datagram(self, data, addr):
        problem = "Fatal write error on datagram transport"
        if self._extra["peername"]:
            return self._try_datagram(problem, self._sock.send, data)
        return self._try_datagram(problem, self._sock.sendto, data, addr)

    def _sendto_ready(self):
        while self._buffer:
            data, addr = self._buffer.popleft()
            size = len(data) + self._header_size
            self._buffer_size -= size
            outcome = self._send_datagram(data, addr)
            if outcome is _FAILED:
                return
            if outcome is None:
                self._buffer.appendleft((data, addr))
                self._buffer_size += size
                break
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_writer(self._sock_fd)
            if self._closing:
                self._call_connection_lost(None)
