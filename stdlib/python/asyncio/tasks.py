"""Tasks: coroutines that the loop runs; and ways to wait for several.

A task runs its coroutine a step at a time: it sends None, gets the future that the coroutine waits for, and goes on when that is done.
The class stands here twice, in Python and (the one that is used) in C++; so do the functions at the end, which keep account of tasks.
Tasks belong to the thread of their loop; run_coroutine_threadsafe() and all_tasks() may be called from others.
"""

__all__ = ("Task", "create_task", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "wait", "wait_for", "as_completed", "sleep",
           "gather", "shield", "ensure_future", "run_coroutine_threadsafe", "current_task", "all_tasks", "create_eager_task_factory",
           "eager_task_factory", "_register_task", "_unregister_task", "_enter_task", "_leave_task")

import concurrent.futures
import contextvars
import functools
import inspect
import itertools
import math
import types
import weakref
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION
from types import GenericAlias

from . import coroutines, events, exceptions, format_helpers, futures, queues, timeouts

_task_name_counter = itertools.count(1).__next__


def current_task(loop=None):
    """The task that runs now in the loop, or None."""
    if loop is None:
        loop = events.get_running_loop()
    return _current_tasks.get(loop)


def _snapshot(weak_set):
    """The members of a set that other threads may add to meanwhile."""
    for attempt in range(1000):
        try:
            return list(weak_set)
        except RuntimeError:
            continue
    return list(weak_set)


def all_tasks(loop=None):
    """The tasks of the loop that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    natives = _asyncio._native_tasks() if _asyncio is not None else ()
    everywhere = itertools.chain(natives, list(_eager_tasks), _snapshot(_scheduled_tasks))
    return {task for task in everywhere if futures._get_loop(task) is loop and not task.done()}


def _follow(first, link):
    """first, its link, the link of that, and so on up to None."""
    while first is not None:
        yield first
        first = getattr(first, link)


class Task(futures._PyFuture):
    """A coroutine that the loop runs, step by step, each until it waits for a future."""

    __module__ = "_asyncio"

    _log_destroy_pending = True

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        format_helpers.forget_caller(self)
        if not coroutines.iscoroutine(coro):
            self._log_destroy_pending = False
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._coro = coro
        self._name = f"Task-{_task_name_counter()}" if name is None else str(name)
        self._context = contextvars.copy_context() if context is None else context
        self._fut_waiter = None  # what the coroutine waits for
        self._must_cancel = False  # at the next step
        self._num_cancels_requested = 0
        if eager_start and self._loop.is_running():
            self.__eager_start()
        else:
            self._loop.call_soon(self.__step, context=self._context)
            _register_task(self)

    def __del__(self):
        if self._log_destroy_pending and self._state == futures._PENDING:
            trace = {"source_traceback": self._source_traceback} if self._source_traceback else {}
            self._loop.call_exception_handler({"task": self, "message": "Task was destroyed but it is pending!", **trace})
        super().__del__()

    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        state, *rest = futures._future_repr_info(self)
        words = ["cancelling" if self.cancelling() and not self.done() else state, f"name={self.get_name()!r}"]
        if self._coro:
            words.append(f"coro=<{coroutines._format_coroutine(self._coro)}>")
        if self._fut_waiter is not None:
            words.append(f"wait_for={self._fut_waiter!r}")
        return f"<{type(self).__name__} {' '.join(words + rest)}>"

    def get_coro(self):
        """The coroutine that it runs."""
        return self._coro

    def get_context(self):
        """The context that its steps run in."""
        return self._context

    def get_name(self):
        """Its name."""
        return self._name

    def set_name(self, value):
        """Name it anew."""
        self._name = str(value)

    def set_result(self, result):
        """A task's result is that of its coroutine."""
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        """A task's exception is that of its coroutine."""
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        """The frames of a waiting coroutine (one), or of the traceback of a failed one."""
        most = None if limit is None else max(limit, 0)
        frame = next(filter(None, (getattr(self._coro, name, None) for name in ("cr_frame", "gi_frame", "ag_frame"))), None)
        if frame is not None:
            return list(itertools.islice(_follow(frame, "f_back"), most))[::-1]
        if self._exception is None:
            return []
        return [entry.tb_frame for entry in itertools.islice(_follow(self._exception.__traceback__, "tb_next"), most)]

    def print_stack(self, *, limit=None, file=None):
        """Print the stack, or the traceback of a failed task."""
        import traceback
        frames = self.get_stack(limit=limit)
        error = self._exception
        if not frames:
            print(f"No stack for {self!r}", file=file)
        else:
            print(f"{'Stack' if error is None else 'Traceback'} for {self!r} (most recent call last):", file=file)
        traceback.print_list(traceback.StackSummary.extract((frame, frame.f_lineno) for frame in frames), file=file)
        if error is not None:
            print("".join(traceback.format_exception_only(type(error), error)), file=file, end="")

    def cancel(self, msg=None):
        """Have CancelledError raised in the coroutine at its next chance. False: it is done already."""
        self._log_traceback = False
        if self.done():
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True  # the future will wake the task
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """How many requests to cancel it there are."""
        return self._num_cancels_requested

    def uncancel(self):
        """Take one request back; how many are left."""
        self._num_cancels_requested = max(self._num_cancels_requested - 1, 0)
        if not self._num_cancels_requested:
            self._must_cancel = False
        return self._num_cancels_requested

    def __eager_start(self):
        """The first step at once; a task that never waits is done then, and nobody hears of it."""
        interrupted = _swap_current_task(self._loop, self)
        _register_eager_task(self)
        try:
            self._context.run(self.__step_run_and_handle_result, None)
        finally:
            _unregister_eager_task(self)
            running = _swap_current_task(self._loop, interrupted)
            assert running is self
            if not self.done():
                _register_task(self)
            else:
                self._coro = None
                self = running = None

    def __step(self, exc=None):
        if self._state != futures._PENDING:
            raise exceptions.InvalidStateError(f"__step(): already done: {self!r}, {exc!r}")
        if self._must_cancel:
            self._must_cancel = False
            if not isinstance(exc, exceptions.CancelledError):
                exc = self._make_cancelled_error()
        self._fut_waiter = None
        _enter_task(self._loop, self)
        try:
            self.__step_run_and_handle_result(exc)
        finally:
            _leave_task(self._loop, self)
            self = None  # tracebacks hold this frame

    def __step_run_and_handle_result(self, exc):
        coro = self._coro
        try:
            awaited = coro.send(None) if exc is None else coro.throw(exc)
        except StopIteration as stop:
            if self._must_cancel:
                # Cancelled just before it came to its end.
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except exceptions.CancelledError as cancelled:
            self._cancelled_exc = cancelled
            super().cancel()
        except BaseException as error:
            super().set_exception(error)
            if isinstance(error, (SystemExit, KeyboardInterrupt)):
                raise
        else:
            self.__wait_for(awaited)
        finally:
            self = None

    def __wait_for(self, awaited):
        """Have the next step made: when a future is done, at the next turn, or at once with an error for what cannot be awaited."""
        problem = self.__problem_with(awaited)
        if problem is not None:
            self._loop.call_soon(self.__step, RuntimeError(problem), context=self._context)
        elif awaited is None:
            # A bare yield: let others run.
            self._loop.call_soon(self.__step, context=self._context)
        else:
            awaited._asyncio_future_blocking = False
            awaited.add_done_callback(self.__wakeup, context=self._context)
            self._fut_waiter = awaited
            if self._must_cancel and awaited.cancel(msg=self._cancel_message):
                self._must_cancel = False

    def __problem_with(self, awaited):
        """What is wrong with what the coroutine yielded, or None."""
        if awaited is None:
            return None
        blocking = getattr(awaited, "_asyncio_future_blocking", None)
        if blocking is None:
            if inspect.isgenerator(awaited):
                return f"yield was used instead of yield from for generator in task {self!r} with {awaited!r}"
            return f"Task got bad yield: {awaited!r}"
        if futures._get_loop(awaited) is not self._loop:
            return f"Task {self!r} got Future {awaited!r} attached to a different loop"
        if not blocking:
            return f"yield was used instead of yield from in task {self!r} with {awaited!r}"
        return f"Task cannot await on itself: {self!r}" if awaited is self else None

    def __wakeup(self, future):
        try:
            future.result()
        except BaseException as error:
            self.__step(error)
        else:
            self.__step()
        self = None


_PyTask = Task

try:
    import _asyncio
except ImportError:
    _asyncio = None
else:
    Task = _CTask = _asyncio.Task  # the same in C++


def create_task(coro, *, name=None, context=None):
    """Have the running loop run a coroutine; its task."""
    # A factory may not know the argument context.
    options = {"name": name} if context is None else {"name": name, "context": context}
    return events.get_running_loop().create_task(coro, **options)


# --- Waiting for several


def _retrieve(future):
    """Its exception, if there is one, counts as retrieved."""
    if not future.cancelled():
        future.exception()


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for some or all of the futures: (done, pending). A timeout raises nothing."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, events.get_running_loop())


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def wait_for(fut, timeout):
    """Wait for a future or coroutine, which is cancelled (and TimeoutError raised) after timeout seconds."""
    if timeout is None or timeout > 0:
        async with timeouts.timeout(timeout):
            return await fut
    fut = ensure_future(fut)
    if fut.done():
        return fut.result()
    await _cancel_and_wait(fut)
    try:
        return fut.result()  # it may have refused to be cancelled
    except exceptions.CancelledError as exc:
        raise TimeoutError from exc


async def _wait(fs, timeout, return_when, loop):
    assert fs, "Set of Futures is empty."
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)

    def is_enough(future):
        if return_when == FIRST_COMPLETED or left <= 0:
            return True
        return return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None

    def _on_completion(future):
        nonlocal left
        left -= 1
        if is_enough(future):
            _release_waiter(waiter)

    for future in fs:
        future.add_done_callback(_on_completion)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(_on_completion)
    done = {future for future in fs if future.done()}
    return done, fs - done


async def _cancel_and_wait(fut):
    """Cancel, and wait until that has happened."""
    loop = events.get_running_loop()
    waiter = loop.create_future()
    callback = functools.partial(_release_waiter, waiter)
    fut.add_done_callback(callback)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(callback)


class _AsCompletedIterator:
    """Iterator over coroutines, or asynchronous iterator over the futures themselves.

    _todo: those that are not done; _done: those that are, or None for each that the timeout came before; _unclaimed: how many have not
    been asked for yet."""

    def __init__(self, aws, timeout):
        loop = events.get_event_loop()
        self._done = queues.Queue()
        self._todo = {ensure_future(each, loop=loop) for each in set(aws)}
        self._unclaimed = len(self._todo)
        for future in self._todo:
            future.add_done_callback(self._handle_completion)
        self._timeout_handle = loop.call_later(timeout, self._handle_timeout) if self._todo and timeout is not None else None

    def _handle_completion(self, future):
        if not self._todo:
            return  # the timeout was first
        self._todo.remove(future)
        self._done.put_nowait(future)
        if self._timeout_handle is not None and not self._todo:
            self._timeout_handle.cancel()

    def _handle_timeout(self):
        late, self._todo = self._todo, set()
        for future in late:
            future.remove_done_callback(self._handle_completion)
            self._done.put_nowait(None)

    def _claim(self, end):
        """One more is asked for; raises end when none is left."""
        if not self._unclaimed:
            raise end
        self._unclaimed -= 1

    def __iter__(self):
        return self

    def __next__(self):
        self._claim(StopIteration)
        return self._wait_for_one(resolve=True)

    def __aiter__(self):
        return self

    async def __anext__(self):
        self._claim(StopAsyncIteration)
        return await self._wait_for_one()

    async def _wait_for_one(self, resolve=False):
        future = await self._done.get()
        if future is None:
            raise exceptions.TimeoutError
        return future.result() if resolve else future


def as_completed(fs, *, timeout=None):
    """Iterate over awaitables in the order in which they end."""
    if inspect.isawaitable(fs):
        raise TypeError(f"expects an iterable of awaitables, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


@types.coroutine
def __sleep0():
    yield


async def sleep(delay, result=None):
    """Let others run for delay seconds."""
    if delay <= 0:
        await __sleep0()
        return result
    if math.isnan(delay):
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = events.get_running_loop()
    awake = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, awake, result)
    try:
        return await awake
    finally:
        timer.cancel()


def ensure_future(coro_or_future, *, loop=None):
    """The future itself, or the task of a coroutine or awaitable."""
    if futures.isfuture(coro_or_future):
        if loop is not None and futures._get_loop(coro_or_future) is not loop:
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    coro = coro_or_future
    if not coroutines.iscoroutine(coro):
        if not inspect.isawaitable(coro):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")

        async def _wrap_awaitable(awaitable):
            return await awaitable

        coro = _wrap_awaitable(coro)
    try:
        return (events.get_event_loop() if loop is None else loop).create_task(coro)
    except RuntimeError:
        # It will never run; said once, by the exception.
        coro.close()
        raise


def _error_of(future):
    """The exception of a future that is done, cancelled or not, or None."""
    return future._make_cancelled_error() if future.cancelled() else future.exception()


def _outcome_of(future):
    """The result of a future that is done, or its exception as one."""
    if future.cancelled():
        # It is not raised, so it needs no traceback.
        message = future._cancel_message
        return exceptions.CancelledError("" if message is None else message)
    error = future.exception()
    return future.result() if error is None else error


class _GatheringFuture(futures.Future):
    """Its cancellation cancels all of its children."""

    def __init__(self, children, *, loop):
        assert loop is not None
        super().__init__(loop=loop)
        self._cancel_requested = False
        self._children = children

    def cancel(self, msg=None):
        """Cancel the children; False: there was none to be cancelled."""
        if self.done():
            return False
        were_cancelled = [child.cancel(msg=msg) for child in self._children]
        if any(were_cancelled):
            # The children's exceptions may be results here, so it must be remembered.
            self._cancel_requested = True
        return any(were_cancelled)

    def _finish(self, last):
        """All children are done."""
        outcomes = list(map(_outcome_of, self._children))
        if self._cancel_requested:
            self.set_exception(last._make_cancelled_error())
        else:
            self.set_result(outcomes)


def gather(*coros_or_futures, return_exceptions=False):
    """A future of the list of all results, in the order given. The first exception ends it, or is a result like others."""
    if not coros_or_futures:
        nothing = events.get_event_loop().create_future()
        nothing.set_result([])
        return nothing
    loop = outer = None
    finished = 0
    futures_of = {}  # by what was given, perhaps more than once
    done_already = []  # eager tasks may have come to their end at once; they call nobody back

    def _done_callback(child):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            _retrieve(child)
        elif not return_exceptions and (error := _error_of(child)) is not None:
            outer.set_exception(error)
        elif finished == len(futures_of):
            outer._finish(child)

    for each in coros_or_futures:
        if each in futures_of:
            continue
        child = futures_of[each] = ensure_future(each, loop=loop)
        if child is not each:
            # Nobody else has it, so nobody can wait for it.
            child._log_destroy_pending = False
        if loop is None:
            loop = futures._get_loop(child)
        if child.done():
            done_already.append(child)
        else:
            child.add_done_callback(_done_callback)
    outer = _GatheringFuture([futures_of[each] for each in coros_or_futures], loop=loop)
    for child in done_already:
        _done_callback(child)
    return outer


def shield(arg):
    """Wait for something whose cancellation is not part of one's own."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = futures._get_loop(inner).create_future()

    def _inner_done_callback(inner):
        if outer.cancelled():
            _retrieve(inner)
        elif inner.cancelled():
            outer.cancel()
        elif (error := inner.exception()) is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    inner.add_done_callback(_inner_done_callback)
    # Without it inner would hold outer, which nobody waits for any more.
    outer.add_done_callback(lambda _: inner.remove_done_callback(_inner_done_callback))
    return outer


def run_coroutine_threadsafe(coro, loop):
    """From another thread: have the loop run a coroutine; a concurrent.futures.Future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    outside = concurrent.futures.Future()

    def start():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), outside)
        except BaseException as exc:
            if not isinstance(exc, (SystemExit, KeyboardInterrupt)) and outside.set_running_or_notify_cancel():
                outside.set_exception(exc)
            raise

    loop.call_soon_threadsafe(start)
    return outside


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks begin at once; those that never wait never see the loop."""

    def factory(loop, coro, *, name=None, context=None):
        options = {"loop": loop, "name": name, "context": context}
        return custom_task_constructor(coro, eager_start=True, **options)

    return factory


eager_task_factory = create_eager_task_factory(Task)


# --- Which tasks there are, and which one runs in a loop

_scheduled_tasks = weakref.WeakSet()
_eager_tasks = set()  # while they run for the first time
_current_tasks = {}  # by loop

_register_eager_task = _eager_tasks.add
_unregister_eager_task = _eager_tasks.discard


def _register_task(task):
    _scheduled_tasks.add(task)


def _unregister_task(task):
    _scheduled_tasks.discard(task)


def _enter_task(loop, task):
    running = _current_tasks.get(loop)
    if running is not None:
        raise RuntimeError(f"Cannot enter into task {task!r} while another task {running!r} is being executed.")
    _current_tasks[loop] = task


def _leave_task(loop, task):
    running = _current_tasks.get(loop)
    if running is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task {running!r}.")
    del _current_tasks[loop]


def _swap_current_task(loop, task):
    previous = _current_tasks.pop(loop, None)
    if task is not None:
        _current_tasks[loop] = task
    return previous


# Both kinds can be had under names of their own: _py_current_task, _c_current_task, and so on. Without them: the one in C++.
_ACCOUNT = ("current_task", "_register_task", "_register_eager_task", "_unregister_task", "_unregister_eager_task", "_enter_task",
            "_leave_task", "_swap_current_task")
globals().update({f"_py_{name.lstrip('_')}": globals()[name] for name in _ACCOUNT})

if _asyncio is not None:
    globals().update({f"_c_{name.lstrip('_')}": getattr(_asyncio, name) for name in _ACCOUNT})
    globals().update({name: getattr(_asyncio, name) for name in _ACCOUNT + ("_current_tasks",)})
    # _scheduled_tasks has the tasks of other kinds.
    _asyncio._connect_tasks(coroutines.iscoroutine, _PyTask.__repr__, lambda task, limit: _PyTask.get_stack(task, limit=limit),
                            lambda task, limit, file: _PyTask.print_stack(task, limit=limit, file=file), _scheduled_tasks, _eager_tasks)
