"""What a transport calls: the receiving side of a connection."""

__all__ = ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol")


class BaseProtocol:
    """Common to all protocols."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection is there."""

    def connection_lost(self, exc):
        """The connection has ended; exc is None when that was in order."""

    def pause_writing(self):
        """The transport's buffer is above its high-water mark."""

    def resume_writing(self):
        """The transport's buffer is below its low-water mark again."""


class Protocol(BaseProtocol):
    """For streams of bytes: connection_made, data_received*, eof_received?, connection_lost."""

    __slots__ = ()

    def data_received(self, data):
        """Some bytes came."""

    def eof_received(self):
        """The other end will send no more. A true result keeps the transport open."""


class BufferedProtocol(BaseProtocol):
    """For streams of bytes received into the protocol's own buffers."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """A buffer to receive into."""

    def buffer_updated(self, nbytes):
        """The buffer was filled with nbytes."""

    def eof_received(self):
        """The other end will send no more."""


class DatagramProtocol(BaseProtocol):
    """For datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A datagram came."""

    def error_received(self, exc):
        """Sending or receiving failed."""


class SubprocessProtocol(BaseProtocol):
    """For processes."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The process wrote to its stdout (1) or stderr (2)."""

    def pipe_connection_lost(self, fd, exc):
        """A pipe was closed."""

    def process_exited(self):
        """The process has ended."""


def _feed_data_to_buffered_proto(proto, data):
    left = len(data)
    while left:
        buffer = proto.get_buffer(left)
        size = len(buffer)
        if not size:
            raise RuntimeError("get_buffer() returned an empty buffer")
        if size >= left:
            buffer[:left] = data
            proto.buffer_updated(left)
            return
        buffer[:size] = data[:size]
        proto.buffer_updated(size)
        data = data[size:]
        left = len(data)
