"""Network connections and others between processes, in objects and functions over the system's sockets."""

import _socket
import io
import os
from _socket import *
from enum import IntEnum, IntFlag

__all__ = ["fromfd", "getfqdn", "create_connection", "create_server", "has_dualstack_ipv6", "AddressFamily", "SocketKind"]
__all__.extend(name for name in dir(_socket) if not name.startswith("_"))

_LOCALHOST = "127.0.0.1"
_LOCALHOST_V6 = "::1"
EBADF = 9
EAGAIN = 11
EWOULDBLOCK = 11


def _members(*prefixes):
    return {name: value for name, value in vars(_socket).items()
            if name.isupper() and name.startswith(prefixes) and isinstance(value, int)}


AddressFamily = IntEnum("AddressFamily", _members("AF_"), module=__name__)
SocketKind = IntEnum("SocketKind", _members("SOCK_"), module=__name__)
MsgFlag = IntFlag("MsgFlag", _members("MSG_"), module=__name__)
AddressInfo = IntFlag("AddressInfo", _members("AI_"), module=__name__)
for _kind in (AddressFamily, SocketKind, MsgFlag, AddressInfo):
    globals().update(_kind.__members__)
del _kind


def _as_member(value, kind):
    """A number as the member of an enumeration; itself where there is none."""
    try:
        return kind(value)
    except ValueError:
        return value


class _GiveupOnSendfile(Exception):
    pass


class socket(_socket.socket):
    """An end of a connection, or a place where connections or messages arrive."""

    __slots__ = ["__weakref__", "_io_refs", "_closed"]

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            if family == -1:
                family = AF_INET
            if type == -1:
                type = SOCK_STREAM
            if proto == -1:
                proto = 0
        _socket.socket.__init__(self, family, type, proto, fileno)
        # How many file objects of makefile() are open: the descriptor is closed with the last of them.
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        closed = getattr(self, "_closed", False)
        text = "<%s.%s%s fd=%i" % (self.__class__.__module__, self.__class__.__qualname__, " [closed]" if closed else "", self.fileno())
        if not closed:
            text += ", family=%s, type=%s, proto=%i" % (self.family, self.type, self.proto)
            for label, ask in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                try:
                    address = ask()
                except (error, AttributeError):
                    continue
                if address:
                    text += ", %s=%s" % (label, str(address))
        return text + ">"

    def __getstate__(self):
        raise TypeError(f"cannot pickle {self.__class__.__name__!r} object")

    def dup(self):
        """Return a new socket object for a copy of the descriptor; it is not inherited by children."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=_socket.dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Wait for a connection; returns (its socket, the address of the other side)."""
        fd, address = self._accept()
        connection = socket(self.family, self.type, self.proto, fileno=fd)
        # It blocks as long as nobody has set another default, whatever the listening socket does.
        if getdefaulttimeout() is None and self.gettimeout():
            connection.setblocking(True)
        return connection, address

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        """Return a file object that reads and writes the socket; arguments are those of open()."""
        if not set(mode) <= {"r", "w", "b"}:
            raise ValueError("invalid mode %r (only r, w, b allowed)" % (mode,))
        writing = "w" in mode
        reading = "r" in mode or not writing
        assert reading or writing
        binary = "b" in mode
        raw = SocketIO(self, ("r" if reading else "") + ("w" if writing else ""))
        self._io_refs += 1
        if buffering is None:
            buffering = -1
        if buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if not binary:
                raise ValueError("unbuffered streams must be binary")
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            assert writing
            buffer = io.BufferedWriter(raw, buffering)
        if binary:
            return buffer
        encoding = io.text_encoding(encoding)
        text = io.TextIOWrapper(buffer, encoding, errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Send a binary file to its end, or `count` bytes; returns how many were sent. The system copies if it can."""
        try:
            return self._sendfile_use_sendfile(file, offset, count)
        except _GiveupOnSendfile:
            return self._sendfile_use_send(file, offset, count)

    def _sendfile_use_sendfile(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        number = self.fileno()
        try:
            source = file.fileno()
        except (AttributeError, io.UnsupportedOperation) as problem:
            raise _GiveupOnSendfile(problem)
        try:
            size = os.fstat(source).st_size
        except OSError as problem:
            raise _GiveupOnSendfile(problem)
        if not size:
            return 0
        block = min(count or size, 2 ** 30)
        timeout = self.gettimeout()
        if timeout == 0:
            raise ValueError("non-blocking sockets are not supported")
        import selectors
        selector = selectors.PollSelector()
        selector.register(number, selectors.EVENT_WRITE)
        sent = 0
        try:
            while True:
                if timeout and not selector.select(timeout):
                    raise TimeoutError("timed out")
                if count:
                    block = min(count - sent, block)
                    if block <= 0:
                        break
                try:
                    part = os.sendfile(number, source, offset, block)
                except BlockingIOError:
                    if not timeout:
                        selector.select()
                    continue
                except OSError as problem:
                    if sent == 0:
                        raise _GiveupOnSendfile(problem)
                    raise problem from None
                if part == 0:
                    break
                offset += part
                sent += part
            return sent
        finally:
            selector.close()
            if sent > 0 and hasattr(file, "seek"):
                file.seek(offset)

    def _sendfile_use_send(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        if self.gettimeout() == 0:
            raise ValueError("non-blocking sockets are not supported")
        if offset:
            file.seek(offset)
        block = min(count, 8192) if count else 8192
        sent = 0
        try:
            while True:
                if count:
                    block = min(count - sent, block)
                    if block <= 0:
                        break
                data = memoryview(file.read(block))
                if not data:
                    break
                while True:
                    try:
                        part = self.send(data)
                    except BlockingIOError:
                        continue
                    sent += part
                    if part < len(data):
                        data = data[part:]
                    else:
                        break
            return sent
        finally:
            if sent > 0 and hasattr(file, "seek"):
                file.seek(offset + sent)

    def _check_sendfile_params(self, file, offset, count):
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if not self.type & SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None:
            if not isinstance(count, int):
                raise TypeError("count must be a positive integer (got {!r})".format(count))
            if count <= 0:
                raise ValueError("count must be a positive integer (got {!r})".format(count))

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self, _close=_socket.socket.close):
        _close(self)

    def close(self):
        """Close the socket, once the files made from it are closed too."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Forget the descriptor without closing it, and return it."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """The kind of addresses, an AddressFamily."""
        return _as_member(super().family, AddressFamily)

    @property
    def type(self):
        """The kind of communication, a SocketKind."""
        return _as_member(super().type, SocketKind)

    def get_inheritable(self):
        """Is the descriptor passed on to children?"""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        """Pass the descriptor on to children, or do not."""
        os.set_inheritable(self.fileno(), inheritable)


def fromfd(fd, family, type, proto=0):
    """Return a socket object for a copy of a descriptor."""
    return socket(family, type, proto, _socket.dup(fd))


if hasattr(_socket.socket, "sendmsg"):
    def send_fds(sock, buffers, fds, flags=0, address=None):
        """Send data and open descriptors over a Unix socket."""
        import struct
        return sock.sendmsg(buffers, [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, struct.pack(f"{len(fds)}i", *fds))])

    def recv_fds(sock, bufsize, maxfds, flags=0):
        """Receive data and open descriptors: (data, descriptors, flags, address)."""
        import struct
        fds = []
        data, controls, flags, address = sock.recvmsg(bufsize, _socket.CMSG_LEN(maxfds * 4))
        for level, kind, content in controls:
            if level == _socket.SOL_SOCKET and kind == _socket.SCM_RIGHTS:
                fds += struct.unpack(f"{len(content) // 4}i", content[:len(content) // 4 * 4])
        return data, fds, flags, address

    __all__ += ["send_fds", "recv_fds"]


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Return two sockets that are connected to each other."""
    if family is None:
        family = AF_UNIX
    a, b = _socket.socketpair(family, type, proto)
    return socket(family, type, proto, a.detach()), socket(family, type, proto, b.detach())


class SocketIO(io.RawIOBase):
    """The raw stream under the files that makefile() makes."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError("invalid mode: %r" % mode)
        io.RawIOBase.__init__(self)
        self._sock = sock
        if "b" not in mode:
            mode += "b"
        self._mode = mode
        self._reading = "r" in mode
        self._writing = "w" in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Read into a buffer; returns how many bytes, or None where a non-blocking socket has none."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError("cannot read from timed out object")
        try:
            return self._sock.recv_into(b)
        except timeout:
            # Some data may be lost between the buffers: nothing can be read after that.
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def write(self, b):
        """Write bytes; returns how many, or None where a non-blocking socket takes none."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def readable(self):
        """Can the stream be read?"""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._reading

    def writable(self):
        """Can the stream be written?"""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._writing

    def seekable(self):
        """No."""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return super().seekable()

    def fileno(self):
        """Return the descriptor."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return self.fileno() if not self.closed else -1

    @property
    def mode(self):
        return self._mode

    def close(self):
        """Close the stream; the socket is closed with the last of its streams, if it is to be."""
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


def getfqdn(name=""):
    """Return the full name of a host, of this one by default; the name itself where none is known."""
    name = name.strip()
    if not name or name in ("0.0.0.0", "::"):
        name = gethostname()
    try:
        hostname, aliases, _ = gethostbyaddr(name)
    except error:
        return name
    for candidate in [hostname, *aliases]:
        if "." in candidate:
            return candidate
    return hostname


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    """Connect to (host, port) over TCP, trying each address of the host, and return the socket.

    If none works the last error is raised, or with `all_errors` an ExceptionGroup of all.
    """
    host, port = address
    problems = []
    for family, kind, protocol, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, protocol)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            problems.clear()
            return sock
        except error as problem:
            if not all_errors:
                problems.clear()
            problems.append(problem)
            if sock is not None:
                sock.close()
    if len(problems):
        try:
            if not all_errors:
                raise problems[0]
            raise ExceptionGroup("create_connection failed", problems)
        finally:
            problems.clear()  # no circle through the traceback
    raise error("getaddrinfo returns an empty list")


def has_dualstack_ipv6():
    """Can one socket serve IPv4 and IPv6?"""
    if not has_ipv6 or not hasattr(_socket, "IPV6_V6ONLY"):
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """Return a TCP socket that listens on (host, port)."""
    if reuse_port and not hasattr(_socket, "SO_REUSEPORT"):
        raise ValueError("SO_REUSEPORT not supported on this platform")
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError("dualstack_ipv6 not supported on this platform")
        if family != AF_INET6:
            raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    sock = socket(family, SOCK_STREAM)
    try:
        try:
            sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        except error:
            pass
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if has_ipv6 and family == AF_INET6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        try:
            sock.bind(address)
        except error as problem:
            raise error(problem.errno, "%s (while attempting to bind on address %r)" % (problem.strerror, address)) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """Return what is needed to reach a host and port: a list of (family, type, protocol, canonical name, address)."""
    return [(_as_member(one[0], AddressFamily), _as_member(one[1], SocketKind), *one[2:])
            for one in _socket.getaddrinfo(host, port, family, type, proto, flags)]
