"""HTTP as a client: connections, requests and answers. There is no TLS here: HTTPSConnection is missing."""

import email.message
import email.parser
import io
import re
import socket
from urllib.parse import urlsplit

from http import HTTPStatus

__all__ = ["HTTPResponse", "HTTPConnection", "HTTPException", "NotConnected", "UnknownProtocol", "UnknownTransferEncoding",
           "UnimplementedFileMode", "IncompleteRead", "InvalidURL", "ImproperConnectionState", "CannotSendRequest",
           "CannotSendHeader", "ResponseNotReady", "BadStatusLine", "LineTooLong", "RemoteDisconnected", "error", "responses"]

HTTP_PORT = 80
HTTPS_PORT = 443

_UNKNOWN = "UNKNOWN"
_CS_IDLE, _CS_REQ_STARTED, _CS_REQ_SENT = "Idle", "Request-started", "Request-sent"

globals().update(HTTPStatus.__members__)
responses = {status: status.phrase for status in HTTPStatus.__members__.values()}

_MAXLINE = 65536
_MAXHEADERS = 100
_METHODS_EXPECTING_BODY = {"PATCH", "POST", "PUT"}


class HTTPException(Exception):
    """Something is wrong with a connection or an answer."""


def _exceptions(base, **meanings):
    """Classes of exceptions that are nothing but a name and a meaning."""
    globals().update({name: type(name, (base,), {"__module__": __name__, "__doc__": meaning}) for name, meaning in meanings.items()})


_exceptions(HTTPException,
            NotConnected="There is no connection.",
            InvalidURL="The address has characters that would end it, or a port that is no number.",
            UnknownTransferEncoding="The answer is encoded in an unknown way.",
            UnimplementedFileMode="A file was asked for in a mode that there is not.",
            ImproperConnectionState="The connection is not in a state that allows this.")
_exceptions(ImproperConnectionState,
            CannotSendRequest="The answer to the last request must be read first.",
            CannotSendHeader="The headers are sent already, or no request has begun.",
            ResponseNotReady="There is no answer yet, or none any more.")


class _WithDetail(HTTPException):
    """Its only argument is an attribute, too."""

    def _keep(self, name, value):
        self.args = (value,)
        setattr(self, name, value)


class UnknownProtocol(_WithDetail):
    """The server speaks another `version`."""

    def __init__(self, version):
        self._keep("version", version)


class BadStatusLine(_WithDetail):
    """The answer begins with a `line` that is none of HTTP's."""

    def __init__(self, line):
        self._keep("line", line or repr(line))


class IncompleteRead(_WithDetail):
    """The answer ended too soon; `partial` is what came."""

    def __init__(self, partial, expected=None):
        self._keep("partial", partial)
        self.expected = expected

    def __repr__(self):
        more = "" if self.expected is None else f", {self.expected} more expected"
        return f"{self.__class__.__name__}({len(self.partial)} bytes read{more})"

    __str__ = object.__str__


class LineTooLong(HTTPException):
    """A line has no end within reason."""

    def __init__(self, line_type):
        super().__init__(f"got more than {_MAXLINE} bytes when reading {line_type}")


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The server has closed the connection instead of answering."""

    def __init__(self, *pos, **kw):
        BadStatusLine.__init__(self, "")
        ConnectionResetError.__init__(self, *pos, **kw)


error = HTTPException


class HTTPMessage(email.message.Message):
    """The headers of an answer."""

    def getallmatchingheaders(self, name):
        prefix = name.lower() + ":"
        return [line for line in map("%s: %s".__mod__, self.items()) if line.lower().startswith(prefix)]


def _read_line(fp, what):
    line = fp.readline(_MAXLINE + 1)
    if len(line) > _MAXLINE:
        raise LineTooLong(what)
    return line


def _read_headers(fp):
    """The lines up to an empty one or the end, with it."""
    headers = []
    while not headers or headers[-1] not in (b"\r\n", b"\n", b""):
        headers.append(_read_line(fp, "header line"))
        if len(headers) > _MAXHEADERS:
            raise HTTPException(f"got more than {_MAXHEADERS} headers")
    return headers


def parse_headers(fp, _class=HTTPMessage):
    """The headers that a binary file holds, up to an empty line."""
    return email.parser.Parser(_class=_class).parsestr(b"".join(_read_headers(fp)).decode("iso-8859-1"))


class HTTPResponse(io.BufferedIOBase):
    """An answer: `status`, `reason`, `headers`, and a binary file of what it holds."""

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self._method, self.debuglevel = method, debuglevel
        self.fp = sock.makefile("rb")
        self.headers = self.msg = None
        self.version = self.status = self.reason = _UNKNOWN
        self.chunked = self.chunk_left = self.length = self.will_close = _UNKNOWN

    def _read_status(self):
        """(version, status, reason) of the first line."""
        line = _read_line(self.fp, "status line").decode("iso-8859-1")
        if self.debuglevel > 0:
            print("reply:", repr(line))
        if not line:
            raise RemoteDisconnected("Remote end closed connection without response")
        version, status, reason, *_ = (*line.split(None, 2), "", "", "")
        if not version.startswith("HTTP/") or not status:
            self._close_conn()
            raise BadStatusLine(line)
        try:
            number = int(status)
        except ValueError:
            raise BadStatusLine(line)
        if not 100 <= number <= 999:
            raise BadStatusLine(line)
        return version, number, reason.strip()

    def begin(self):
        """Read the first line and the headers."""
        if self.headers is not None:
            return
        version, self.status, self.reason = self._read_status()
        while self.status == HTTPStatus.CONTINUE:
            _read_headers(self.fp)
            version, self.status, self.reason = self._read_status()
        self.code = self.status
        if not version.startswith("HTTP/1.") and version != "HTTP/0.9":
            raise UnknownProtocol(version)
        self.version = 10 if version in ("HTTP/1.0", "HTTP/0.9") else 11
        self.headers = self.msg = parse_headers(self.fp)
        if self.debuglevel > 0:
            for name, value in self.headers.items():
                print("header:", name + ":", value)
        self.chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        self.length = self._announced_length()
        # Without a length, it is the end of the connection that ends the answer.
        self.will_close = self._check_close() or not self.chunked and self.length is None

    def _announced_length(self):
        """How many bytes will come, or None where that is not known."""
        if self._method == "HEAD" or self.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED) or 100 <= self.status < 200:
            return 0
        try:
            length = -1 if self.chunked else int(self.headers.get("content-length") or -1)
        except ValueError:
            length = -1
        return length if length >= 0 else None

    def _check_close(self):
        connection = self.headers.get("connection")
        if self.version == 11:
            return bool(connection and "close" in connection.lower())
        if self.headers.get("keep-alive") or connection and "keep-alive" in connection.lower():
            return False
        return True

    def _close_conn(self):
        fp, self.fp = self.fp, None
        if fp is not None:
            fp.close()

    def close(self):
        try:
            super().close()
        finally:
            self._close_conn()

    def flush(self):
        super().flush()
        if self.fp:
            self.fp.flush()

    def readable(self):
        return True

    def isclosed(self):
        """Whether all was read."""
        return self.fp is None

    def read(self, amt=None):
        """Up to amt bytes, all without it."""
        if self.fp is None:
            return b""
        if self._method == "HEAD":
            self._close_conn()
            return b""
        if self.chunked:
            return self._read_chunked(amt)
        if amt is not None and amt >= 0:
            if self.length is not None and amt > self.length:
                amt = self.length
            data = self.fp.read(amt)
            if not data and amt:
                self._close_conn()
            elif self.length is not None:
                self.length -= len(data)
                if not self.length:
                    self._close_conn()
            return data
        if self.length is None:
            data = self.fp.read()
        else:
            data = self.fp.read(self.length)
            if len(data) < self.length:
                self._close_conn()
                raise IncompleteRead(data, self.length - len(data))
            self.length = 0
        self._close_conn()
        return data

    def _next_chunk(self, before=()):
        """The length of the chunk that comes next, 0 at the end. `before`: what was read already, for the exception."""
        if self.chunk_left:
            return self.chunk_left
        if self.chunk_left is not None:
            self.fp.read(2)  # the line end behind the last one
        line = self.fp.readline(_MAXLINE + 1)
        if len(line) > _MAXLINE:
            raise LineTooLong("chunk size")
        try:
            self.chunk_left = int(line.partition(b";")[0], 16)
        except ValueError:
            self._close_conn()
            raise IncompleteRead(b"".join(before))
        if not self.chunk_left:
            while self.fp.readline(_MAXLINE + 1) not in (b"\r\n", b"\n", b""):
                pass
            self._close_conn()
        return self.chunk_left

    def _read_chunked(self, amt):
        parts = []
        while self.fp is not None and (amt is None or amt < 0 or amt > 0):
            left = self._next_chunk(parts)
            if not left:
                break
            size = left if amt is None or amt < 0 else min(amt, left)
            data = self.fp.read(size)
            parts.append(data)
            if len(data) < size:
                raise IncompleteRead(b"".join(parts), size - len(data))
            self.chunk_left -= size
            if amt is not None and amt >= 0:
                amt -= size
        return b"".join(parts)

    def read1(self, n=-1):
        """Up to n bytes with one read."""
        return self.read(n if n >= 0 else io.DEFAULT_BUFFER_SIZE)

    def peek(self, n=-1):
        """What is buffered of what comes next, without taking it; empty at the end."""
        if self.fp is None or self._method == "HEAD":
            return b""
        if not self.chunked:
            return self.fp.peek(n)
        try:
            left = self._next_chunk()
        except IncompleteRead:
            return b""
        # peek() is free to give more than is asked for, and more than this chunk has.
        return self.fp.peek(left)[:left] if left else b""

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, limit=-1):
        """A line."""
        line = bytearray()
        while limit < 0 or len(line) < limit:
            c = self.read(1)
            line += c
            if not c or c == b"\n":
                break
        return bytes(line)

    def fileno(self):
        return self.fp.fileno()

    def getheader(self, name, default=None):
        """A header."""
        if self.headers is None:
            raise ResponseNotReady()
        values = self.headers.get_all(name) or default
        if isinstance(values, str) or not hasattr(values, "__iter__"):
            return values
        return ", ".join(values)

    def getheaders(self):
        """All headers as (name, value)."""
        if self.headers is None:
            raise ResponseNotReady()
        return list(self.headers.items())

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


class HTTPConnection:
    """A connection to a server: request(), then getresponse()."""

    _http_vsn = 11
    _http_vsn_str = "HTTP/1.1"
    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT,
                 source_address=None, blocksize=8192):
        self.host, self.port = self._get_hostport(host, port)
        self._validate_host(self.host)
        self.timeout, self.source_address, self.blocksize = timeout, source_address, blocksize
        self._create_connection = socket.create_connection
        self.sock = self._method = None
        self._buffer = []  # the lines of the request that begins
        self._tunnel_host = self._tunnel_port = None
        self._tunnel_headers, self._raw_proxy_headers = {}, None
        self.__state, self.__response = _CS_IDLE, None

    def _get_hostport(self, host, port):
        if port is None:
            colon = host.rfind(":")
            if colon > host.rfind("]"):
                try:
                    port = int(host[colon + 1:])
                except ValueError:
                    if host[colon + 1:] != "":
                        raise InvalidURL("nonnumeric port: '%s'" % host[colon + 1:])
                    port = self.default_port
                host = host[:colon]
            else:
                port = self.default_port
        if host and host[0] == "[" and host[-1] == "]":
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        self.debuglevel = level

    def set_tunnel(self, host, port=None, headers=None):
        """Let the server that is connected to, a proxy, connect on to another. The headers are for the proxy."""
        if self.sock:
            raise RuntimeError("Can't set up tunnel for established connection")
        self._tunnel_host, self._tunnel_port = self._get_hostport(host, port)
        self._tunnel_headers = dict(headers or {})
        if not any(name.lower() == "host" for name in self._tunnel_headers):
            self._tunnel_headers["Host"] = "%s:%d" % (self._bracketed(self._ascii(self._tunnel_host)), self._tunnel_port)

    @staticmethod
    def _ascii(host):
        return host if host.isascii() else host.encode("idna").decode("ascii")

    @staticmethod
    def _bracketed(host):
        return f"[{host}]" if ":" in host and not host.startswith("[") else host

    def _tunnel(self):
        lines = ["CONNECT %s:%d %s" % (self._bracketed(self._ascii(self._tunnel_host)), self._tunnel_port,
                                       self._http_vsn_str)]
        lines += [f"{name}: {value}" for name, value in self._tunnel_headers.items()]
        self.send("".join(line + "\r\n" for line in [*lines, ""]).encode("latin-1"))
        response = self.response_class(self.sock, self.debuglevel, method=self._method)
        try:
            _, code, message = response._read_status()
            self._raw_proxy_headers = _read_headers(response.fp)
            if self.debuglevel > 0:
                for line in self._raw_proxy_headers:
                    print("header:", line.decode())
            if code != HTTPStatus.OK:
                self.close()
                raise OSError(f"Tunnel connection failed: {code} {message.strip()}")
        finally:
            response.close()

    def get_proxy_response_headers(self):
        """The headers of the proxy's answer, once there is a tunnel; else None."""
        if self._raw_proxy_headers is None:
            return None
        return email.parser.Parser(_class=HTTPMessage).parsestr(b"".join(self._raw_proxy_headers).decode("iso-8859-1"))

    def connect(self):
        """Connect."""
        self.sock = self._create_connection((self.host, self.port), self.timeout, self.source_address)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tunnel_host:
            self._tunnel()

    def close(self):
        """Close the connection."""
        self.__state = _CS_IDLE
        sock, self.sock = self.sock, None
        if sock:
            sock.close()
        response, self.__response = self.__response, None
        if response:
            response.close()

    def _blocks(self, file):
        while block := file.read(self.blocksize):
            yield block.encode("iso-8859-1") if isinstance(block, str) else block

    def send(self, data):
        """Send bytes, a file, or pieces."""
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        if self.debuglevel > 0:
            print("send:", repr(data))
        if hasattr(data, "read"):
            for block in self._blocks(data):
                self.sock.sendall(block)
            return
        try:
            self.sock.sendall(data)
        except TypeError:
            if not hasattr(data, "__iter__"):
                raise TypeError("data should be a bytes-like object or an iterable, got %r" % type(data))
            for piece in data:
                self.sock.sendall(piece)

    # What subclasses replace that send what is not allowed.

    def _validate_method(self, method):
        if match := re.search("[\x00-\x1f]", method):
            raise ValueError(f"method can't contain control characters. {method!r} (found at least {match.group()!r})")

    def _validate_path(self, url):
        if match := re.search("[\x00-\x20\x7f]", url):
            raise InvalidURL(f"URL can't contain control characters. {url!r} (found at least {match.group()!r})")

    def _validate_host(self, host):
        if match := re.search("[\x00-\x20\x7f]", host):
            raise InvalidURL(f"URL can't contain control characters. {host!r} (found at least {match.group()!r})")

    def _encode_request(self, request):
        return request.encode("ascii")

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """The first line of a request."""
        if self.__response and self.__response.isclosed():
            self.__response = None
        if self.__state != _CS_IDLE:
            raise CannotSendRequest(self.__state)
        self.__state = _CS_REQ_STARTED
        self._validate_method(method)
        self._method = method
        url = url or "/"
        self._validate_path(url)
        self._buffer.append(self._encode_request("%s %s %s" % (method, url, self._http_vsn_str)))
        if not skip_host:
            netloc = urlsplit(url).netloc if url.startswith("http") else ""
            if netloc:
                self.putheader("Host", netloc)
            else:
                host, port = (self._tunnel_host, self._tunnel_port) if self._tunnel_host else (self.host, self.port)
                # The zone of an address means nothing elsewhere.
                host = self._bracketed(host.partition("%")[0] if ":" in host else self._ascii(host))
                self.putheader("Host", host if port == self.default_port else "%s:%s" % (host, port))
        if not skip_accept_encoding:
            self.putheader("Accept-Encoding", "identity")

    def putheader(self, header, *values):
        """A header."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        name = header if isinstance(header, bytes) else header.encode("ascii")
        if not re.fullmatch(rb"[^:\s][^:\r\n]*", name):
            raise ValueError("Invalid header name %r" % (name,))
        encoded = [value if isinstance(value, bytes) else str(value).encode("latin-1") for value in values]
        for value in encoded:
            if re.search(rb"\n(?![ \t])|\r(?![ \t\n])", value):
                raise ValueError("Invalid header value %r" % (value,))
        self._buffer.append(name + b": " + b"\r\n\t".join(encoded))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Send the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        self.__state = _CS_REQ_SENT
        head = b"\r\n".join(self._buffer) + b"\r\n\r\n"
        self._buffer.clear()
        self.send(head)
        if message_body is None:
            return
        if not encode_chunked:
            self.send(message_body)
            return
        if hasattr(message_body, "read"):
            message_body = self._blocks(message_body)
        for piece in [message_body] if isinstance(message_body, (bytes, bytearray, memoryview)) else message_body:
            if piece:
                self.send(b"%X\r\n" % len(piece) + bytes(piece) + b"\r\n")
        self.send(b"0\r\n\r\n")

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Send a request."""
        names = {name.lower() for name in headers}
        self.putrequest(method, url, skip_host="host" in names, skip_accept_encoding="accept-encoding" in names)
        if isinstance(body, str):
            body = body.encode("iso-8859-1")
        if "content-length" not in names and "transfer-encoding" not in names:
            if body is None:
                length = 0 if method.upper() in _METHODS_EXPECTING_BODY else None
            elif hasattr(body, "read"):
                length = None
            else:
                try:
                    length = memoryview(body).nbytes
                except TypeError:
                    length = None
            if length is not None:
                self.putheader("Content-Length", str(length))
            elif body is not None:
                encode_chunked = True
                self.putheader("Transfer-Encoding", "chunked")
        elif "transfer-encoding" not in names:
            encode_chunked = False
        for name, value in headers.items():
            self.putheader(name, value)
        self.endheaders(body, encode_chunked=encode_chunked)

    def getresponse(self):
        """The answer to the request."""
        if self.__response and self.__response.isclosed():
            self.__response = None
        if self.__state != _CS_REQ_SENT or self.__response:
            raise ResponseNotReady(self.__state)
        response = self.response_class(self.sock, self.debuglevel, method=self._method)
        try:
            response.begin()
        except BaseException as error:
            if isinstance(error, ConnectionError):
                self.close()
            response.close()
            raise
        self.__state = _CS_IDLE
        if response.will_close:
            self.close_socket()
        else:
            self.__response = response
        return response

    def close_socket(self):
        # The answer keeps the connection open until it is read.
        sock, self.sock = self.sock, None
        if sock:
            sock.close()
