"""Handles, the interface of event loops, and which loop belongs to whom.

The loop that runs in a thread is known to that thread alone; the loop that a thread would use is the policy's matter. A handle belongs to
the thread of its loop.
"""

__all__ = ("AbstractEventLoopPolicy", "AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle", "get_event_loop_policy",
           "set_event_loop_policy", "get_event_loop", "set_event_loop", "new_event_loop", "get_child_watcher", "set_child_watcher",
           "_set_running_loop", "get_running_loop", "_get_running_loop")

import contextvars
import os
import sys
import threading

from . import format_helpers


class Handle:
    """A callback that will be, or was, called by the loop."""

    __slots__ = ("_callback", "_args", "_cancelled", "_loop", "_source_traceback", "_repr", "__weakref__", "_context")

    def __init__(self, callback, args, loop, context=None):
        self._callback, self._args = callback, args
        self._context = contextvars.copy_context() if context is None else context
        self._cancelled, self._repr = False, None
        self._loop = loop
        self._source_traceback = format_helpers.extract_stack(sys._getframe(1)) if loop.get_debug() else None

    def __repr__(self):
        return self._repr or f"<{' '.join(self._repr_info())}>"

    def _repr_info(self):
        words = [type(self).__name__]
        if self._cancelled:
            words.append("cancelled")
        if self._callback is not None:
            words.append(self._call_as_text())
        if self._source_traceback:
            filename, line, *_ = self._source_traceback[-1]
            words.append(f"created at {filename}:{line}")
        return words

    def _call_as_text(self):
        return format_helpers._format_callback_source(self._callback, self._args, debug=self._loop.get_debug())

    def get_context(self):
        """The context that the callback is called in."""
        return self._context

    def cancelled(self):
        """Was it cancelled?"""
        return self._cancelled

    def cancel(self):
        """The callback will not be called (any more)."""
        if self._cancelled:
            return
        self._cancelled = True
        if self._loop.get_debug():
            self._repr = repr(self)  # before what it shows is gone
        self._callback = self._args = None

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            trace = {"source_traceback": self._source_traceback} if self._source_traceback else {}
            self._loop.call_exception_handler({"message": f"Exception in callback {self._call_as_text()}", "exception": exc, "handle": self,
                                               **trace})
        self = None  # breaks a cycle through the traceback


def _compared_by_time(decide):
    """A comparison of two timers; decide(self, other) knows them to be timers."""

    def compare(self, other):
        return decide(self, other) if isinstance(other, TimerHandle) else NotImplemented

    return compare


class TimerHandle(Handle):
    """A callback for a point in time; timers are ordered by it."""

    __slots__ = ("_scheduled", "_when")

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        format_helpers.forget_caller(self)
        self._scheduled = False  # is it in the loop's heap?
        self._when = when

    def _repr_info(self):
        words = super()._repr_info()
        words.insert(1 + self._cancelled, f"when={self._when}")
        return words

    def when(self):
        """The time, on the loop's clock."""
        return self._when

    def cancel(self):
        """The callback will not be called."""
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def _content(self):
        return self._when, self._callback, self._args, self._cancelled

    def __hash__(self):
        return hash(self._when)

    def __lt__(self, other):
        # Not through _compared_by_time: the heap of a loop calls it all the time.
        return self._when < other._when if isinstance(other, TimerHandle) else NotImplemented

    __gt__ = _compared_by_time(lambda self, other: self._when > other._when)
    __le__ = _compared_by_time(lambda self, other: self._when < other._when or self == other)
    __ge__ = _compared_by_time(lambda self, other: self._when > other._when or self == other)
    __eq__ = _compared_by_time(lambda self, other: self._content() == other._content())


# --- Interfaces: their methods raise NotImplementedError


def _declare(cls, names):
    """Add methods to a class that are only names: a line each, `async` before those to be awaited, the docstring after #."""
    for line in names.strip().splitlines():
        declaration, _, meaning = line.partition("#")
        prefix, _, name = declaration.strip().rpartition(" ")
        if prefix:

            async def method(self, *args, **kwargs):
                raise NotImplementedError
        else:

            def method(self, *args, **kwargs):
                raise NotImplementedError

        method.__name__, method.__qualname__, method.__doc__ = name, f"{cls.__name__}.{name}", meaning.strip() or None
        setattr(cls, name, method)


class AbstractServer:
    """A server made by loop.create_server(). `async with` closes it at the end and waits for that."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


_declare(AbstractServer, """
    get_loop                # The loop that it belongs to.
    is_serving              # Does it accept connections?
    async start_serving     # Accept connections.
    async serve_forever     # Accept connections until it is closed or this is cancelled.
    close                   # Stop listening.
    close_clients           # Close the connections too.
    abort_clients           # Abort the connections too.
    async wait_closed       # Wait until it is closed.
""")


class AbstractEventLoop:
    """What every event loop can do; each method raises NotImplementedError here."""


class AbstractServer:
    """A server made by loop.create_server()."""

    def close(self):
        """Stop listening."""
        raise NotImplementedError

    def close_clients(self):
        """Close the connections too."""
        raise NotImplementedError

    def abort_clients(self):
        """Abort the connections too."""
        raise NotImplementedError

    def get_loop(self):
        raise NotImplementedError

    def is_serving(self):
        raise NotImplementedError

    async def start_serving(self):
        raise NotImplementedError

    async def serve_forever(self):
        raise NotImplementedError

    async def wait_closed(self):
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


class AbstractEventLoop:
    """What every event loop can do; each method raises NotImplementedError here."""


_declare(AbstractEventLoop, """
    run_forever
    run_until_complete
    stop
    is_running
    is_closed
    close
    async shutdown_asyncgens
    async shutdown_default_executor
    _timer_handle_cancelled
    call_soon
    call_later
    call_at
    time
    create_future
    create_task
    call_soon_threadsafe
    run_in_executor
    set_default_executor
    async getaddrinfo
    async getnameinfo
    async create_connection
    async create_server
    async sendfile
    async start_tls
    async create_unix_connection
    async create_unix_server
    async connect_accepted_socket
    async create_datagram_endpoint
    async connect_read_pipe
    async connect_write_pipe
    async subprocess_shell
    async subprocess_exec
    add_reader
    remove_reader
    add_writer
    remove_writer
    async sock_recv
    async sock_recv_into
    async sock_recvfrom
    async sock_recvfrom_into
    async sock_sendall
    async sock_sendto
    async sock_connect
    async sock_accept
    async sock_sendfile
    add_signal_handler
    remove_signal_handler
    set_task_factory
    get_task_factory
    get_exception_handler
    set_exception_handler
    default_exception_handler
    call_exception_handler
    get_debug
    set_debug
""")


class AbstractEventLoopPolicy:
    """Says which loop belongs to the present context."""


_declare(AbstractEventLoopPolicy, """
    get_event_loop          # The loop of the context.
    set_event_loop          # Say which it is.
    new_event_loop          # A new loop.
    get_child_watcher       # What waits for processes (it is of no use any more).
    set_child_watcher       # Say which it is.
""")


def _stack_level_outside():
    """The stacklevel with which the caller's warning tells the first line outside asyncio."""
    level, frame = 2, sys._getframe(2)
    while frame is not None and (frame.f_globals.get("__name__") or "").partition(".")[0] == "asyncio":
        level, frame = level + 1, frame.f_back
    return level


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One loop for each thread; only the main thread gets one without asking."""

    _loop_factory = None

    class _Local(threading.local):
        _set_called = False
        _loop = None

    def __init__(self):
        self._local = self._Local()

    def new_event_loop(self):
        """A new loop."""
        return self._loop_factory()

    def set_event_loop(self, loop):
        """Say which loop this thread has; None: it has none, and gets none by itself."""
        self._local._set_called = True
        if not isinstance(loop, (AbstractEventLoop, type(None))):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        self._local._loop = loop

    def get_event_loop(self):
        """The loop of this thread."""
        local = self._local
        if local._loop is None and not local._set_called and threading.current_thread() is threading.main_thread():
            import warnings
            warnings.warn("There is no current event loop", DeprecationWarning, stacklevel=_stack_level_outside())
            self.set_event_loop(self.new_event_loop())
        if local._loop is None:
            raise RuntimeError(f"There is no current event loop in thread {threading.current_thread().name!r}.")
        return local._loop


# --- Which loop is it?

_event_loop_policy = None
_lock = threading.Lock()


class _RunningLoop(threading.local):
    loop = None


_running_loop = _RunningLoop()


def get_running_loop():
    """The loop that runs in this thread; RuntimeError when none does."""
    loop = _running_loop.loop
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def _get_running_loop():
    """The loop that runs in this thread, or None."""
    return _running_loop.loop


def _set_running_loop(loop):
    """For event loops only."""
    _running_loop.loop = loop


def get_event_loop_policy():
    """The present policy."""
    if _event_loop_policy is None:
        _make_default_policy()
    return _event_loop_policy


def _make_default_policy():
    global _event_loop_policy
    with _lock:
        if _event_loop_policy is None:  # no other thread was faster
            from . import DefaultEventLoopPolicy
            _event_loop_policy = DefaultEventLoopPolicy()


def set_event_loop_policy(policy):
    """Set the policy; None: the default one."""
    global _event_loop_policy
    if not isinstance(policy, (AbstractEventLoopPolicy, type(None))):
        raise TypeError(f"policy must be an instance of AbstractEventLoopPolicy or None, not '{type(policy).__name__}'")
    _event_loop_policy = policy


def get_event_loop():
    """The running loop, else the one that the policy gives."""
    running = _get_running_loop()
    return get_event_loop_policy().get_event_loop() if running is None else running


def new_event_loop():
    """A new loop."""
    return get_event_loop_policy().new_event_loop()


def set_event_loop(loop):
    """Tell the policy the loop of this context."""
    get_event_loop_policy().set_event_loop(loop)


def get_child_watcher():
    """What the policy calls the watcher of processes."""
    return get_event_loop_policy().get_child_watcher()


def set_child_watcher(watcher):
    """Tell the policy the watcher of processes."""
    return get_event_loop_policy().set_child_watcher(watcher)


# Some of these stand in C++, too. Both kinds have names of their own: _py_get_running_loop, _c_get_running_loop, and so on.
_TWICE = ("_get_running_loop", "_set_running_loop", "get_running_loop", "get_event_loop")
globals().update({f"_py_{name}": globals()[name] for name in _TWICE})

try:
    from _asyncio import _get_running_loop, _set_running_loop, get_running_loop
except ImportError:
    pass
else:
    globals().update({f"_c_{name}": globals()[name] for name in _TWICE})


def _forget_running_loop():
    _set_running_loop(None)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_running_loop)
