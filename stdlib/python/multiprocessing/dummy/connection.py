"""Connections between threads: two queues."""

from queue import Queue

__all__ = ["Client", "Listener", "Pipe"]

families = [None]


class _ClosedAtEnd:
    """What `with` closes."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Listener(_ClosedAtEnd):
    """Accepts connections; its address is a queue of pairs of queues."""

    def __init__(self, address=None, family=None, backlog=1):
        self._backlog_queue = Queue(backlog)

    address = property(lambda self: self._backlog_queue)

    def accept(self):
        """Wait for a client; return the connection to it."""
        ends = self._backlog_queue.get()
        return Connection(*ends)

    def close(self):
        """Accept no more."""
        self._backlog_queue = None


class Connection(_ClosedAtEnd):
    """One end."""

    def __init__(self, _in, _out):
        self._in, self._out = _in, _out
        self.send = self.send_bytes = _out.put
        self.recv = self.recv_bytes = _in.get

    def poll(self, timeout=0.0):
        """Return whether there is something to receive, waiting at most `timeout` seconds."""
        incoming = self._in
        with incoming.not_empty:
            return incoming.not_empty.wait_for(incoming._qsize, timeout) > 0

    def close(self):
        pass


def Pipe(duplex=True):
    """Return the two ends of a connection."""
    there, back = Queue(), Queue()
    return Connection(there, back), Connection(back, there)


def Client(address):
    """Return a connection to a listener."""
    ours, theirs = Pipe()
    address.put((theirs._in, theirs._out))
    return ours
