"""Servers: an object that waits for requests, and a handler object made for each.

    BaseServer: the loop          serve_forever -> get_request -> verify_request -> process_request -> finish_request -> a handler
    TCPServer, UDPServer          what a request is, and how it is ended
    ThreadingMixIn, ForkingMixIn  process_request in a thread or a process of its own; without them, one request after another

A server belongs to the thread that serves; shutdown() alone is called from another. An exception of a handler is reported by handle_error
and ends nothing; one that is no Exception leaves serve_forever.
"""

import os
import selectors
import socket
import sys
import threading
from io import BufferedIOBase, BytesIO
from time import monotonic

__all__ = [
    "BaseServer", "TCPServer", "UDPServer", "ThreadingUDPServer", "ThreadingTCPServer", "BaseRequestHandler", "StreamRequestHandler",
    "DatagramRequestHandler", "ThreadingMixIn", "ForkingUDPServer", "ForkingTCPServer", "ForkingMixIn", "UnixStreamServer",
    "UnixDatagramServer", "ThreadingUnixStreamServer", "ThreadingUnixDatagramServer", "ForkingUnixStreamServer",
    "ForkingUnixDatagramServer",
]

_ServerSelector = getattr(selectors, "PollSelector", selectors.SelectSelector)


class BaseServer:
    """What all servers have in common; the way data arrives is a subclass's."""

    timeout = None  # seconds that handle_request() waits

    def __init__(self, server_address, RequestHandlerClass):
        self.RequestHandlerClass = RequestHandlerClass
        self.server_address = server_address
        self.__shutdown_request = False
        self.__is_shut_down = threading.Event()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.server_close()

    # --- Waiting for requests

    def __watcher(self):
        """A selector that watches this server."""
        selector = _ServerSelector()
        try:
            selector.register(self, selectors.EVENT_READ)
        except BaseException:
            selector.close()
            raise
        return selector

    def serve_forever(self, poll_interval=0.5):
        """Handle requests until shutdown() is called in another thread, looking for that every `poll_interval` seconds."""
        self.__is_shut_down.clear()
        try:
            with self.__watcher() as watcher:
                while not self.__shutdown_request:
                    found = watcher.select(poll_interval)
                    if self.__shutdown_request:
                        break  # in vain for the request, but at once
                    if found:
                        self._handle_request_noblock()
                    self.service_actions()
        finally:
            self.__shutdown_request = False
            self.__is_shut_down.set()

    def shutdown(self):
        """End serve_forever() and wait until it has ended. Must be called in another thread."""
        self.__shutdown_request = True
        self.__is_shut_down.wait()

    def handle_request(self):
        """Handle one request, or call handle_timeout() when none comes in time."""
        limits = [seconds for seconds in (self.socket.gettimeout(), self.timeout) if seconds is not None]
        deadline = monotonic() + min(limits) if limits else None
        with self.__watcher() as watcher:
            while True:
                left = None if deadline is None else deadline - monotonic()
                if watcher.select(left):
                    return self._handle_request_noblock()
                if left is not None and deadline < monotonic():
                    return self.handle_timeout()

    # --- One request

    def _handle_request_noblock(self):
        # The selector has said that something is there, so this does not wait.
        try:
            request, client_address = self.get_request()
        except OSError:
            return  # it has gone again
        is_taken = False  # by process_request(), which ends it, too
        is_wanted = self.verify_request(request, client_address)
        try:
            if is_wanted:
                self.process_request(request, client_address)
                is_taken = True
        except Exception:
            self.handle_error(request, client_address)
        finally:
            if not is_taken:
                self.shutdown_request(request)

    def process_request(self, request, client_address):
        """Handle a request and end it."""
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def finish_request(self, request, client_address):
        """Handle a request by making a handler."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        """End a request."""
        self.close_request(request)

    def handle_error(self, request, client_address):
        """Report an exception of a handler; the server goes on."""
        import traceback
        line = "-" * 40
        print(line, f"Exception occurred during processing of request from {client_address}", sep="\n", file=sys.stderr)
        traceback.print_exc()
        print(line, file=sys.stderr)

    # --- For subclasses

    def server_activate(self):
        """Begin to listen."""

    def service_actions(self):
        """Called in each round of serve_forever()."""

    def verify_request(self, request, client_address):
        """Shall this request be handled?"""
        return True

    def close_request(self, request):
        """Clean up after a request."""

    def handle_timeout(self):
        """Called when no request came in time."""

    def server_close(self):
        """Clean up."""


class TCPServer(BaseServer):
    """Serves connections."""

    address_family = socket.AF_INET
    socket_type = socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = False
    allow_reuse_port = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        super().__init__(server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if not bind_and_activate:
            return
        try:
            self.server_bind()
            self.server_activate()
        except:
            self.server_close()
            raise

    def server_bind(self):
        """Bind the socket to the address."""
        has_ports = self.address_family in (socket.AF_INET, socket.AF_INET6)
        for option, is_wanted in (("SO_REUSEADDR", self.allow_reuse_address), ("SO_REUSEPORT", self.allow_reuse_port and has_ports)):
            if is_wanted and hasattr(socket, option):
                self.socket.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def server_activate(self):
        """Begin to listen."""
        self.socket.listen(self.request_queue_size)

    def fileno(self):
        """Return the descriptor of the socket, for selectors."""
        return self.socket.fileno()

    def get_request(self):
        """Accept a connection; returns (its socket, address)."""
        return self.socket.accept()

    def shutdown_request(self, request):
        """End a connection."""
        try:
            # Tell the other side even where somebody else still holds a copy of the socket.
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        self.close_request(request)

    def close_request(self, request):
        """Close a connection."""
        request.close()

    def server_close(self):
        """Close the socket."""
        self.socket.close()


class UDPServer(TCPServer):
    """Serves datagrams: a request is (the datagram, the socket for the answer), and nothing has to be ended."""

    socket_type = socket.SOCK_DGRAM
    max_packet_size = 8192

    def server_activate(self):
        """There is nothing to listen for."""

    def get_request(self):
        """Receive a datagram; returns ((it, the socket), address)."""
        datagram, sender = self.socket.recvfrom(self.max_packet_size)
        return (datagram, self.socket), sender

    def shutdown_request(self, request):
        """End a request."""
        self.close_request(request)

    def close_request(self, request):
        """The socket serves the next one, too."""


# --- Requests in threads and processes of their own


def _serve_apart(server, request, client_address):
    """Handle a request and end it; False, and the exception is reported, if the handler failed."""
    try:
        server.finish_request(request, client_address)
        return True
    except Exception:
        server.handle_error(request, client_address)
        return False
    finally:
        server.shutdown_request(request)


class _Threads(list):
    """The threads to be awaited."""

    def append(self, thread):
        self.reap()
        if not thread.daemon:
            super().append(thread)

    def reap(self):
        """Forget those that have ended."""
        self[:] = filter(threading.Thread.is_alive, self)

    def pop_all(self):
        threads = self[:]
        self.clear()
        return threads

    def join(self):
        for thread in self.pop_all():
            thread.join()


class _NoThreads:
    """Nobody is awaited."""

    def append(self, thread):
        """It ends when it likes."""

    def join(self):
        """There is nothing to wait for."""


class ThreadingMixIn:
    """Handles each request in a thread of its own."""

    daemon_threads = False
    block_on_close = True  # does server_close() wait for the threads?
    _threads = _NoThreads()

    def process_request(self, request, client_address):
        """Start a thread for a request."""
        if self.block_on_close:
            vars(self).setdefault("_threads", _Threads())
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address))
        thread.daemon = self.daemon_threads
        self._threads.append(thread)
        thread.start()

    def process_request_thread(self, request, client_address):
        """What such a thread does."""
        _serve_apart(self, request, client_address)

    def server_close(self):
        """Clean up, and wait for the threads."""
        super().server_close()
        self._threads.join()


class ForkingMixIn:
    """Handles each request in a process of its own."""

    timeout = 300
    active_children = None  # the set of their numbers
    max_children = 40
    block_on_close = True  # does server_close() wait for them?

    def process_request(self, request, client_address):
        """Handle a request in a child."""
        pid = os.fork()
        if not pid:
            self.__be_child(request, client_address)
        if self.active_children is None:
            self.active_children = set()
        self.active_children.add(pid)
        self.close_request(request)

    def __be_child(self, request, client_address):
        """Never comes back."""
        try:
            os._exit(0 if _serve_apart(self, request, client_address) else 1)
        finally:
            os._exit(1)

    def collect_children(self, *, blocking=False):
        """Wait for the children that have ended; for all of them if `blocking`."""
        children = self.active_children
        if children is None:
            return
        # Too many: room must be made, whoever ends first.
        while len(children) >= self.max_children:
            try:
                children.discard(os.waitpid(-1, 0)[0])
            except ChildProcessError:
                children.clear()
            except OSError:
                break
        for pid in tuple(children):
            if self.__has_ended(pid, blocking):
                children.discard(pid)

    def __has_ended(self, pid, blocking):
        try:
            return os.waitpid(pid, 0 if blocking else os.WNOHANG)[0] != 0
        except ChildProcessError:
            return True  # somebody else has waited for it
        except OSError:
            return False

    def handle_timeout(self):
        """Wait for children when there is nothing else to do."""
        self.collect_children()

    def service_actions(self):
        """Wait for children in each round."""
        self.collect_children()

    def server_close(self):
        """Clean up, and wait for the children."""
        super().server_close()
        self.collect_children(blocking=self.block_on_close)


# --- All kinds of servers


class UnixStreamServer(TCPServer):
    """Serves connections over a Unix socket."""

    address_family = socket.AF_UNIX


class UnixDatagramServer(UDPServer):
    """Serves datagrams over a Unix socket."""

    address_family = socket.AF_UNIX


# ThreadingTCPServer, ForkingUnixDatagramServer, and so on.
for _mixin in (ThreadingMixIn, ForkingMixIn):
    for _server in (UDPServer, TCPServer, UnixStreamServer, UnixDatagramServer):
        _name = _mixin.__name__.removesuffix("MixIn") + _server.__name__
        globals()[_name] = type(_name, (_mixin, _server), {"__module__": __name__, "__doc__": _mixin.__doc__})


# --- Handlers


class BaseRequestHandler:
    """Handles one request: setup(), handle(), finish(), all called when it is made. A subclass overrides what it needs."""

    def __init__(self, request, client_address, server):
        self.server, self.request, self.client_address = server, request, client_address
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        """Get ready."""

    def handle(self):
        """Do what is asked for."""

    def finish(self):
        """Clean up, even if handle() has failed."""


class StreamRequestHandler(BaseRequestHandler):
    """A handler with files to read the request from and to write the answer to."""

    timeout = None  # of the socket
    disable_nagle_algorithm = False
    rbufsize = -1  # the default one
    wbufsize = 0  # none: what is written is sent at once

    def setup(self):
        """Make the files."""
        connection = self.connection = self.request
        if self.timeout is not None:
            connection.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = connection.makefile("rb", self.rbufsize)
        self.wfile = connection.makefile("wb", self.wbufsize) if self.wbufsize else _SocketWriter(connection)

    def finish(self):
        """Send what is left, and close the files."""
        try:
            if not self.wfile.closed:
                self.wfile.flush()
        except OSError:
            pass  # the other side is gone
        for file in (self.wfile, self.rfile):
            file.close()


class _SocketWriter(BufferedIOBase):
    """Writes all it is given to a socket, unbuffered."""

    def __init__(self, sock):
        self._sock = sock

    def fileno(self):
        return self._sock.fileno()

    def writable(self):
        return True

    def write(self, b):
        self._sock.sendall(b)
        return memoryview(b).nbytes


class DatagramRequestHandler(BaseRequestHandler):
    """A handler with files for a datagram and its answer."""

    def setup(self):
        """Make the files."""
        self.packet, self.socket = self.request
        self.rfile, self.wfile = BytesIO(self.packet), BytesIO()

    def finish(self):
        """Send the answer."""
        self.socket.sendto(self.wfile.getvalue(), self.client_address)
