"""Network connections and others between processes, in objects and functions over the system's sockets.

The module _socket has the calls; here stand what they give as enumerations, the files of makefile(), and functions that make sockets in
several steps. Threads may share a socket as far as the system lets them; its files are not to be shared. Errors are OSError.
"""

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
    """The system cannot copy this file."""


class socket(_socket.socket):
    """An end of a connection, or a place where connections or messages arrive."""

    __slots__ = ["__weakref__", "_io_refs", "_closed"]

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:  # otherwise the descriptor tells what is -1
            family, type, proto = [usual if given == -1 else given
                                   for given, usual in ((family, AF_INET), (type, SOCK_STREAM), (proto, 0))]
        super().__init__(family, type, proto, fileno)
        self._closed = False
        self._io_refs = 0  # open files of makefile(): the descriptor is closed with the last of them

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        words = [f"fd={self.fileno()}"]
        is_closed = getattr(self, "_closed", False)
        if not is_closed:
            words += [f"family={self.family!s}", f"type={self.type!s}", f"proto={self.proto}"]
            addresses = {"laddr": self.getsockname, "raddr": self.getpeername}
            words += [f"{label}={address}" for label, ask in addresses.items() if (address := _answer_or_none(ask))]
        kind = self.__class__
        return f"<{kind.__module__}.{kind.__qualname__}{' [closed]' if is_closed else ''} {', '.join(words)}>"

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
        if not set(mode).issubset("rwb"):
            raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
        directions = ("r" if "r" in mode or "w" not in mode else "") + ("w" if "w" in mode else "")
        raw = SocketIO(self, directions)
        self._io_refs += 1
        size = io.DEFAULT_BUFFER_SIZE if buffering is None or buffering < 0 else buffering
        if not size:
            if "b" in mode:
                return raw
            raise ValueError("unbuffered streams must be binary")
        match directions:
            case "r":
                binary = io.BufferedReader(raw, size)
            case "w":
                binary = io.BufferedWriter(raw, size)
            case _:
                binary = io.BufferedRWPair(raw, raw, size)
        if "b" in mode:
            return binary
        text = io.TextIOWrapper(binary, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    # --- Sending a file: by the system, if it can, else piece by piece

    def sendfile(self, file, offset=0, count=None):
        """Send a binary file to its end, or `count` bytes; returns how many were sent. The system copies if it can."""
        try:
            return self._sendfile_use_sendfile(file, offset, count)
        except _GiveupOnSendfile:
            return self._sendfile_use_send(file, offset, count)

    def _check_sendfile_params(self, file, offset, count):
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if not self.type & SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None and (not isinstance(count, int) or count <= 0):
            kind = ValueError if isinstance(count, int) else TypeError
            raise kind(f"count must be a positive integer (got {count!r})")

    def _check_blocking(self):
        if self.gettimeout() == 0:
            raise ValueError("non-blocking sockets are not supported")

    def _sendfile_use_sendfile(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        try:
            source = file.fileno()
            size = os.fstat(source).st_size
        except (AttributeError, OSError) as problem:
            raise _GiveupOnSendfile(problem)
        if not size:
            return 0
        self._check_blocking()
        import selectors
        destination, timeout, sent = self.fileno(), self.gettimeout(), 0
        try:
            with selectors.PollSelector() as selector:
                selector.register(destination, selectors.EVENT_WRITE)
                while not count or sent < count:
                    if timeout and not selector.select(timeout):
                        raise TimeoutError("timed out")
                    try:
                        part = os.sendfile(destination, source, offset + sent, min(count - sent if count else size, 2 ** 30))
                    except BlockingIOError:
                        if not timeout:
                            selector.select()
                        continue
                    except OSError as problem:
                        if sent:
                            raise problem from None
                        raise _GiveupOnSendfile(problem)
                    if not part:
                        break
                    sent += part
            return sent
        finally:
            if sent and hasattr(file, "seek"):
                file.seek(offset + sent)

    def _sendfile_use_send(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        self._check_blocking()
        if offset:
            file.seek(offset)
        sent = 0
        try:
            while not count or sent < count:
                rest = memoryview(file.read(min(count - sent, 8192) if count else 8192))
                if not rest:
                    break
                while rest:
                    try:
                        part = self.send(rest)
                    except BlockingIOError:
                        continue
                    sent += part
                    rest = rest[part:]
            return sent
        finally:
            if sent and hasattr(file, "seek"):
                file.seek(offset + sent)

    # --- The end: with the last file that was made of the socket

    def close(self):
        """Close the socket, once the files made from it are closed too."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def _real_close(self, _close=_socket.socket.close):
        _close(self)

    def _decref_socketios(self):
        self._io_refs = max(self._io_refs - 1, 0)
        if self._closed:
            self.close()

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


def _answer_or_none(ask):
    try:
        return ask()
    except (error, AttributeError):
        return None


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


def _unless_it_blocks(call, buffer):
    try:
        return call(buffer)
    except BlockingIOError:
        return None


class SocketIO(io.RawIOBase):
    """The raw stream under the files that makefile() makes."""

    def __init__(self, sock, mode):
        directions = mode.removesuffix("b") if mode else mode
        if directions not in ("r", "w", "rw"):
            raise ValueError(f"invalid mode: {mode!r}")
        super().__init__()
        self._sock = sock
        self._mode = directions + "b"
        self._reading, self._writing = "r" in directions, "w" in directions
        self._timeout_occurred = False

    name = property(lambda self: -1 if self.closed else self.fileno(), doc="The descriptor; -1 when it is closed.")
    mode = property(lambda self: self._mode, doc="rb, wb or rwb.")

    def readinto(self, b):
        """Read into a buffer; returns how many bytes, or None where a non-blocking socket has none."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError("cannot read from timed out object")
        try:
            return _unless_it_blocks(self._sock.recv_into, b)
        except TimeoutError:
            # Some data may be lost between the buffers: nothing can be read after that.
            self._timeout_occurred = True
            raise

    def write(self, b):
        """Write bytes; returns how many, or None where a non-blocking socket takes none."""
        self._checkClosed()
        self._checkWritable()
        return _unless_it_blocks(self._sock.send, b)

    def _if_open(self, answer):
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return answer

    def readable(self):
        """Can the stream be read?"""
        return self._if_open(self._reading)

    def writable(self):
        """Can the stream be written?"""
        return self._if_open(self._writing)

    def seekable(self):
        """No."""
        return self._if_open(False)

    def fileno(self):
        """Return the descriptor."""
        self._checkClosed()
        return self._sock.fileno()

    def close(self):
        """Close the stream; the socket is closed with the last of its streams, if it is to be."""
        if not self.closed:
            super().close()
            sock, self._sock = self._sock, None
            sock._decref_socketios()


def getfqdn(name=""):
    """Return the full name of a host, of this one by default; the name itself where none is known."""
    name = name.strip()
    if name in ("", "0.0.0.0", "::"):
        name = gethostname()
    try:
        first, others, _ = gethostbyaddr(name)
    except error:
        return name
    return next((candidate for candidate in (first, *others) if "." in candidate), first)


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    """Connect to (host, port) over TCP, trying each address of the host, and return the socket.

    If none works the last error is raised, or with `all_errors` an ExceptionGroup of all.
    """
    host, port = address
    problems = []
    for family, kind, protocol, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        try:
            sock = socket(family, kind, protocol)
        except error as problem:
            problems.append(problem)
            continue
        try:
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            problems.clear()
            return sock
        except error as problem:
            problems.append(problem)
            sock.close()
    if not problems:
        raise error("getaddrinfo returns an empty list")
    try:
        raise ExceptionGroup("create_connection failed", problems) if all_errors else problems[-1]
    finally:
        problems.clear()  # no circle through the traceback


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
    mistakes = {
        "SO_REUSEPORT not supported on this platform": reuse_port and not hasattr(_socket, "SO_REUSEPORT"),
        "dualstack_ipv6 not supported on this platform": dualstack_ipv6 and not has_dualstack_ipv6(),
        "dualstack_ipv6 requires AF_INET6 family": dualstack_ipv6 and family != AF_INET6,
    }
    for message, is_made in mistakes.items():
        if is_made:
            raise ValueError(message)
    sock = socket(family, SOCK_STREAM)
    try:
        _answer_or_none(lambda: sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1))  # not all systems can
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if family == AF_INET6 and has_ipv6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, int(not dualstack_ipv6))
        try:
            sock.bind(address)
        except error as problem:
            raise error(problem.errno, f"{problem.strerror} (while attempting to bind on address {address!r})") from None
        sock.listen(*([] if backlog is None else [backlog]))
    except error:
        sock.close()
        raise
    return sock


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """Return what is needed to reach a host and port: a list of (family, type, protocol, canonical name, address)."""
    return [(_as_member(one[0], AddressFamily), _as_member(one[1], SocketKind), *one[2:])
            for one in _socket.getaddrinfo(host, port, family, type, proto, flags)]
