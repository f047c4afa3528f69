"""The interfaces of transports: the sending side of a connection. A protocol (protocols.py) is its receiving side.

The methods of the public classes are declarations: calling one that a transport does not have raises NotImplementedError. Below them
stand two things that the transports of this package are made with. Everything belongs to the thread of the loop.
"""

__all__ = ("BaseTransport", "ReadTransport", "WriteTransport", "Transport", "DatagramTransport", "SubprocessTransport")


class BaseTransport:
    """Common to all transports."""

    __slots__ = ("_extra",)

    def __init__(self, extra=None):
        self._extra = {} if extra is None else extra

    def get_extra_info(self, name, default=None):
        """Something about the connection: "socket", "peername", "sockname", "pipe", "subprocess"."""
        return self._extra.get(name, default)

    def get_protocol(self):
        """The protocol that is told of what happens."""
        raise NotImplementedError

    def set_protocol(self, protocol):
        """Tell another protocol from now on."""
        raise NotImplementedError

    def close(self):
        """Send what is buffered, then close."""
        raise NotImplementedError

    def is_closing(self):
        """Is it closed, or will it be as soon as the buffer is sent?"""
        raise NotImplementedError


class ReadTransport(BaseTransport):
    """A transport that one can receive from; what comes is told to the protocol."""

    __slots__ = ()

    def is_reading(self):
        """Is the protocol told at present?"""
        raise NotImplementedError

    def pause_reading(self):
        """Receive no more for now."""
        raise NotImplementedError

    def resume_reading(self):
        """Receive again."""
        raise NotImplementedError


class WriteTransport(BaseTransport):
    """A transport that one can send to; nothing of it waits, for what cannot be sent at once is buffered."""

    __slots__ = ()

    def write(self, data):
        """Send bytes, sooner or later."""
        raise NotImplementedError

    def writelines(self, list_of_data):
        """Send many pieces of bytes as if they were one."""
        self.write(b"".join(list_of_data))

    def can_write_eof(self):
        """Is there write_eof()?"""
        raise NotImplementedError

    def write_eof(self):
        """Send what is buffered, then tell the other side that nothing more will come."""
        raise NotImplementedError

    def get_write_buffer_size(self):
        """How many bytes are buffered."""
        raise NotImplementedError

    def get_write_buffer_limits(self):
        """(low, high): the marks at which the protocol is told to resume and to pause writing."""
        raise NotImplementedError

    def set_write_buffer_limits(self, high=None, low=None):
        """Set the two marks."""
        raise NotImplementedError

    def abort(self):
        """Close at once; what is buffered is lost."""
        raise NotImplementedError


class Transport(ReadTransport, WriteTransport):
    """Both ways."""

    __slots__ = ()


class DatagramTransport(BaseTransport):
    """A transport of single messages."""

    __slots__ = ()

    def sendto(self, data, addr=None):
        """Send a datagram, sooner or later."""
        raise NotImplementedError

    def abort(self):
        """Close at once; what is buffered is lost."""
        raise NotImplementedError


class SubprocessTransport(BaseTransport):
    """A process; its pipes are transports themselves."""

    __slots__ = ()

    def get_pid(self):
        """The number of the process."""
        raise NotImplementedError

    def get_returncode(self):
        """How it ended, or None."""
        raise NotImplementedError

    def get_pipe_transport(self, fd):
        """The transport of its descriptor 0, 1 or 2, or None."""
        raise NotImplementedError

    def send_signal(self, signal):
        """Send it a signal."""
        raise NotImplementedError

    def terminate(self):
        """Ask it to end."""
        raise NotImplementedError

    def kill(self):
        """End it."""
        raise NotImplementedError


class _ProtocolMixin:
    """For transports that keep their protocol in _protocol and know in _closing whether they are at the end."""

    __slots__ = ()

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def is_closing(self):
        return self._closing


class _FlowControlMixin(Transport):
    """The two marks of a write buffer: above one the protocol is to pause, at the other it may resume."""

    __slots__ = ("_loop", "_protocol_paused", "_high_water", "_low_water")

    def __init__(self, extra=None, loop=None):
        super().__init__(extra)
        assert loop is not None
        self._loop = loop
        self._protocol_paused = False
        self._set_write_buffer_limits()

    def _tell(self, method, what):
        try:
            method()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({"message": f"protocol.{what}() failed", "exception": exc, "transport": self,
                                               "protocol": self._protocol})

    def _maybe_pause_protocol(self):
        if self.get_write_buffer_size() > self._high_water and not self._protocol_paused:
            self._protocol_paused = True
            self._tell(self._protocol.pause_writing, "pause_writing")

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            self._tell(self._protocol.resume_writing, "resume_writing")

    def get_write_buffer_size(self):
        raise NotImplementedError

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_write_buffer_limits(high=high, low=low)
        self._maybe_pause_protocol()

    def _set_write_buffer_limits(self, high=None, low=None):
        """One mark makes the other: high is four times low; without either, high is 64 KiB."""
        if high is None:
            high = 4 * low if low is not None else 64 * 1024
        if low is None:
            low = high // 4
        if not 0 <= low <= high:
            raise ValueError(f"high ({high!r}) must be >= low ({low!r}) must be >= 0")
        self._low_water, self._high_water = low, high
