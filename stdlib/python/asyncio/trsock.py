"""What get_extra_info("socket") gives: a socket that can be asked, but not used, for its transport reads and writes it."""


def _ask(name):
    """A method that is the socket's own."""

    def method(self, *args, **kwargs):
        return getattr(self._sock, name)(*args, **kwargs)

    method.__name__, method.__qualname__ = name, f"TransportSocket.{name}"
    return method


class TransportSocket:
    """A socket that is a transport's. It does not block, and cannot be made to."""

    __slots__ = ("_sock",)

    def __init__(self, sock):
        self._sock = sock

    family = property(lambda self: self._sock.family)
    type = property(lambda self: self._sock.type)
    proto = property(lambda self: self._sock.proto)

    for _name in ("fileno", "dup", "get_inheritable", "shutdown", "getsockopt", "setsockopt", "getpeername", "getsockname",
                  "getsockbyname"):
        locals()[_name] = _ask(_name)
    del _name

    def __repr__(self):
        words = [f"fd={self.fileno()}", f"family={self.family!s}", f"type={self.type!s}", f"proto={self.proto}"]
        if self.fileno() != -1:
            words += [f"{name}={address}" for name, address in (("laddr", self._address("getsockname")),
                                                                ("raddr", self._address("getpeername"))) if address]
        return f"<asyncio.TransportSocket {', '.join(words)}>"

    def _address(self, name):
        try:
            return getattr(self, name)()
        except OSError:
            return None

    def __getstate__(self):
        raise TypeError("Cannot serialize asyncio.TransportSocket object")

    def gettimeout(self):
        return 0

    def settimeout(self, value):
        if value != 0:
            raise ValueError("settimeout(): only 0 timeout is allowed on transport sockets")

    def setblocking(self, flag):
        if flag:
            raise ValueError("setblocking(): transport sockets cannot be blocking")
