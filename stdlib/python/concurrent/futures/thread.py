"""A pool of threads.

Each worker takes calls from a queue; None in the queue means: look whether to stop, and pass the None on. Workers refer to their
executor weakly, so that one that is dropped without shutdown() still ends its threads.
"""

import itertools
import os
import queue
import threading
import types
import weakref

from concurrent.futures import _base

# The queues of all workers, by thread; they are stopped when the interpreter ends. `_shutdown` is written under the lock below.
_threads_queues = weakref.WeakKeyDictionary()
_shutdown = False
_global_shutdown_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    workers = list(_threads_queues.items())
    for _, work_queue in workers:
        work_queue.put(None)
    for worker, _ in workers:
        worker.join()


threading._register_atexit(_python_exit)
# A child has none of the workers, and must not find the lock taken by one of them.
os.register_at_fork(before=_global_shutdown_lock.acquire, after_in_child=_global_shutdown_lock._at_fork_reinit,
                    after_in_parent=_global_shutdown_lock.release)
os.register_at_fork(after_in_child=_threads_queues.clear)


class _WorkItem:
    """A call and the future of its result."""

    def __init__(self, future, fn, args, kwargs):
        self.future, self.fn = future, fn
        self.args, self.kwargs = args, kwargs

    def run(self):
        """Make the call, unless it was cancelled."""
        if self.future.set_running_or_notify_cancel():
            try:
                result = self.fn(*self.args, **self.kwargs)
            except BaseException as error:
                self.future.set_exception(error)
                self = None  # the traceback refers to this frame
            else:
                self.future.set_result(result)

    __class_getitem__ = classmethod(types.GenericAlias)


def _initialize(executor_reference, initializer, initargs):
    """Did the initializer, if there is one, succeed? If not, no worker is of use any more."""
    if initializer is None:
        return True
    try:
        initializer(*initargs)
        return True
    except BaseException:
        _base._log("Exception in initializer:", critical=True, exc_info=True)
    executor = executor_reference()
    if executor is not None:
        executor._initializer_failed()
    return False


def _next_item(executor_reference, work_queue):
    """Wait for a call, or for None."""
    try:
        return work_queue.get_nowait()
    except queue.Empty:
        # Nothing to do: count as idle, so that no thread is started for the next call.
        executor = executor_reference()
        if executor is not None:
            executor._idle_semaphore.release()
        del executor
        return work_queue.get()


def _must_stop(executor_reference):
    executor = executor_reference()
    if executor is None:
        return True
    if _shutdown:
        executor._shutdown = True
    return executor._shutdown


def _worker(executor_reference, work_queue, initializer, initargs):
    """What a thread does. It keeps neither the executor nor a call alive while it waits."""
    if not _initialize(executor_reference, initializer, initargs):
        return
    try:
        while True:
            item = _next_item(executor_reference, work_queue)
            if item is not None:
                item.run()
                del item
            elif _must_stop(executor_reference):
                work_queue.put(None)
                return
    except BaseException:
        _base._log("Exception in worker", critical=True, exc_info=True)


class BrokenThreadPool(_base.BrokenExecutor):
    """A worker's initializer failed."""


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in at most `max_workers` threads, which are started as they are needed."""

    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = min(32, (os.process_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._initializer, self._initargs = initializer, initargs
        self._thread_name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{self._counter()}"
        self._threads = set()
        self._work_queue = queue.SimpleQueue()
        self._idle_semaphore = threading.Semaphore(0)  # workers that wait for a call
        self._shutdown_lock = threading.Lock()
        self._shutdown = self._broken = False

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called in a thread; return the future of its result."""
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown or _shutdown:
                raise RuntimeError(f"cannot schedule new futures after {'' if self._shutdown else 'interpreter '}shutdown")
            item = _WorkItem(_base.Future(), fn, args, kwargs)
            self._work_queue.put(item)
            self._adjust_thread_count()
            return item.future

    def _adjust_thread_count(self):
        if self._idle_semaphore.acquire(timeout=0):
            return

        count = len(self._threads)
        if count >= self._max_workers:
            return

        def wake_worker(_, work_queue=self._work_queue):
            work_queue.put(None)

        work = weakref.ref(self, wake_worker), self._work_queue, self._initializer, self._initargs
        thread = threading.Thread(name=f"{self._thread_name_prefix or self}_{count}", target=_worker, args=work)
        thread.start()
        _threads_queues[thread] = self._work_queue
        self._threads.add(thread)

    def _waiting(self):
        """Take the calls that no worker has begun."""
        return [item for item in _base._taken_from(self._work_queue) if item is not None]

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            for item in self._waiting():
                item.future.set_exception(BrokenThreadPool(self._broken))

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; cancel those that wait if told to; wait for the threads to end unless told not to."""
        with self._shutdown_lock:
            self._shutdown = True
            for item in self._waiting() if cancel_futures else ():
                item.future.cancel()
            # Wake one worker; it wakes the next.
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
