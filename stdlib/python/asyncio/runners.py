"""Running a coroutine from ordinary code.

A Runner makes its loop when it is first needed and closes it in order: tasks that are left are cancelled and waited for, asynchronous
generators are closed, the threads of the default executor joined. In the main thread Ctrl-C cancels the task instead of interrupting
whatever the loop happens to do; the interrupt is raised when the task has ended by that, or at a second Ctrl-C.
"""

__all__ = ("Runner", "run")

import contextlib
import contextvars
import enum
import functools
import signal
import threading

from . import constants, coroutines, events, exceptions, tasks


class _State(enum.Enum):
    """The states of a runner, in their order."""

    CREATED = "created"
    INITIALIZED = "initialized"
    CLOSED = "closed"


def _check_no_running_loop(what):
    if events._get_running_loop() is not None:
        raise RuntimeError(f"{what} cannot be called from a running event loop")


class Runner:
    """with: a loop that runs several coroutines, one after another, in one context."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._loop_factory, self._debug = loop_factory, debug
        self._state = _State.CREATED
        self._loop = self._context = None
        self._set_event_loop = False  # is it the thread's, too?
        self._interrupt_count = 0

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def get_loop(self):
        """The loop."""
        self._lazy_init()
        return self._loop

    def _lazy_init(self):
        if self._state is _State.CLOSED:
            raise RuntimeError("Runner is closed")
        if self._state is _State.CREATED:
            self._loop = self._make_loop()
            if self._debug is not None:
                self._loop.set_debug(self._debug)
            self._context = contextvars.copy_context()
            self._state = _State.INITIALIZED

    def _make_loop(self):
        if self._loop_factory is not None:
            return self._loop_factory()
        loop = events.new_event_loop()
        if not self._set_event_loop:
            # Once only: later loops must not be set over a user's own.
            self._set_event_loop = True
            events.set_event_loop(loop)
        return loop

    def run(self, coro, *, context=None):
        """Run a coroutine to its end; its result. Ctrl-C cancels it, a second one interrupts at once."""
        if not coroutines.iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        _check_no_running_loop("Runner.run()")
        self._lazy_init()
        task = self._loop.create_task(coro, context=self._context if context is None else context)
        self._interrupt_count = 0
        with self._interrupts_cancel(task):
            try:
                return self._loop.run_until_complete(task)
            except exceptions.CancelledError:
                if self._interrupt_count and getattr(task, "uncancel", lambda: None)() == 0:
                    raise KeyboardInterrupt()  # it was cancelled for nothing else
                raise

    @contextlib.contextmanager
    def _interrupts_cancel(self, task):
        """Inside, Ctrl-C cancels the task, unless the program does something of its own on Ctrl-C."""
        handler = None
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            handler = functools.partial(self._on_sigint, main_task=task)
            try:
                signal.signal(signal.SIGINT, handler)
            except ValueError:
                handler = None  # not the main thread after all: the program is embedded
        try:
            yield
        finally:
            if handler is not None and signal.getsignal(signal.SIGINT) is handler:
                signal.signal(signal.SIGINT, signal.default_int_handler)

    def _on_sigint(self, signum, frame, main_task):
        self._interrupt_count += 1
        if self._interrupt_count > 1 or main_task.done():
            raise KeyboardInterrupt()
        main_task.cancel()
        self._loop.call_soon_threadsafe(lambda: None)  # the loop may be waiting for nothing

    def close(self):
        """Cancel what is left, and close the loop."""
        if self._state is not _State.INITIALIZED:
            return
        loop = self._loop
        try:
            _cancel_all_tasks(loop)
            for ending in (loop.shutdown_asyncgens, functools.partial(loop.shutdown_default_executor, constants.THREAD_JOIN_TIMEOUT)):
                loop.run_until_complete(ending())
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._loop, self._state = None, _State.CLOSED


def run(main, *, debug=None, loop_factory=None):
    """Run a coroutine in a loop of its own, which is closed afterwards; its result."""
    _check_no_running_loop("asyncio.run()")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def _cancel_all_tasks(loop):
    """Cancel them and wait; what they raise instead is told to the exception handler."""
    left = tasks.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(tasks.gather(*left, return_exceptions=True))
    for task in left:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            loop.call_exception_handler({"message": "unhandled exception during asyncio.run() shutdown", "exception": error, "task": task})
