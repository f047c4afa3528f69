"""Descriptors in pickles: a thread of the sender hands them to whoever has the pickle, over a connection that the pickle names."""

import os
import signal
import sys
import threading

from . import process, util
from .context import reduction

__all__ = ["stop", "DupFd"]


class DupFd:
    """A descriptor to be fetched once."""

    def __init__(self, fd):
        own = os.dup(fd)

        def send(conn, pid):
            reduction.send_handle(conn, own, pid)

        def close():
            os.close(own)

        self._id = _resource_sharer.register(send, close)

    def detach(self):
        """Fetch the descriptor."""
        with _resource_sharer.get_connection(self._id) as conn:
            return reduction.recv_handle(conn)


class _ResourceSharer:
    """The thread, and what it has to hand out."""

    def __init__(self):
        self._key = 0
        self._cache = {}
        self._lock = threading.Lock()
        self._listener = None
        self._address = None
        self._thread = None
        util.register_after_fork(self, _ResourceSharer._afterfork)

    def register(self, send, close):
        """Keep something until it is fetched; return how to ask for it."""
        with self._lock:
            if self._address is None:
                self._start()
            self._key += 1
            self._cache[self._key] = (send, close)
            return (self._address, self._key)

    @staticmethod
    def get_connection(ident):
        from .connection import Client
        address, key = ident
        conn = Client(address, authkey=process.current_process().authkey)
        conn.send((key, os.getpid()))
        return conn

    def stop(self, timeout=None):
        """End the thread; what was not fetched is closed."""
        from .connection import Client
        with self._lock:
            if self._address is not None:
                conn = Client(self._address, authkey=process.current_process().authkey)
                conn.send(None)
                conn.close()
                self._thread.join(timeout)
                if self._thread.is_alive():
                    util.sub_warning("_ResourceSharer thread did not stop when asked")
                self._listener.close()
                self._thread = None
                self._address = None
                self._listener = None
                for send, close in self._cache.values():
                    close()
                self._cache.clear()

    def _afterfork(self):
        for send, close in self._cache.values():
            close()
        self._cache.clear()
        self._lock._at_fork_reinit()
        if self._listener is not None:
            self._listener.close()
        self._listener = None
        self._address = None
        self._thread = None

    def _start(self):
        from .connection import Listener
        assert self._listener is None, "Already have Listener"
        util.debug("starting listener and thread for sending handles")
        self._listener = Listener(authkey=process.current_process().authkey, backlog=128)
        self._address = self._listener.address
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        while True:
            try:
                with self._listener.accept() as conn:
                    message = conn.recv()
                    if message is None:
                        break
                    key, destination_pid = message
                    send, close = self._cache.pop(key)
                    try:
                        send(conn, destination_pid)
                    finally:
                        close()
            except:
                if not util.is_exiting():
                    sys.excepthook(*sys.exc_info())


_resource_sharer = _ResourceSharer()
stop = _resource_sharer.stop
