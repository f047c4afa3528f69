"""The event loop: callbacks that are ready, timers, and what needs no selector.

One turn (_run_once) waits for files and timers, then runs what is ready: _ready is a queue of handles, _scheduled a heap of timers. A
subclass supplies _selector, _process_events(), _write_to_self() and the transports. Only the loop's own thread may call its methods,
but for call_soon_threadsafe(); in debug mode that is checked. An exception of a callback is told to the exception handler and ends
nothing; SystemExit and KeyboardInterrupt leave run_forever().
"""

__all__ = ("BaseEventLoop", "Server")

import collections
import concurrent.futures
import errno
import heapq
import itertools
import os
import socket
import stat
import subprocess
import sys
import threading
import time
import traceback
import warnings
import weakref

from . import constants, coroutines, events, exceptions, format_helpers, futures, protocols, tasks, timeouts, transports, trsock
from .log import logger

_ENDS_THE_LOOP = (SystemExit, KeyboardInterrupt)

# With more cancelled timers than this, and more than this share of all, the heap is made anew without them.
_MIN_SCHEDULED_TIMER_HANDLES = 100
_MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5
MAXIMUM_SELECT_TIMEOUT = 24 * 3600


def _format_handle(handle):
    """A handle for a message: the task, if it is a step of one."""
    owner = getattr(handle._callback, "__self__", None)
    return repr(owner) if isinstance(owner, tasks.Task) else str(handle)


def _format_pipe(fd):
    names = {subprocess.PIPE: "<pipe>", subprocess.STDOUT: "<stdout>"}
    return names.get(fd) or repr(fd)


def _run_until_complete_cb(fut):
    """Stop the loop of a future that is done, unless its exception has ended the loop already."""
    ended = not fut.cancelled() and isinstance(fut.exception(), _ENDS_THE_LOOP)
    if not ended:
        futures._get_loop(fut).stop()


# --- Arguments of the methods that connect and serve


def _check_not_ssl(ssl):
    if ssl:
        raise RuntimeError("SSL is not supported: there is no ssl module")


def _check_only_with_ssl(has_ssl, **arguments):
    for name, value in arguments.items():
        if value is not None and not has_ssl:
            raise ValueError(f"{name} is only meaningful with ssl")


def _check_address_or_socket(host, port, sock, neither):
    """An address or a socket for a stream is to be given, not both; ValueError(neither) for none."""
    if host is not None or port is not None:
        if sock is not None:
            raise ValueError("host/port and sock can not be specified at the same time")
    elif sock is None:
        raise ValueError(neither)
    else:
        _check_stream(sock)


def _check_stream(sock):
    if sock.type != socket.SOCK_STREAM:
        raise ValueError(f"A Stream Socket was expected, got {sock!r}")


# --- Addresses and sockets


def _port_number(port):
    """The number that a port is without a look-up, or None."""
    if port in (None, "", b""):
        return 0
    try:
        return int(port)
    except (TypeError, ValueError):
        return None


def _is_address(family, host):
    try:
        socket.inet_pton(family, host)
    except OSError:
        return False
    return True


def _ipaddr_info(host, port, family, type, proto, flowinfo=0, scopeid=0):
    """An address that needs no look-up as getaddrinfo gives it, or None."""
    protocol = {socket.SOCK_STREAM: socket.IPPROTO_TCP, socket.SOCK_DGRAM: socket.IPPROTO_UDP}.get(type)
    if protocol is None or host is None or proto not in (0, socket.IPPROTO_TCP, socket.IPPROTO_UDP):
        return None
    if isinstance(host, bytes):
        host = host.decode("idna")
    port = _port_number(port)
    if port is None or "%" in host:
        return None
    further = {socket.AF_INET6: (flowinfo, scopeid)}
    for candidate in (socket.AF_INET, socket.AF_INET6) if family == socket.AF_UNSPEC else (family,):
        if _is_address(candidate, host):
            return candidate, type, protocol, "", (host, port, *further.get(candidate, ()))
    return None


def _set_reuseport(sock):
    if not hasattr(socket, "SO_REUSEPORT"):
        raise ValueError("reuse_port not supported by socket module")
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        raise ValueError("reuse_port not supported by socket module, SO_REUSEPORT defined but not implemented.")


def _set_nodelay(sock):
    """TCP: small pieces go at once, for transports gather them themselves."""
    if sock.type != socket.SOCK_STREAM or sock.proto not in (0, socket.IPPROTO_TCP):
        return
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            pass


def _bind(sock, address):
    """bind(), whose error tells the address."""
    try:
        sock.bind(address)
    except OSError as error:
        message = f"error while attempting to bind on address {address!r}: {str(error).lower()}"
        raise OSError(error.errno, message) from None


def _has_file(path):
    """Is that address of a Unix socket a path, not a name of Linux's own?"""
    return path[0] not in (0, "\x00")


def _remove_stale_socket(path):
    """Remove what an earlier server left behind, and nothing else."""
    if not _has_file(path):
        return
    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.remove(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        logger.error("Unable to check or remove stale UNIX socket %r: %r", path, error)


def _check_process_options(needs_shell, *, shell, universal_newlines, bufsize, encoding, errors, text):
    """Processes of asyncio speak in bytes, and nothing is buffered for them."""
    mistakes = {
        "universal_newlines must be False": universal_newlines,
        f"shell must be {needs_shell}": bool(shell) != needs_shell,
        "bufsize must be 0": bufsize != 0,
        "text must be False": text,
        "encoding must be None": encoding is not None,
        "errors must be None": errors is not None,
    }
    for message, is_made in mistakes.items():
        if is_made:
            raise ValueError(message)


def _listening_sockets(infos, options, reuse_port):
    """Sockets bound to all addresses but those that the machine does not have; OSError if none is left."""
    sockets = []
    try:
        for family, kind, proto, _, address in infos:
            try:
                sock = socket.socket(family, kind, proto)
            except OSError:
                continue  # a family that the machine does not have
            sockets.append(sock)
            for level, option in options:
                sock.setsockopt(level, option, True)
            if reuse_port:
                _set_reuseport(sock)
            if family == getattr(socket, "AF_INET6", None) and hasattr(socket, "IPPROTO_IPV6"):
                # Otherwise it would take the IPv4 port, too.
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
            try:
                _bind(sock, address)
            except OSError as error:
                if error.errno != errno.EADDRNOTAVAIL:
                    raise
                sockets.pop().close()
        if not sockets:
            raise OSError("could not bind on any address out of %r" % ([info[4] for info in infos],))
    except:
        for sock in sockets:
            sock.close()
        raise
    return sockets


class Server(events.AbstractServer):
    """Listening sockets and their connections.

    closed: _sockets is None; and the last connection has ended: _waiters is None, too.
    """

    def __init__(self, loop, sockets, protocol_factory, ssl_context, backlog, ssl_handshake_timeout, ssl_shutdown_timeout=None):
        self._loop = loop
        self._backlog = backlog
        self._serve = lambda sock: loop._start_serving(protocol_factory, sock, ssl_context, self, backlog, ssl_handshake_timeout,
                                                       ssl_shutdown_timeout)
        self._sockets = sockets
        self._serving = False
        self._serving_forever_fut = None
        self._clients = weakref.WeakSet()
        self._waiters = []

    def __repr__(self):
        return f"<{type(self).__name__} sockets={self.sockets!r}>"

    @property
    def sockets(self):
        return tuple(map(trsock.TransportSocket, self._sockets or ()))

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    # --- Connections come and go

    def _attach(self, transport):
        assert self._sockets is not None
        self._clients.add(transport)

    def _detach(self, transport):
        self._clients.discard(transport)
        self._tell_if_ended()

    def _tell_if_ended(self):
        if self._sockets is None and not len(self._clients):
            self._wakeup()

    def _wakeup(self):
        waiters, self._waiters = self._waiters, None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _for_clients(self, what):
        # A copy: clients leave the set meanwhile.
        for transport in self._clients.copy():
            what(transport)

    def close_clients(self):
        self._for_clients(lambda transport: transport.close())

    def abort_clients(self):
        self._for_clients(lambda transport: transport.abort())

    # --- From listening to the end

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._serve(sock)

    async def start_serving(self):
        self._start_serving()
        await tasks.sleep(0)  # so that the sockets are being listened to

    async def serve_forever(self):
        if self._serving_forever_fut is not None:
            raise RuntimeError(f"server {self!r} is already being awaited on serve_forever()")
        if self._sockets is None:
            raise RuntimeError(f"server {self!r} is closed")
        self._start_serving()
        forever = self._serving_forever_fut = self._loop.create_future()
        try:
            await forever
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    def close(self):
        sockets, self._sockets = self._sockets, None
        if sockets is None:
            return
        for sock in sockets:
            self._loop._stop_serving(sock)
        self._serving = False
        forever = self._serving_forever_fut
        if forever is not None and not forever.done():
            self._serving_forever_fut = None
            forever.cancel()
        self._tell_if_ended()

    async def wait_closed(self):
        """Wait until it is closed and the last connection has ended."""
        if self._waiters is not None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            await waiter


class BaseEventLoop(events.AbstractEventLoop):
    """What all loops have in common."""

    def __init__(self):
        self._ready = collections.deque()
        self._scheduled = []
        self._timer_cancelled_count = 0  # among _scheduled
        self._current_handle = None  # in debug mode
        self._closed = self._stopping = False
        self._thread_id = None  # of the thread that runs it
        self._internal_fds = 0
        self._clock_resolution = time.get_clock_info("monotonic").resolution
        self._default_executor = None
        self._executor_shutdown_called = False
        self._exception_handler = self._task_factory = None
        self._asyncgens = weakref.WeakSet()
        self._asyncgens_shutdown_called = False
        self._coroutine_origin_tracking_enabled = False
        self._coroutine_origin_tracking_saved_depth = None
        self.slow_callback_duration = 0.1  # seconds, above which debug mode warns
        self.set_debug(coroutines._is_debug_mode())

    def __repr__(self):
        return f"<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>"

    # --- Futures and tasks

    def create_future(self):
        """A Future of this loop."""
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """Run a coroutine; its Task."""
        self._check_closed()
        if self._task_factory is None:
            task = tasks.Task(coro, loop=self, name=name, context=context)
            format_helpers.forget_caller(task)
        else:
            task = self._task_factory(self, coro, **({} if context is None else {"context": context}))
            set_name = getattr(task, "set_name", None)  # a factory may make what it likes
            if name is not None and set_name is not None:
                set_name(name)
        try:
            return task
        finally:
            del task  # an eager task may have failed, and its traceback holds this frame

    def get_task_factory(self):
        return self._task_factory

    def set_task_factory(self, factory):
        """factory(loop, coro) makes tasks from now on; None: Task does."""
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    # --- For subclasses

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        raise NotImplementedError

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        raise NotImplementedError

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs):
        raise NotImplementedError

    def _write_to_self(self):
        raise NotImplementedError

    def _process_events(self, event_list):
        raise NotImplementedError

    # --- Life

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _check_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError("Executor shutdown has been called")

    # --- Asynchronous generators are closed with the loop, and the default executor is shut down

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            warnings.warn(f"asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call", ResourceWarning, source=self)
        self._asyncgens.add(agen)

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.discard(agen)
        if not self._closed:
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close the asynchronous generators that are still open."""
        self._asyncgens_shutdown_called = True
        generators = list(self._asyncgens)
        self._asyncgens.clear()
        if not generators:
            return
        outcomes = await tasks.gather(*(generator.aclose() for generator in generators), return_exceptions=True)
        for generator, outcome in zip(generators, outcomes):
            if isinstance(outcome, Exception):
                self.call_exception_handler({"message": f"an error occurred during closing of asynchronous generator {generator!r}",
                                             "exception": outcome, "asyncgen": generator})

    async def shutdown_default_executor(self, timeout=None):
        """Wait for the threads of the default executor."""
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is None:
            return
        future = self.create_future()
        waiting = threading.Thread(target=self._do_shutdown, args=(future,))
        waiting.start()
        try:
            async with timeouts.timeout(timeout):
                await future
        except TimeoutError:
            message = f"The executor did not finishing joining its threads within {timeout} seconds."
            warnings.warn(message, RuntimeWarning, stacklevel=2)
            executor.shutdown(wait=False)
        else:
            waiting.join()

    def _do_shutdown(self, future):
        """In a thread: wait for those of the executor, then say so in the loop, if there is still one."""
        try:
            self._default_executor.shutdown(wait=True)
            told = futures._set_result_unless_cancelled, future, None
        except Exception as error:
            told = future.set_exception, error
        if not self._closed and not future.cancelled():
            self.call_soon_threadsafe(*told)

    # --- Running

    def is_running(self):
        return self._thread_id is not None

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def _run_forever_setup(self):
        self._check_closed()
        self._check_running()
        self._set_coroutine_origin_tracking(self._debug)
        self._old_agen_hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        self._thread_id = threading.get_ident()
        events._set_running_loop(self)

    def _run_forever_cleanup(self):
        self._thread_id, self._stopping = None, False
        events._set_running_loop(None)
        hooks, self._old_agen_hooks = self._old_agen_hooks, None
        if hooks is not None:
            sys.set_asyncgen_hooks(*hooks)
        self._set_coroutine_origin_tracking(False)

    def run_forever(self):
        """Run until stop() is called."""
        self._run_forever_setup()
        turn = self._run_once
        try:
            turn()
            while not self._stopping:
                turn()
        finally:
            self._run_forever_cleanup()

    def run_until_complete(self, future):
        """Run until a future (or coroutine) is done; its result."""
        self._check_closed()
        self._check_running()
        is_ours = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if is_ours:
            # Nobody else has it, so nobody can wait for it.
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except:
            if is_ours and future.done() and not future.cancelled():
                future.exception()  # counts as retrieved
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if future.done():
            return future.result()
        raise RuntimeError("Event loop stopped before Future completed.")

    def stop(self):
        """Stop after the callbacks that are ready now."""
        self._stopping = True

    def is_closed(self):
        return self._closed

    def _is_to_be_closed(self):
        """False: it is closed already. A running loop cannot be."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        return not self.is_closed()

    def close(self):
        """Forget everything; the loop must not be running."""
        if not self._is_to_be_closed():
            return
        if self._debug:
            logger.debug("Close %r", self)
        self._closed = self._executor_shutdown_called = True
        self._scheduled.clear()
        self._ready.clear()
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def __del__(self, _warn=warnings.warn):
        if self.is_closed():
            return
        _warn(f"unclosed event loop {self!r}", ResourceWarning, source=self)
        if not self.is_running():
            self.close()

    # --- Callbacks

    def time(self):
        """The loop's clock, in seconds."""
        return time.monotonic()

    def call_later(self, delay, callback, *args, context=None):
        """Call callback after delay seconds; a TimerHandle."""
        if delay is None:
            raise TypeError("delay must not be None")
        timer = self.call_at(self.time() + delay, callback, *args, context=context)
        if self._debug:
            format_helpers.forget_caller(timer)
        return timer

    def call_at(self, when, callback, *args, context=None):
        """Call callback at a time of the loop's clock; a TimerHandle."""
        if when is None:
            raise TypeError("when cannot be None")
        if self._closed or self._debug:
            self._check_call("call_at", callback)
        timer = events.TimerHandle(when, callback, args, self, context)
        if self._debug:
            format_helpers.forget_caller(timer)
        timer._scheduled = True
        heapq.heappush(self._scheduled, timer)
        return timer

    def call_soon(self, callback, *args, context=None):
        """Call callback as soon as possible, in turn; a Handle."""
        if self._closed or self._debug:
            self._check_call("call_soon", callback)
        handle = events.Handle(callback, args, self, context)
        if self._debug:
            format_helpers.forget_caller(handle)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """call_soon() for other threads: wakes the loop."""
        if self._closed or self._debug:
            self._check_call("call_soon_threadsafe", callback, any_thread=True)
        handle = events.Handle(callback, args, self, context)
        if self._debug:
            format_helpers.forget_caller(handle)
        self._ready.append(handle)
        self._write_to_self()
        return handle

    def _check_call(self, method, callback, any_thread=False):
        """What is wrong with a call of that method? In debug mode callbacks and threads are looked at, too."""
        self._check_closed()
        if self._debug:
            if not any_thread:
                self._check_thread()
            self._check_callback(callback, method)

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")
        if not callable(callback):
            raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")

    def _check_thread(self):
        if self._thread_id not in (None, threading.get_ident()):
            raise RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one")

    def run_in_executor(self, executor, func, *args):
        """Run func in an executor (None: a pool of threads); a future."""
        if self._closed or self._debug:
            self._check_call("run_in_executor", func, any_thread=True)
        if executor is None:
            self._check_default_executor()
            if self._default_executor is None:
                self._default_executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="asyncio")
            executor = self._default_executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    # --- Addresses

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)

    async def _ensure_resolved(self, address, *, family=0, type=socket.SOCK_STREAM, proto=0, flags=0, loop):
        host, port, *further = address
        known = _ipaddr_info(host, port, family, type, proto, *further)
        if known is not None:
            return [known]
        return await loop.getaddrinfo(host, port, family=family, type=type, proto=proto, flags=flags)

    async def _resolve(self, address, **options):
        """The addresses behind one; OSError if there is none."""
        infos = await self._ensure_resolved(address, loop=self, **options)
        if not infos:
            raise OSError("getaddrinfo() returned empty list")
        return infos

    # --- Connections

    def _bind_to_one_of(self, sock, infos, problems):
        """Bind a socket to the first local address of its family that can be had; the errors of the others are added to problems."""
        family = sock.family
        for candidate, _, _, _, address in infos:
            if candidate == family:
                try:
                    _bind(sock, address)
                    return
                except OSError as error:
                    problems.append(error)
        if problems:
            raise problems.pop()
        raise OSError(f"no matching local address with {family=} found")

    async def _connect_sock(self, errors, addr_info, local_addr_infos=None):
        """A socket connected to one address; the list of what failed is added to errors."""
        problems = []
        errors.append(problems)
        family, type_, proto, _, address = addr_info
        sock = None
        try:
            sock = socket.socket(family=family, type=type_, proto=proto)
            sock.setblocking(False)
            if local_addr_infos is not None:
                self._bind_to_one_of(sock, local_addr_infos, problems)
            await self.sock_connect(sock, address)
            return sock
        except BaseException as error:
            if isinstance(error, OSError):
                problems.append(error)
            if sock is not None:
                sock.close()
            raise
        finally:
            errors = problems = None  # their tracebacks hold this frame

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None,
                                local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                                happy_eyeballs_delay=None, interleave=None, all_errors=False):
        """Connect to a TCP server; (transport, protocol)."""
        _check_only_with_ssl(ssl, server_hostname=server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
                             ssl_shutdown_timeout=ssl_shutdown_timeout)
        _check_not_ssl(ssl)
        _check_address_or_socket(host, port, sock, "host and port was not specified and no sock specified")
        if sock is None:
            kind = dict(family=family, type=socket.SOCK_STREAM, proto=proto, flags=flags)
            infos = await self._resolve((host, port), **kind)
            local_infos = None if local_addr is None else await self._resolve(local_addr, **kind)
            sock = await self._connect_to_one_of(infos, local_infos, all_errors)
        transport, protocol = await self._create_connection_transport(sock, protocol_factory)
        if self._debug:
            logger.debug("%r connected to %s:%r: (%r, %r)", transport.get_extra_info("socket"), host, port, transport, protocol)
        return transport, protocol

    async def _connect_to_one_of(self, infos, local_infos, all_errors):
        """A socket connected to the first address that can be reached. Otherwise all errors in a group, or one that speaks for all."""
        attempts = []
        for info in infos:
            try:
                return await self._connect_sock(attempts, info, local_infos)
            except OSError:
                continue
        errors = list(itertools.chain.from_iterable(attempts))
        try:
            if all_errors:
                raise ExceptionGroup("create_connection failed", errors)
            texts = [str(error) for error in errors]
            if texts.count(texts[0]) == len(texts):
                raise errors[0]
            raise OSError(f"Multiple exceptions: {', '.join(texts)}")
        finally:
            attempts = errors = None  # their tracebacks hold this frame

    async def _create_connection_transport(self, sock, protocol_factory):
        sock.setblocking(False)
        return await self._connect_transport(protocol_factory, self._make_socket_transport, sock)

    async def _connect_transport(self, protocol_factory, make, thing, **options):
        """(transport, protocol) for a socket or pipe, as soon as the protocol has heard of it."""
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = make(thing, protocol, waiter=waiter, **options)
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """A transport for a connection that was accepted elsewhere."""
        _check_stream(sock)
        _check_only_with_ssl(ssl, ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        _check_not_ssl(ssl)
        return await self._create_connection_transport(sock, protocol_factory)

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        """Send a file through a transport; how many bytes."""
        if transport.is_closing():
            raise RuntimeError("Transport is closing")
        if not fallback:
            raise exceptions.SendfileNotAvailableError(f"sendfile syscall is not available for transport {transport!r} and file {file!r} combination")
        if offset:
            file.seek(offset)
        most = constants.SENDFILE_FALLBACK_READBUFFER_SIZE
        total = 0
        try:
            while count is None or total < count:
                size = most if count is None else min(most, count - total)
                data = await self.run_in_executor(None, file.read, size)
                if not data:
                    break
                transport.write(data)
                while transport.get_write_buffer_size() > size:
                    await tasks.sleep(0)
                total += len(data)
        finally:
            if total and hasattr(file, "seek"):
                file.seek(offset + total)
        return total

    async def start_tls(self, transport, protocol, sslcontext, **kwargs):
        _check_not_ssl(True)

    # --- Datagrams

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0,
                                       reuse_port=None, allow_broadcast=None, sock=None):
        """A socket for datagrams; (transport, protocol)."""
        remote = None
        if sock is not None:
            if sock.type == socket.SOCK_STREAM:
                raise ValueError(f"A datagram socket was expected, got {sock!r}")
            settings = dict(local_addr=local_addr, remote_addr=remote_addr, family=family, proto=proto, flags=flags, reuse_port=reuse_port,
                            allow_broadcast=allow_broadcast)
            given = ", ".join(f"{name}={value}" for name, value in settings.items() if value)
            if given:
                raise ValueError(f"socket modifier keyword arguments can not be used when sock is specified. ({given})")
            sock.setblocking(False)
        else:
            problems = []
            for candidate in await self._datagram_addresses(local_addr, remote_addr, family, proto, flags):
                try:
                    sock = await self._datagram_socket(*candidate, reuse_port, allow_broadcast)
                except OSError as error:
                    problems.append(error)
                else:
                    remote = candidate[3]
                    break
            else:
                raise problems[0]
        return await self._connect_transport(protocol_factory, self._make_datagram_transport, sock, address=remote)

    async def _datagram_addresses(self, local_addr, remote_addr, family, proto, flags):
        """The (family, protocol, local address, remote address) that a socket may have."""
        if not (local_addr or remote_addr):
            if family == 0:
                raise ValueError("unexpected address family")
            return [(family, proto, None, None)]
        ends = (local_addr, remote_addr)
        if hasattr(socket, "AF_UNIX") and family == socket.AF_UNIX:
            if not all(isinstance(end, (str, type(None))) for end in ends):
                raise TypeError("string is expected")
            if local_addr:
                _remove_stale_socket(local_addr)
            return [(family, proto, local_addr, remote_addr)]
        found = {}
        for index, end in enumerate(ends):
            if end is None:
                continue
            if not (isinstance(end, tuple) and len(end) == 2):
                raise TypeError("2-tuple is expected")
            infos = await self._resolve(end, family=family, type=socket.SOCK_DGRAM, proto=proto, flags=flags)
            for its_family, _, its_protocol, _, address in infos:
                found.setdefault((its_family, its_protocol), [None, None])[index] = address
        # Both ends must be of one family, if both are asked for.
        possible = [(*kind, *pair) for kind, pair in found.items() if all(pair[index] for index, end in enumerate(ends) if end)]
        if not possible:
            raise ValueError("can not get address information")
        return possible

    async def _datagram_socket(self, family, proto, local, remote, reuse_port, allow_broadcast):
        sock = socket.socket(family=family, type=socket.SOCK_DGRAM, proto=proto)
        try:
            if reuse_port:
                _set_reuseport(sock)
            if allow_broadcast:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            sock.setblocking(False)
            if local:
                sock.bind(local)
            if remote and not allow_broadcast:
                await self.sock_connect(sock, remote)
        except:
            sock.close()
            raise
        return sock

    # --- Servers

    async def create_server(self, protocol_factory, host=None, port=None, *, family=socket.AF_UNSPEC, flags=socket.AI_PASSIVE, sock=None,
                            backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None,
                            ssl_shutdown_timeout=None, start_serving=True):
        """Listen for TCP connections; a Server."""
        if ssl is True or ssl is False:
            raise TypeError("ssl argument must be an SSLContext or None")
        _check_only_with_ssl(ssl is not None, ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        _check_not_ssl(ssl)
        _check_address_or_socket(host, port, sock, "Neither host/port nor sock were specified")
        if sock is not None:
            sockets = [sock]
        else:
            # An address that was in use a moment ago can be had again at once.
            reuse_address = os.name == "posix" and sys.platform != "cygwin" if reuse_address is None else reuse_address
            options = [(socket.SOL_SOCKET, socket.SO_REUSEADDR)] if reuse_address else []
            if keep_alive:
                options.append((socket.SOL_SOCKET, socket.SO_KEEPALIVE))
            sockets = _listening_sockets(await self._server_addresses(host, port, family, flags), options, reuse_port)
        for each in sockets:
            each.setblocking(False)
        server = Server(self, sockets, protocol_factory, ssl, backlog, ssl_handshake_timeout, ssl_shutdown_timeout)
        if start_serving:
            await server.start_serving()
        return server

    async def _server_addresses(self, host, port, family, flags):
        """The set of addresses of one host or of several; of the whole machine for none."""
        if host in (None, ""):
            hosts = [None]
        else:
            hosts = [host] if isinstance(host, str) or not hasattr(host, "__iter__") else host
        found = await tasks.gather(*[self._ensure_resolved((each, port), family=family, type=socket.SOCK_STREAM, flags=flags, loop=self)
                                     for each in hosts])
        return set(itertools.chain.from_iterable(found))

    # --- Pipes and processes

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Receive from a pipe; (transport, protocol)."""
        return await self._connect_transport(protocol_factory, self._make_read_pipe_transport, pipe)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Send to a pipe; (transport, protocol)."""
        return await self._connect_transport(protocol_factory, self._make_write_pipe_transport, pipe)

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
        """Run a command of the shell's; (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError("cmd must be a string")
        _check_process_options(True, shell=shell, universal_newlines=universal_newlines, bufsize=bufsize, encoding=encoding,
                               errors=errors, text=text)
        return await self._start_process(protocol_factory, cmd, True, (stdin, stdout, stderr), bufsize, kwargs)

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
        """Run a program; (transport, protocol)."""
        _check_process_options(False, shell=shell, universal_newlines=universal_newlines, bufsize=bufsize, encoding=encoding,
                               errors=errors, text=text)
        return await self._start_process(protocol_factory, (program, *args), False, (stdin, stdout, stderr), bufsize, kwargs)

    async def _start_process(self, protocol_factory, command, shell, streams, bufsize, options):
        protocol = protocol_factory()
        return await self._make_subprocess_transport(protocol, command, shell, *streams, bufsize, **options), protocol

    # --- Exceptions nobody caught

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        """handler(loop, context) is told of exceptions from now on; None: they are logged."""
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Log what happened."""
        exception = context.get("exception")
        handle = self._current_handle
        if handle is not None and handle._source_traceback and "source_traceback" not in context:
            context["handle_traceback"] = handle._source_traceback
        lines = [context.get("message") or "Unhandled exception in event loop"]
        for key, value in sorted(context.items(), key=lambda item: item[0]):
            if key in ("source_traceback", "handle_traceback"):
                what = "Object" if key == "source_traceback" else "Handle"
                stack = "".join(traceback.format_list(value)).rstrip()
                lines.append(f"{key}: {what} created at (most recent call last):\n{stack}")
            elif key not in ("message", "exception"):
                lines.append(f"{key}: {value!r}")
        exc_info = False if exception is None else (type(exception), exception, exception.__traceback__)
        logger.error("\n".join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Tell the handler, or log."""
        if self._exception_handler is None:
            self._log_exception(context, "Exception in default exception handler")
            return
        try:
            thing = context.get("task") or context.get("future") or context.get("handle")
            owner = thing.get_context() if hasattr(thing, "get_context") else None
            if hasattr(owner, "run"):
                # In the context of whom it happened to.
                owner.run(self._exception_handler, self, context)
            else:
                self._exception_handler(self, context)
        except _ENDS_THE_LOOP:
            raise
        except BaseException as exc:
            self._log_exception({"message": "Unhandled error in exception handler", "exception": exc, "context": context},
                                "Exception in default exception handler while handling an unexpected error in custom exception handler")

    def _log_exception(self, context, problem):
        """Call the default handler (a subclass may have its own); when that fails, too, log the problem."""
        try:
            self.default_exception_handler(context)
        except _ENDS_THE_LOOP:
            raise
        except BaseException:
            logger.error(problem, exc_info=True)

    # --- One turn

    def _add_callback(self, handle):
        if not handle._cancelled:
            self._ready.append(handle)

    def _add_callback_signalsafe(self, handle):
        self._add_callback(handle)
        self._write_to_self()

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._timer_cancelled_count += 1

    def _run_once(self):
        """Wait for files and timers (not at all when something is ready), then run what is ready."""
        ready = self._ready
        if self._scheduled:
            self._drop_cancelled_timers()
        scheduled = self._scheduled
        timeout = None
        if ready or self._stopping:
            timeout = 0
        elif scheduled:
            timeout = min(max(0, scheduled[0]._when - self.time()), MAXIMUM_SELECT_TIMEOUT)
        found = self._selector.select(timeout)
        if found:
            self._process_events(found)
            found = None
        if scheduled:
            end = self.time() + self._clock_resolution
            while scheduled and scheduled[0]._when < end:
                handle = heapq.heappop(scheduled)
                handle._scheduled = False
                ready.append(handle)
        # What callbacks add is for the next turn.
        if self._debug:
            self._run_ready_slowly(len(ready))
        else:
            popleft = ready.popleft
            for _ in range(len(ready)):
                handle = popleft()
                if not handle._cancelled:
                    handle._run()
        handle = None

    def _drop_cancelled_timers(self):
        """Those at the top of the heap; all of them when they are many, for which the heap is made anew."""
        scheduled = self._scheduled
        count = len(scheduled)
        if count <= _MIN_SCHEDULED_TIMER_HANDLES or self._timer_cancelled_count <= count * _MIN_CANCELLED_TIMER_HANDLES_FRACTION:
            while scheduled and scheduled[0]._cancelled:
                heapq.heappop(scheduled)._scheduled = False
                self._timer_cancelled_count -= 1
            return
        kept = [handle for handle in scheduled if not handle._cancelled]
        for handle in scheduled:
            handle._scheduled = not handle._cancelled
        heapq.heapify(kept)
        self._scheduled, self._timer_cancelled_count = kept, 0

    def _run_ready_slowly(self, count):
        for _ in range(count):
            handle = self._ready.popleft()
            if handle._cancelled:
                continue
            start = self.time()
            self._current_handle = handle
            try:
                handle._run()
                duration = self.time() - start
                if duration >= self.slow_callback_duration:
                    logger.warning("Executing %s took %.3f seconds", _format_handle(handle), duration)
            finally:
                self._current_handle = None

    def _set_coroutine_origin_tracking(self, enabled):
        if bool(enabled) == self._coroutine_origin_tracking_enabled or not hasattr(sys, "set_coroutine_origin_tracking_depth"):
            return
        if enabled:
            self._coroutine_origin_tracking_saved_depth = sys.get_coroutine_origin_tracking_depth()
        sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH if enabled else self._coroutine_origin_tracking_saved_depth)
        self._coroutine_origin_tracking_enabled = bool(enabled)

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)
