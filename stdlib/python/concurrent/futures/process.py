"""A pool of processes.

One thread of the owner, the manager, moves calls from the dict of pending ones to a queue of the workers (a few more than there are
workers, so that the rest can still be cancelled), hands results to futures, and sees when a worker dies: then every future that waits gets
BrokenProcessPool and the other workers are ended.
"""

import collections
import functools
import gc
import itertools
import multiprocessing as mp
import os
import queue
import threading
import weakref
from traceback import format_exception

import multiprocessing.connection
from multiprocessing.queues import Queue

from concurrent.futures import _base

_threads_wakeups = weakref.WeakKeyDictionary()
_global_shutdown = False


class _ThreadWakeup:
    """Wakes the manager thread, through a pipe."""

    def __init__(self):
        self._lock = threading.Lock()
        self._closed = False
        self._reader, self._writer = mp.Pipe(duplex=False)

    def wakeup(self):
        """Any thread: let the manager see what is new."""
        with self._lock:
            if not self._closed:
                self._writer.send_bytes(b"")

    def clear(self):
        """The manager: forget what it was woken for."""
        # Without the lock: a thread may hold it while it waits for room in the pipe, which is made here.
        if self._closed:
            raise RuntimeError("operation on closed _ThreadWakeup")
        while self._reader.poll():
            self._reader.recv_bytes()

    def close(self):
        """Nobody is woken any more."""
        with self._lock:
            was_closed, self._closed = self._closed, True
            if not was_closed:
                for end in (self._writer, self._reader):
                    end.close()


def _python_exit():
    global _global_shutdown
    _global_shutdown = True
    managers = list(_threads_wakeups.items())
    for _, wakeup in managers:
        wakeup.wakeup()
    for manager, _ in managers:
        manager.join()


# Before threads are joined: the manager threads end by this.
threading._register_atexit(_python_exit)
# A child has none of the managers, and one of them may have been about to be woken: the child would wait for it at its end.
os.register_at_fork(after_in_child=_threads_wakeups.clear)

# Calls that wait for a worker although none is free.
EXTRA_QUEUED_CALLS = 1
# More handles cannot be waited for on Windows; kept for likeness.
_MAX_WINDOWS_WORKERS = 63 - 2


# --- What goes between the processes


class _RemoteTraceback(Exception):
    """The traceback of the worker, as text: the cause of the exception that is raised here."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def _quoted_traceback(error):
    return f'\n"""\n{"".join(format_exception(error))}"""'


class _ExceptionWithTraceback:
    """An exception that arrives with the text of its traceback."""

    def __init__(self, exc, tb):
        self.tb = _quoted_traceback(exc.with_traceback(tb))
        # Frames of the worker cannot be pickled, and must not be kept alive here.
        self.exc = exc.with_traceback(None)

    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


# What the owner keeps of a call, what a worker gets, and what comes back (exit_pid: of a worker that ends with it).
_WorkItem = collections.namedtuple("_WorkItem", "future fn args kwargs")
_CallItem = collections.namedtuple("_CallItem", "work_id fn args kwargs")
_ResultItem = collections.namedtuple("_ResultItem", "work_id exception result exit_pid", defaults=(None, None, None))


class _SafeQueue(Queue):
    """A queue that sets the exception of a future whose call could not be pickled."""

    def __init__(self, max_size=0, *, ctx, pending_work_items, thread_wakeup):
        super().__init__(max_size, ctx=ctx)
        self.thread_wakeup = thread_wakeup
        self.pending_work_items = pending_work_items

    def _on_queue_feeder_error(self, e, obj):
        if not isinstance(obj, _CallItem):
            super()._on_queue_feeder_error(e, obj)
            return
        e.__cause__ = _RemoteTraceback(_quoted_traceback(e))
        work_item = self.pending_work_items.pop(obj.work_id, None)
        self.thread_wakeup.wakeup()
        # It may have been taken by the clean-up of a broken pool.
        if work_item is not None:
            work_item.future.set_exception(e)


# --- Workers


def _process_chunk(fn, chunk):
    """Call a function with each tuple of arguments."""
    return list(itertools.starmap(fn, chunk))


def _send_back(result_queue, work_id, result=None, exception=None, exit_pid=None):
    try:
        result_queue.put(_ResultItem(work_id, exception, result, exit_pid))
    except BaseException as error:
        # It cannot be pickled: that is the result.
        result_queue.put(_ResultItem(work_id, _ExceptionWithTraceback(error, error.__traceback__), None, exit_pid))


# How long a worker waits for its next call before it takes the time to collect what the last ones have left.
_IDLE_SECONDS = 0.1


def _next_call(call_queue):
    """Wait for a call. Finalisers of what earlier ones were given run before a long wait, not behind it."""
    try:
        return call_queue.get(timeout=_IDLE_SECONDS)
    except queue.Empty:
        gc.collect()
        return call_queue.get()


def _answer(call_item, result_queue, exit_pid):
    """Make one call and send what it gives. Nothing of it is kept alive afterwards."""
    send = functools.partial(_send_back, result_queue, call_item.work_id, exit_pid=exit_pid)
    try:
        result = call_item.fn(*call_item.args, **call_item.kwargs)
    except BaseException as error:
        send(exception=_ExceptionWithTraceback(error, error.__traceback__))
    else:
        send(result=result)


def _process_worker(call_queue, result_queue, initializer, initargs, max_tasks=None):
    """What a worker does: a number of calls, or as many as there are."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _base._log("Exception in initializer:", critical=True, exc_info=True)
            return  # the owner sees that we have ended
    for count in itertools.count(1):
        call_item = _next_call(call_queue)
        if call_item is None:
            # Tells the owner that this one has ended in good order.
            result_queue.put(os.getpid())
            return
        is_last = max_tasks is not None and count >= max_tasks
        _answer(call_item, result_queue, os.getpid() if is_last else None)
        del call_item
        if is_last:
            return


# --- The manager


class _ExecutorManagerThread(threading.Thread):
    """Serves an executor, which it knows weakly: one that is dropped ends as if shutdown() had been called."""

    def __init__(self, executor):
        super().__init__()
        wakeup = self.thread_wakeup = executor._executor_manager_thread_wakeup
        self.shutdown_lock = executor._shutdown_lock
        self.max_tasks_per_child = executor._max_tasks_per_child
        self.processes, self.pending_work_items = executor._processes, executor._pending_work_items
        self.call_queue, self.result_queue, self.waiting_ids = executor._call_queue, executor._result_queue, executor._work_ids

        def wake_manager(_, debug=mp.util.debug):
            debug("Executor collected: triggering callback for QueueManager wakeup")
            wakeup.wakeup()

        self.executor_if_alive = weakref.ref(executor, wake_manager)

    def run(self):
        while True:
            # Handing out calls waits for nobody: the queue has room.
            try:
                self.hand_out_calls()
            except BaseException as error:
                self.break_down(error)
                return
            result_item, is_broken, cause = self.wait_for_news()
            if is_broken:
                self.break_down(cause)
                return
            if result_item is not None:
                self.settle(result_item)
                self._reuse_worker(result_item.exit_pid)
                del result_item  # not kept alive while waiting
            if not self.must_end():
                continue
            self.note_shutdown()
            # Only when nothing is pending do the workers end.
            self.hand_out_calls()
            if not self.pending_work_items:
                self.end()
                return

    def _reuse_worker(self, exit_pid):
        """A worker has finished a call: it is free for the next, or has ended and makes room for another one."""
        if exit_pid is not None:
            self.processes.pop(exit_pid).join()
        executor = self.executor_if_alive()
        if executor is None:
            return
        if exit_pid is None:
            executor._idle_workers.release()
        else:
            with self.shutdown_lock:
                executor._adjust_process_count()

    def hand_out_calls(self):
        """Fill the queue of the workers."""
        while not self.call_queue.full():
            try:
                work_id = self.waiting_ids.get_nowait()
            except queue.Empty:
                return
            future, *call = self.pending_work_items[work_id]
            if future.set_running_or_notify_cancel():
                self.call_queue.put(_CallItem(work_id, *call))
            else:
                del self.pending_work_items[work_id]

    def wait_for_news(self):
        """Wait for a result, the end of a worker, or to be woken; return the result, whether the pool is broken, and why."""
        assert not self.thread_wakeup._closed
        results, wakeups = self.result_queue._reader, self.thread_wakeup._reader
        ends_of_workers = [process.sentinel for process in list(self.processes.values())]
        ready = mp.connection.wait([results, wakeups, *ends_of_workers])
        try:
            if results in ready:
                return results.recv(), False, None
        except BaseException as error:
            return None, True, format_exception(error)
        finally:
            self.thread_wakeup.clear()
        return None, wakeups not in ready, None

    def settle(self, result_item):
        """Hand a result to its future."""
        work_item = self.pending_work_items.pop(result_item.work_id, None)
        if work_item is None:
            return  # its pickling has failed meanwhile
        if result_item.exception:
            work_item.future.set_exception(result_item.exception)
        else:
            work_item.future.set_result(result_item.result)

    def must_end(self):
        executor = self.executor_if_alive()
        return executor is None or executor._shutdown_thread or _global_shutdown

    def break_down(self, cause):
        """Fail everything and end the workers; cause is an exception or the lines of its traceback."""
        if isinstance(cause, BaseException):
            cause = format_exception(cause)
        with self.shutdown_lock:
            self._break_down(cause)

    def _break_down(self, cause):
        self._note_breakage()
        error = BrokenProcessPool("A process in the process pool was terminated abruptly while the future was running or "
                                  "pending.")
        if cause is not None:
            error.__cause__ = _RemoteTraceback(f"\n'''\n{''.join(cause)}'''")
        for work_item in self.pending_work_items.values():
            try:
                work_item.future.set_exception(error)
            except _base.InvalidStateError:
                pass  # somebody else has set it, though only we should
        self.pending_work_items.clear()
        for process in self.processes.values():
            process.terminate()
        self.call_queue._terminate_broken()
        self._end(broken=True)

    def _note_breakage(self):
        executor = self.executor_if_alive()
        if executor is not None:
            executor._shutdown_thread = True
            executor._broken = "A child process terminated abruptly, the process pool is not usable anymore"

    def note_shutdown(self):
        """Note it in the executor; cancel what waits, if that was asked for."""
        executor = self.executor_if_alive()
        if executor is None:
            return
        executor._shutdown_thread = True
        if executor._cancel_pending_futures:
            executor._cancel_pending_futures = False  # once is enough
            for work_id, work_item in list(self.pending_work_items.items()):
                # Those that are with the workers cannot be cancelled.
                if work_item.future.cancel():
                    del self.pending_work_items[work_id]
            for _ in _base._taken_from(self.waiting_ids):
                pass

    def tell_workers_to_end(self):
        """Tell as many workers to end as there are; while the queue is full, they make room or die."""
        untold = self.count_living_workers()
        while untold > 0 and self.count_living_workers() > 0:
            try:
                self.call_queue.put_nowait(None)
                untold -= 1
            except queue.Full:
                continue

    def end(self):
        """The end, in good order."""
        with self.shutdown_lock:
            self.tell_workers_to_end()
            self._end()

    def _end(self, broken=False):
        # The queue before the workers are joined: its feeder may wait for room that they make.
        for close in (self.call_queue.close, self.call_queue.join_thread, self.thread_wakeup.close):
            close()
        for process in self.processes.values():
            if broken:
                process.terminate()
            process.join()

    def count_living_workers(self):
        return sum(process.is_alive() for process in self.processes.values())


@functools.cache
def _system_limited():
    """Why there are not enough semaphores, or None."""
    try:
        available = os.sysconf("SC_SEM_NSEMS_MAX")
    except (AttributeError, ValueError):
        return None
    if available == -1 or available >= 256:
        return None
    return f"system provides too few semaphores ({available} available, 256 necessary)"


def _check_system_limits():
    if (problem := _system_limited()) is not None:
        raise NotImplementedError(problem)


def _items_of_lists(iterable):
    """The items of all lists, each dropped as it is given."""
    for items in iterable:
        items.reverse()
        while items:
            yield items.pop()


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker has ended although nobody told it to."""


class ProcessPoolExecutor(_base.Executor):
    """Runs calls in at most `max_workers` processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        _check_system_limits()
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if mp_context is None:
            mp_context = mp.get_context("spawn" if max_tasks_per_child is not None else None)
        forks = mp_context.get_start_method(allow_none=False) == "fork"
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if max_tasks_per_child is not None:
            self._check_max_tasks(max_tasks_per_child, forks)
        self._max_workers = max_workers or os.process_cpu_count() or 1
        self._max_tasks_per_child = max_tasks_per_child
        self._mp_context = mp_context
        self._initializer, self._initargs = initializer, initargs
        # Forking is safe only before there are threads of ours, so then all workers are started at once.
        self._may_start_workers_later = not forks
        self._processes = {}
        self._idle_workers = threading.Semaphore(0)
        self._executor_manager_thread = None
        self._executor_manager_thread_wakeup = _ThreadWakeup()
        self._shutdown_lock = threading.Lock()
        self._shutdown_thread = self._cancel_pending_futures = self._broken = False
        self._queue_count = 0  # calls so far
        self._pending_work_items = {}
        self._work_ids = queue.Queue()
        self._result_queue = mp_context.SimpleQueue()
        self._call_queue = _SafeQueue(max_size=self._max_workers + EXTRA_QUEUED_CALLS, ctx=mp_context,
                                      pending_work_items=self._pending_work_items, thread_wakeup=self._executor_manager_thread_wakeup)
        # Workers that are killed leave it with an error that is no news.
        self._call_queue._ignore_epipe = True

    @staticmethod
    def _check_max_tasks(number, forks):
        if not isinstance(number, int):
            raise TypeError("max_tasks_per_child must be an integer")
        if number <= 0:
            raise ValueError("max_tasks_per_child must be >= 1")
        if forks:
            raise ValueError("max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; supply a "
                             "different mp_context.")

    def _start_manager(self):
        if self._executor_manager_thread is not None:
            return
        if not self._may_start_workers_later:
            self._launch_processes()
        manager = self._executor_manager_thread = _ExecutorManagerThread(self)
        manager.start()
        _threads_wakeups[manager] = self._executor_manager_thread_wakeup

    def _adjust_process_count(self):
        """Start a worker if none is free and there may be more."""
        if self._processes is None or self._idle_workers.acquire(blocking=False):
            return
        if len(self._processes) < self._max_workers:
            self._spawn_process()

    def _launch_processes(self):
        assert not self._executor_manager_thread, "Processes cannot be fork()ed after the thread has started, deadlock in the " \
                                                  "child processes could result."
        while len(self._processes) < self._max_workers:
            self._spawn_process()

    def _spawn_process(self):
        process = self._mp_context.Process(
            target=_process_worker,
            args=(self._call_queue, self._result_queue, self._initializer, self._initargs, self._max_tasks_per_child))
        process.start()
        self._processes[process.pid] = process

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called in a worker; return the future of its result."""
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread or _global_shutdown:
                raise RuntimeError(f"cannot schedule new futures after {'' if self._shutdown_thread else 'interpreter '}shutdown")
            work_id, future = self._queue_count, _base.Future()
            self._queue_count += 1
            self._pending_work_items[work_id] = _WorkItem(future, fn, args, kwargs)
            self._work_ids.put(work_id)
            self._executor_manager_thread_wakeup.wakeup()
            if self._may_start_workers_later:
                self._adjust_process_count()
            self._start_manager()
            return future

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Like map(), but in workers, which get `chunksize` items at a time."""
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        results = super().map(functools.partial(_process_chunk, fn), itertools.batched(zip(*iterables), chunksize), timeout=timeout)
        return _items_of_lists(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; cancel those that wait if told to; wait for the workers to end unless told not to."""
        with self._shutdown_lock:
            self._shutdown_thread = True
            self._cancel_pending_futures = cancel_futures
            wakeup = self._executor_manager_thread_wakeup
            if wakeup is not None:
                wakeup.wakeup()
        if wait:
            if self._executor_manager_thread is not None:
                self._executor_manager_thread.join()
            if self._result_queue is not None:
                self._result_queue.close()
        # What it held is free for the collector.
        self._executor_manager_thread = self._executor_manager_thread_wakeup = None
        self._call_queue = self._result_queue = self._processes = None
