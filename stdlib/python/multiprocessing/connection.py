"""Connections: messages between two processes, with or without an address to meet at.

A message is its length and its bytes: the length as a signed number of 4 bytes, most significant first, or -1 and 8 bytes for long ones. An
object travels as its pickle. Where processes meet at an address, each shows the other that it knows the key before anything is unpickled.
"""

import io
import itertools
import os
import selectors
import socket
import struct
import tempfile
import time

from . import util
from .context import AuthenticationError, BufferTooShort, reduction

__all__ = ["Client", "Listener", "Pipe", "wait"]

_ForkingPickler = reduction.ForkingPickler

BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.0

_counter = itertools.count()

default_family = "AF_INET"
families = ["AF_INET"]
if hasattr(socket, "AF_UNIX"):
    default_family = "AF_UNIX"
    families += ["AF_UNIX"]


def _init_timeout(timeout=CONNECTION_TIMEOUT):
    return time.monotonic() + timeout


def _check_timeout(t):
    return time.monotonic() > t


def arbitrary_address(family):
    """A free address of a family."""
    if family == "AF_INET":
        return ("localhost", 0)
    if family == "AF_UNIX":
        if util.abstract_sockets_supported:
            return f"\0listener-{os.getpid()}-{next(_counter)}"
        return tempfile.mktemp(prefix="listener-", dir=util.get_temp_dir())
    raise ValueError("unrecognized family")


def _validate_family(family):
    if family == "AF_PIPE":
        raise ValueError("Family %s is not recognized." % family)
    if not hasattr(socket, family):
        raise ValueError("Family %s is not recognized." % family)


def address_type(address):
    """The family of an address."""
    if type(address) is tuple:
        return "AF_INET"
    if type(address) is str and address.startswith("\\\\"):
        return "AF_PIPE"
    if type(address) is str or util.is_abstract_socket_namespace(address):
        return "AF_UNIX"
    raise ValueError("address type of %r unrecognized" % address)


class _ConnectionBase:
    """What all connections can do, on top of how they move bytes."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        number = handle.__index__()
        if number < 0:
            raise ValueError("invalid handle")
        if not (readable or writable):
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle, self._readable, self._writable = number, readable, writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check_closed(self):
        """Refuse to go on without a descriptor."""
        if self._handle is None:
            raise OSError("handle is closed")

    def _check_writable(self):
        """Refuse to send where only receiving is possible."""
        if not self._writable:
            raise OSError("connection is read-only")

    def _check_readable(self):
        """Refuse to receive where only sending is possible."""
        if not self._readable:
            raise OSError("connection is write-only")

    def _bad_message_length(self):
        # What follows is the rest of the message, so there is no going on.
        if self._writable:
            self._readable = False
        else:
            self.close()
        raise OSError("bad message length")

    closed = property(lambda self: self._handle is None, doc="Whether the connection is closed.")
    readable = property(lambda self: self._readable, doc="Whether the connection receives.")
    writable = property(lambda self: self._writable, doc="Whether the connection sends.")

    def fileno(self):
        """Return the descriptor."""
        self._check_closed()
        return self._handle

    def close(self):
        """Close this end."""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def send_bytes(self, buf, offset=0, size=None):
        """Send bytes as one message."""
        self._check_closed()
        self._check_writable()
        view = memoryview(buf)
        if view.itemsize > 1:
            view = view.cast("B")
        if size is None:
            end = view.nbytes
        else:
            end = offset + size
        for wrong, what in ((offset < 0, "offset is negative"), (offset > view.nbytes, "buffer length < offset"),
                            (size is not None and size < 0, "size is negative"), (end > view.nbytes, "buffer length < offset + size")):
            if wrong:
                raise ValueError(what)
        self._send_bytes(view[offset:end])

    def send(self, obj):
        """Send an object."""
        self._check_closed()
        self._check_writable()
        self._send_bytes(_ForkingPickler.dumps(obj))

    def recv_bytes(self, maxlength=None):
        """Receive a message as bytes; one that is longer than `maxlength` is an OSError and the end of receiving."""
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        buffer = self._recv_bytes(maxlength)
        if buffer is None:
            self._bad_message_length()
        return buffer.getvalue()

    def recv_bytes_into(self, buf, offset=0):
        """Receive a message into a writable buffer; return its length."""
        self._check_closed()
        self._check_readable()
        with memoryview(buf) as view:
            room = view.nbytes - offset
            if offset < 0 or room < 0:
                raise ValueError("negative offset" if offset < 0 else "offset too large")
            message = self._recv_bytes()
            length = message.tell()
            if length > room:
                raise BufferTooShort(message.getvalue())
            message.seek(0)
            message.readinto(view[offset // view.itemsize:(offset + length) // view.itemsize])
            return length

    def recv(self):
        """Receive an object."""
        self._check_closed()
        self._check_readable()
        return _ForkingPickler.loads(self._recv_bytes().getbuffer())

    def poll(self, timeout=0.0):
        """Return whether there is something to receive, waiting at most `timeout` seconds (None: any time)."""
        self._check_closed()
        self._check_readable()
        return self._poll(timeout)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Connection(_ConnectionBase):
    """A connection over a descriptor: a pipe or a socket."""

    def _close(self, _close=os.close):
        # Closed from here on for whoever asks while the system is at it: at the program's end a daemon thread may be just
        # here when the connections that are left are closed.
        handle, self._handle = self._handle, None
        _close(handle)

    _write = staticmethod(os.write)
    _read = staticmethod(os.read)

    def _send(self, buf, write=os.write):
        while True:
            written = write(self._handle, buf)
            if written == len(buf):
                return
            buf = buf[written:]

    def _recv(self, size, read=os.read):
        buffer = io.BytesIO()
        handle = self._handle
        remaining = size
        while remaining > 0:
            chunk = read(handle, remaining)
            count = len(chunk)
            if count == 0:
                if remaining == size:
                    raise EOFError
                raise OSError("got end of file during message")
            buffer.write(chunk)
            remaining -= count
        return buffer

    def _send_bytes(self, buf):
        size = len(buf)
        if size > 0x7fffffff:
            self._send(struct.pack("!i", -1))
            self._send(struct.pack("!Q", size))
            self._send(buf)
            return
        header = struct.pack("!i", size)
        if size > 16384:
            # Copying the message costs more than a second system call.
            self._send(header)
            self._send(buf)
        else:
            self._send(header + bytes(buf))

    def _recv_bytes(self, maxsize=None):
        size, = struct.unpack("!i", self._recv(4).getvalue())
        if size == -1:
            size, = struct.unpack("!Q", self._recv(8).getvalue())
        if maxsize is not None and size > maxsize:
            return None
        return self._recv(size)

    def _poll(self, timeout):
        return bool(wait([self], timeout))


# --- Meeting at an address

class Listener:
    """Accepts connections at an address."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or default_family
        _validate_family(family)
        if authkey is not None and not isinstance(authkey, bytes):
            raise TypeError("authkey should be a byte string")
        self._listener = SocketListener(address or arbitrary_address(family), family, backlog)
        self._authkey = authkey

    def accept(self):
        """Wait for a connection and return it."""
        if self._listener is None:
            raise OSError("listener is closed")
        connection = self._listener.accept()
        if self._authkey is not None:
            deliver_challenge(connection, self._authkey)
            answer_challenge(connection, self._authkey)
        return connection

    def close(self):
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    address = property(lambda self: self._listener._address)
    last_accepted = property(lambda self: self._listener._last_accepted)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """Return a connection to whoever listens at an address."""
    if not family:
        family = address_type(address)
    _validate_family(family)
    connection = SocketClient(address)
    if authkey is None:
        return connection
    if not isinstance(authkey, bytes):
        raise TypeError("authkey should be a byte string")
    # The other way round than the listener does it.
    answer_challenge(connection, authkey)
    deliver_challenge(connection, authkey)
    return connection


def Pipe(duplex=True):
    """Return the two ends of a connection; without `duplex` the first only receives and the second only sends."""
    if not duplex:
        reader, writer = os.pipe()
        return Connection(reader, writable=False), Connection(writer, readable=False)
    first, second = map(_connection_of, socket.socketpair())
    return first, second


def _connection_of(connected):
    """Make a connection of a socket, which is then closed."""
    connected.setblocking(True)
    return Connection(connected.detach())


class SocketListener:
    """Listens at a socket."""

    # Finaliser that removes the socket when it is a file.
    _unlink = None

    def __init__(self, address, family, backlog=1):
        self._family, self._last_accepted = family, None
        self._socket = listening = socket.socket(getattr(socket, family))
        try:
            if os.name == "posix":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.setblocking(True)
            listening.bind(address)
            listening.listen(backlog)
            self._address = listening.getsockname()
        except OSError:
            listening.close()
            raise
        if family == "AF_UNIX" and not util.is_abstract_socket_namespace(address):
            self._unlink = util.Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        connected, self._last_accepted = self._socket.accept()
        return _connection_of(connected)

    def close(self):
        unlink, self._unlink = self._unlink, None
        try:
            self._socket.close()
        finally:
            if unlink is not None:
                unlink()


def SocketClient(address):
    """Return a connection to the socket that listens at an address."""
    with socket.socket(getattr(socket, address_type(address))) as connected:
        connected.setblocking(True)
        connected.connect(address)
        return _connection_of(connected)



# --- Showing that one knows the key
#
# One side sends a challenge of random bytes; the other answers with their digest under the key; the first says whether it is right. A
# challenge begins with the name of a digest in braces, and so does an answer; without one both use MD5, as older versions do.

MESSAGE_LENGTH = 40
_CHALLENGE = b"#CHALLENGE#"
_WELCOME = b"#WELCOME#"
_FAILURE = b"#FAILURE#"

_mac_algo_len = 20
_ALLOWED_DIGESTS = {b"md5", b"sha256", b"sha384", b"sha3_256", b"sha3_384"}
_MAX_DIGEST_LEN = max(len(name) for name in _ALLOWED_DIGESTS)
_MD5ONLY_MESSAGE_LENGTH = 20
_MD5_DIGEST_LEN = 16
_LEGACY_LENGTHS = (_MD5ONLY_MESSAGE_LENGTH, _MD5_DIGEST_LEN)


def _get_digest_name_and_payload(message):
    """The name of the digest, or an empty one, and the rest of a message."""
    if len(message) in _LEGACY_LENGTHS:
        return "", message
    if message.startswith(b"{") and (end := message.find(b"}", 1, _MAX_DIGEST_LEN + 2)) > 0:
        digest = message[1:end]
        if digest in _ALLOWED_DIGESTS:
            return digest.decode("ascii"), message[end + 1:]
    raise AuthenticationError(f"unsupported message length, missing digest prefix, or unsupported digest: {message[:100]!r}")


def _create_response(authkey, message):
    import hmac
    digest_name = _get_digest_name_and_payload(message)[0]
    if not digest_name:
        try:
            return hmac.new(authkey, message, "md5").digest()
        except ValueError:
            # No MD5 here; the other side may know better.
            digest_name = "sha256"
    digest = hmac.new(authkey, message, digest_name).digest()
    return b"{%s}%s" % (digest_name.encode("ascii"), digest)


def _verify_challenge(authkey, message, response):
    import hmac
    digest_name, response_mac = _get_digest_name_and_payload(response)
    digest_name = digest_name or "md5"
    try:
        expected = hmac.new(authkey, message, digest_name).digest()
    except ValueError:
        raise AuthenticationError(f"digest_name={digest_name!r} unsupported")
    if len(expected) != len(response_mac):
        raise AuthenticationError(f"expected {digest_name!r} of length {len(expected)} got {len(response_mac)}")
    if not hmac.compare_digest(expected, response_mac):
        raise AuthenticationError("digest received was wrong")


def _demand_key(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError(f"Authkey must be bytes, not {type(authkey)!s}")


def deliver_challenge(connection, authkey, digest_name="sha256"):
    """Have the other side show that it knows the key."""
    _demand_key(authkey)
    # Shorter ones are those of the old protocol, which has no names of digests.
    assert MESSAGE_LENGTH > _MD5ONLY_MESSAGE_LENGTH, "protocol constraint"
    challenge = b"{%s}%s" % (digest_name.encode("ascii"), os.urandom(MESSAGE_LENGTH))
    connection.send_bytes(_CHALLENGE + challenge)
    answer = connection.recv_bytes(256)
    try:
        _verify_challenge(authkey, challenge, answer)
    except AuthenticationError:
        connection.send_bytes(_FAILURE)
        raise
    connection.send_bytes(_WELCOME)


def answer_challenge(connection, authkey):
    """Show the other side that we know the key."""
    _demand_key(authkey)
    message = connection.recv_bytes(256)
    challenge = message.removeprefix(_CHALLENGE)
    if challenge == message:
        raise AuthenticationError(f"Protocol error, expected challenge: {message=}")
    if len(challenge) < _MD5ONLY_MESSAGE_LENGTH:
        raise AuthenticationError(f"challenge too short: {len(challenge)} bytes")
    connection.send_bytes(_create_response(authkey, challenge))
    if connection.recv_bytes(256) != _WELCOME:
        raise AuthenticationError("digest sent was rejected")


# --- XML instead of pickles

class ConnectionWrapper:
    """A connection that turns objects into bytes in another way."""

    def __init__(self, conn, dumps, loads):
        self._conn = conn
        self._dumps = dumps
        self._loads = loads
        for name in ("fileno", "close", "poll", "recv_bytes", "send_bytes"):
            setattr(self, name, getattr(conn, name))

    def send(self, obj):
        self._conn.send_bytes(self._dumps(obj))

    def recv(self):
        return self._loads(self._conn.recv_bytes())


def _xml_dumps(obj):
    import xmlrpc.client as xmlrpclib
    return xmlrpclib.dumps((obj,), None, None, None, 1).encode("utf-8")


def _xml_loads(data):
    import xmlrpc.client as xmlrpclib
    (obj,), method = xmlrpclib.loads(data.decode("utf-8"))
    return obj


class XmlListener(Listener):
    def accept(self):
        return ConnectionWrapper(Listener.accept(self), _xml_dumps, _xml_loads)


def XmlClient(*args, **kwds):
    return ConnectionWrapper(Client(*args, **kwds), _xml_dumps, _xml_loads)


# --- Waiting for several

_WaitSelector = getattr(selectors, "PollSelector", selectors.SelectSelector)


def wait(object_list, timeout=None):
    """Wait until some connections, sockets or sentinels are ready, at most `timeout` seconds; return those."""
    with _WaitSelector() as selector:
        for obj in object_list:
            selector.register(obj, selectors.EVENT_READ)
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            ready = selector.select(timeout)
            if ready:
                return [key.fileobj for key, events in ready]
            if timeout is not None:
                timeout = deadline - time.monotonic()
                if timeout < 0:
                    return ready


# --- Connections in pickles

def reduce_connection(conn):
    return rebuild_connection, (reduction.DupFd(conn.fileno()), conn.readable, conn.writable)


def rebuild_connection(duplicate, readable, writable):
    return Connection(duplicate.detach(), readable, writable)


reduction.register(Connection, reduce_connection)
