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
        # Guards the keys, what they stand for, and the thread.
        self._lock = threading.Lock()
        self._key, self._cache = 0, {}
        self._forget_thread()
        util.register_after_fork(self, _ResourceSharer._afterfork)

    def _forget_thread(self):
        self._listener = self._address = self._thread = None

    def _close_all(self):
        """Close what was not fetched."""
        for _, close in self._cache.values():
            close()
        self._cache.clear()

    def register(self, send, close):
        """Keep something until it is fetched; return how to ask for it."""
        with self._lock:
            if self._address is None:
                self._start()
            self._key += 1
            self._cache[self._key] = send, close
            return self._address, self._key

    @staticmethod
    def get_connection(ident):
        address, key = ident
        conn = _ResourceSharer._connect(address)
        conn.send((key, os.getpid()))
        return conn

    @staticmethod
    def _connect(address):
        from .connection import Client
        return Client(address, authkey=process.current_process().authkey)

    def stop(self, timeout=None):
        """End the thread; what was not fetched is closed."""
        with self._lock:
            if self._address is None:
                return
            with self._connect(self._address) as conn:
                conn.send(None)
            self._thread.join(timeout)
            if self._thread.is_alive():
                util.sub_warning("_ResourceSharer thread did not stop when asked")
            self._listener.close()
            self._forget_thread()
            self._close_all()

    def _afterfork(self):
        """The thread is the parent's."""
        self._close_all()
        self._lock._at_fork_reinit()
        if self._listener is not None:
            self._listener.close()
        self._forget_thread()

    def _start(self):
        from .connection import Listener
        assert self._listener is None, "Already have Listener"
        util.debug("starting listener and thread for sending handles")
        self._listener = Listener(authkey=process.current_process().authkey, backlog=128)
        self._address = self._listener.address
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        # Signals are for the other threads.
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        going_on = True
        while going_on:
            try:
                going_on = self._serve_one()
            except BaseException:
                if not util.is_exiting():
                    sys.excepthook(*sys.exc_info())

    def _serve_one(self):
        """Hand out one thing; False when asked to end."""
        with self._listener.accept() as conn:
            request = conn.recv()
            if request is None:
                return False
            key, receiver = request
            send, close = self._cache.pop(key)
            try:
                send(conn, receiver)
            finally:
                close()
            return True


_resource_sharer = _ResourceSharer()
stop = _resource_sharer.stop
