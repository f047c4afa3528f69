"""Pools of workers: processes, or (ThreadPool) threads.

Three threads of the owner serve a pool: one replaces workers that have ended, one moves tasks from a queue of this process to that of the
workers, one hands results to their AsyncResults. A task is (job, index, function, arguments, keywords), a result (job, index, (succeeded,
value)); None tells a worker or a thread to end. The threads and the finaliser know the queues and the _Crew of workers, never the Pool, so
that a pool which nobody holds can go. Clean-up is one call, _terminate_pool, which the finaliser makes if nobody else does.

Thread safety: a pool may be used by any number of threads. Errors: what a task raises is raised where its result is asked for.
"""

import collections
import functools
import itertools
import os
import queue
import threading
import time
import traceback
import types
import warnings

from . import TimeoutError, get_context, util
from .connection import wait

__all__ = ["Pool", "ThreadPool"]

# What becomes of a pool, and of each thread that serves it.
INIT, RUN, CLOSE, TERMINATE = "INIT", "RUN", "CLOSE", "TERMINATE"

_job_counter = itertools.count()


def mapstar(args):
    return [*map(*args)]


def starmapstar(args):
    function, items = args
    return [*itertools.starmap(function, items)]


# --- Exceptions on their way back

class RemoteTraceback(Exception):
    """The traceback of the worker, as text: the cause of the exception that is raised here."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that arrives with the text of its traceback."""

    def __init__(self, exc, tb):
        lines = traceback.format_exception(type(exc), exc, tb)
        self.exc, self.tb = exc, "".join(['\n"""\n', *lines, '"""'])

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class MaybeEncodingError(Exception):
    """A result could not be pickled."""

    def __init__(self, exc, value):
        super().__init__(repr(exc), repr(value))
        self.exc, self.value = self.args

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f"<{type(self).__name__}: {self}>"


# --- Workers

def _helper_reraises_exception(ex):
    """A task that stands for the failure of making tasks."""
    raise ex


def _send_result(put, job, index, result):
    """Send a result to the owner, or why it cannot be sent."""
    try:
        put((job, index, result))
    except Exception as error:
        substitute = MaybeEncodingError(error, result[1])
        util.debug("Possible encoding error while sending result: %s", substitute)
        put((job, index, (False, substitute)))


def _next_task(get):
    """The next task, None when the worker is to end."""
    try:
        task = get()
    except (EOFError, OSError):
        util.debug("worker got EOFError or OSError -- exiting")
        return None
    if task is None:
        util.debug("worker got sentinel -- exiting")
    return task


def worker(inqueue, outqueue, initializer=None, initargs=(), maxtasks=None, wrap_exception=False):
    """What a worker does."""
    if not (maxtasks is None or isinstance(maxtasks, int) and maxtasks > 0):
        raise AssertionError(f"Maxtasks {maxtasks!r} is not valid")
    if hasattr(inqueue, "_writer"):
        # Ends of pipes that belong to the owner: it sees a broken pipe only if nobody else holds them.
        for end in (inqueue._writer, outqueue._reader):
            end.close()
    if initializer:
        initializer(*initargs)
    for completed in itertools.count():
        if completed == maxtasks or not (task := _next_task(inqueue.get)):
            break
        job, index, function, positional, named = task
        try:
            result = True, function(*positional, **named)
        except Exception as error:
            as_it_is = not wrap_exception or function is _helper_reraises_exception
            result = False, error if as_it_is else ExceptionWithTraceback(error, error.__traceback__)
        _send_result(outqueue.put, job, index, result)
        # Nothing is kept alive while waiting.
        task = job = function = positional = named = result = None
    util.debug("worker exiting after %d tasks", completed)


class _Crew:
    """The workers of a pool. `members` is changed in place: the pool and its threads share it."""

    def __init__(self, members, size, make_process, arguments):
        self.members, self.size = members, size
        self._make_process, self._arguments = make_process, arguments

    def fill(self):
        """Start workers until there are enough."""
        while len(self.members) < self.size:
            process = self._make_process(target=worker, args=self._arguments)
            process.name, process.daemon = process.name.replace("Process", "PoolWorker"), True
            process.start()
            self.members.append(process)
            util.debug("added worker")

    def replace_ended(self):
        """Forget the workers that have ended, and start others for them."""
        ended = [process for process in self.members if process.exitcode is not None]
        for process in ended:
            util.debug("cleaning up worker %s", process.name)
            process.join()
            self.members.remove(process)
        if ended:
            self.fill()

    def sentinels(self):
        """What becomes ready when a worker, that is a process, ends."""
        return [process.sentinel for process in self.members if hasattr(process, "sentinel")]

    def terminate(self):
        """End processes at once; threads cannot be."""
        for process in self.members:
            if hasattr(process, "terminate") and process.exitcode is None:
                process.terminate()

    def join(self):
        for process in self.members:
            process.join()


# --- The three threads

class _PoolThread(threading.Thread):
    """A thread that serves a pool. Others set `_state` to tell it that it is to finish, or to end at once."""

    _state = RUN

    def __init__(self, work, *arguments):
        super().__init__(target=work, args=(self, *arguments), daemon=True)
        self.start()

    def join_from_others(self):
        if threading.current_thread() is not self:
            self.join()


def _deliver(cache, job, index, outcome):
    """Hand an outcome to the result that waits for it, if any still does."""
    try:
        cache[job]._set(index, outcome)
    except KeyError:
        pass


def _handle_workers(thread, crew, cache, taskqueue, sentinels, change_notifier):
    """As long as there are results to come, replace workers that have ended; then tell the thread of tasks."""
    while thread._state == RUN or cache and thread._state != TERMINATE:
        crew.replace_ended()
        wait(crew.sentinels() + sentinels)
        while not change_notifier.empty():
            change_notifier.get()
    taskqueue.put(None)
    util.debug("worker handler exiting")


def _send_tasks(thread, tasks, set_length, put, cache):
    """Move the tasks of one job to the workers; whether all went. A task that cannot be sent has failed."""
    count = 0
    for task in tasks:
        if thread._state != RUN:
            util.debug("task handler found thread._state != RUN")
            return False
        job, index = task[:2]
        try:
            put(task)
        except Exception as error:
            _deliver(cache, job, index, (False, error))
        count = index + 1
    if set_length:
        util.debug("doing set_length()")
        set_length(count)
    return True


def _handle_tasks(thread, taskqueue, put, outqueue, members, cache):
    """Move tasks to the workers; at the end, tell them and the thread of results."""
    while tasks := taskqueue.get():
        if not _send_tasks(thread, *tasks, put, cache):
            break
        # Nothing is kept alive while waiting.
        tasks = None
    tasks = None
    try:
        util.debug("task handler sending sentinel to result handler and workers")
        outqueue.put(None)
        for _ in members:
            put(None)
    except OSError:
        util.debug("task handler got OSError when sending sentinels")
    util.debug("task handler exiting")


def _handle_results(thread, outqueue, get, cache):
    """Hand out results; after the sentinel, those that are still awaited."""
    closing = False
    try:
        while thread._state != TERMINATE and (cache or not closing):
            message = get()
            if message is None:
                closing = True
            elif thread._state != TERMINATE:
                _deliver(cache, *message)
            # Nothing is kept alive while waiting.
            message = None
    except (EOFError, OSError):
        util.debug("result handler got EOFError/OSError -- exiting")
        return
    if hasattr(outqueue, "_reader"):
        util.debug("ensuring that outqueue is not full")
        _make_room(outqueue._reader, get)
    util.debug("result handler exiting: len(cache)=%s, thread._state=%s", len(cache), thread._state)


def _make_room(reader, get):
    """A worker that waits to write would not see that it is to end."""
    try:
        for _ in range(10):
            if reader.poll():
                get()
    except (EOFError, OSError):
        pass


# --- Pools

class _PoolCache(dict):
    """The results to come, by job. Tells the thread that replaces workers when there are no more."""

    def __init__(self, /, *args, notifier=None, **kwds):
        super().__init__(*args, **kwds)
        self.notifier = notifier

    def __delitem__(self, item):
        super().__delitem__(item)
        if len(self) == 0:
            self.notifier.put(None)


def _check_arguments(processes, initializer, maxtasksperchild):
    if processes < 1:
        raise ValueError("Number of processes must be at least 1")
    if maxtasksperchild is not None and not (isinstance(maxtasksperchild, int) and maxtasksperchild > 0):
        raise ValueError("maxtasksperchild must be a positive int or None")
    if not (initializer is None or callable(initializer)):
        raise TypeError("initializer must be a callable")


class Pool:
    """A number of processes that run tasks."""

    _wrap_exception = True
    # For __del__ of a pool that was never complete.
    _state, _pool, _change_notifier = INIT, (), None

    @staticmethod
    def Process(ctx, *args, **kwds):
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        if processes is None:
            processes = os.process_cpu_count() or 1
        _check_arguments(processes, initializer, maxtasksperchild)
        self._ctx = context or get_context()
        self._pool = []
        self._setup_queues()
        self._change_notifier = notifier = self._ctx.SimpleQueue()
        self._taskqueue = queue.SimpleQueue()
        self._cache = _PoolCache(notifier=notifier)
        self._processes = processes
        self._initializer, self._initargs, self._maxtasksperchild = initializer, initargs, maxtasksperchild
        self._crew = _Crew(self._pool, processes, functools.partial(self.Process, self._ctx),
                           (self._inqueue, self._outqueue, initializer, initargs, maxtasksperchild, self._wrap_exception))
        try:
            self._repopulate_pool()
        except Exception:
            self._crew.terminate()
            self._crew.join()
            raise
        self._worker_handler = _PoolThread(_handle_workers, self._crew, self._cache, self._taskqueue, self._get_sentinels(),
                                           notifier)
        self._task_handler = _PoolThread(_handle_tasks, self._taskqueue, self._quick_put, self._outqueue, self._pool,
                                         self._cache)
        self._result_handler = _PoolThread(_handle_results, self._outqueue, self._quick_get, self._cache)
        self._terminate = util.Finalize(self, self._terminate_pool, exitpriority=15, args=(
            self._inqueue, self._outqueue, self._crew, notifier, self._worker_handler, self._task_handler,
            self._result_handler, self._cache))
        self._state = RUN

    def __del__(self, _warn=warnings.warn, RUN=RUN):
        if self._state != RUN:
            return
        _warn(f"unclosed running multiprocessing pool {self!r}", ResourceWarning, source=self)
        if self._change_notifier is not None:
            self._change_notifier.put(None)

    def __repr__(self):
        kind = type(self)
        return f"<{kind.__module__}.{kind.__qualname__} state={self._state} pool_size={len(self._pool)}>"

    def __reduce__(self):
        raise NotImplementedError("pool objects cannot be passed between processes or pickled")

    def _get_sentinels(self):
        """What wakes the thread that replaces workers, besides their end."""
        return [each._reader for each in (self._outqueue, self._change_notifier)]

    def _repopulate_pool(self):
        self._crew.fill()

    def _setup_queues(self):
        self._inqueue, self._outqueue = self._ctx.SimpleQueue(), self._ctx.SimpleQueue()
        # One thread alone writes to the one and reads from the other: no lock is needed.
        self._quick_put = self._inqueue._writer.send
        self._quick_get = self._outqueue._reader.recv

    def _check_running(self):
        if self._state != RUN:
            raise ValueError("Pool not running")

    # --- Tasks: the calls that wait are those that do not, and get()

    def apply(self, func, args=(), kwds={}):
        """Call a function in a worker; return what it returns."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Have a function called in a worker; return an AsyncResult at once."""
        self._check_running()
        awaited = ApplyResult(self, callback, error_callback)
        self._taskqueue.put(([(awaited._job, 0, func, args, kwds)], None))
        return awaited

    def map(self, func, iterable, chunksize=None):
        """Call a function with each item; return the list of results."""
        return self.map_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Like map(), but return an AsyncResult at once."""
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """Like map(), but each item is the tuple of arguments."""
        return self.starmap_async(func, iterable, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Like starmap(), but return an AsyncResult at once."""
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        items = iterable if hasattr(iterable, "__len__") else list(iterable)
        if not len(items):
            chunksize = 0
        elif chunksize is None:
            # Four chunks for each worker, the last of them perhaps shorter.
            chunksize = -(-len(items) // (4 * len(self._pool)))
        awaited = MapResult(self, chunksize, len(items), callback, error_callback=error_callback)
        self._put_job(awaited, mapper, Pool._get_tasks(func, items, chunksize), None)
        return awaited

    def imap(self, func, iterable, chunksize=1):
        """Call a function with each item; return an iterator over the results in order."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """Like imap(), but the results come as they get ready."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, result_type, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize:n}")
        awaited = result_type(self)
        if chunksize == 1:
            self._put_job(awaited, func, iterable, awaited._set_length)
            return awaited
        self._put_job(awaited, mapstar, Pool._get_tasks(func, iterable, chunksize), awaited._set_length)
        return (item for chunk in awaited for item in chunk)

    def _put_job(self, awaited, func, iterable, set_length):
        """Have func called with each item; set_length(), if any, is told at the end how many there were."""
        self._taskqueue.put((self._guarded_task_generation(awaited._job, func, iterable), set_length))

    def _guarded_task_generation(self, result_job, func, iterable):
        """The tasks of a job; if the iterable fails, the last one fails for it."""
        index = 0
        try:
            for item in iterable:
                yield result_job, index, func, (item,), {}
                index += 1
        except Exception as error:
            yield result_job, index, _helper_reraises_exception, (error,), {}

    @staticmethod
    def _get_tasks(func, it, size):
        items = iter(it)
        for batch in iter(lambda: tuple(itertools.islice(items, size)), ()):
            yield func, batch

    # --- The end

    def close(self):
        """Take no more tasks; workers end when those that were taken are done."""
        util.debug("closing pool")
        if self._state != RUN:
            return
        self._state = self._worker_handler._state = CLOSE
        self._change_notifier.put(None)

    def terminate(self):
        """End the workers at once."""
        util.debug("terminating pool")
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """Wait until the workers have ended, after close() or terminate()."""
        util.debug("joining pool")
        match self._state:
            case "RUN":
                raise ValueError("Pool is still running")
            case "CLOSE" | "TERMINATE":
                for each in (self._worker_handler, self._task_handler, self._result_handler, self._crew):
                    each.join()
            case _:
                raise ValueError("In unknown state")

    @staticmethod
    def _help_stuff_finish(inqueue, task_handler, size):
        # The thread of tasks may wait for room in the pipe: make some.
        util.debug("removing tasks from inqueue until task handler finished")
        inqueue._rlock.acquire()
        while inqueue._reader.poll() and task_handler.is_alive():
            inqueue._reader.recv()
            time.sleep(0)

    @classmethod
    def _terminate_pool(cls, inqueue, outqueue, crew, change_notifier, worker_handler, task_handler, result_handler, cache):
        util.debug("finalizing pool")
        # In this order: workers that are terminated must not be replaced.
        worker_handler._state = TERMINATE
        change_notifier.put(None)
        task_handler._state = TERMINATE
        util.debug("helping task handler/workers to finish")
        cls._help_stuff_finish(inqueue, task_handler, len(crew.members))
        if cache and not result_handler.is_alive():
            raise AssertionError("Cannot have cache with result_hander not alive")
        result_handler._state = TERMINATE
        for waiting in (change_notifier, outqueue):
            waiting.put(None)
        util.debug("joining worker handler")
        worker_handler.join_from_others()
        util.debug("terminating workers")
        crew.terminate()
        util.debug("joining task and result handlers")
        task_handler.join_from_others()
        result_handler.join_from_others()
        if any(hasattr(process, "terminate") for process in crew.members):
            util.debug("joining pool workers")
            crew.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


# --- Results

class ApplyResult:
    """The result to come of one call."""

    def __init__(self, pool, callback, error_callback):
        # The pool must not go before the result is there.
        self._pool, self._cache = pool, pool._cache
        self._event = threading.Event()
        self._callback, self._error_callback = callback, error_callback
        self._job = next(_job_counter)
        self._cache[self._job] = self

    def ready(self):
        """Return whether the result is there."""
        return self._event.is_set()

    def successful(self):
        """Return whether the call, which must have ended, raised nothing."""
        if self.ready():
            return self._success
        raise ValueError(f"{self!r} not ready")

    def wait(self, timeout=None):
        """Wait for the result, at most `timeout` seconds."""
        self._event.wait(timeout)

    def get(self, timeout=None):
        """Return the result, or raise what the call raised, waiting at most `timeout` seconds."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if not self._success:
            raise self._value
        return self._value

    def _set(self, i, obj):
        self._success, self._value = obj
        self._conclude()

    def _conclude(self):
        """The outcome is complete: tell the callback first, then all who wait."""
        tell = self._callback if self._success else self._error_callback
        if tell:
            tell(self._value)
        self._retire()

    def _retire(self):
        del self._cache[self._job]
        self._event.set()
        self._pool = None

    __class_getitem__ = classmethod(types.GenericAlias)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """The results to come of map()."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._success, self._value, self._chunksize = True, [None] * length, chunksize
        if chunksize > 0:
            self._number_left = -(-length // chunksize)
        else:
            self._number_left = 0
            self._retire()

    def _set(self, i, success_result):
        succeeded, result = success_result
        # The first failure is the outcome, whatever comes after it.
        if self._success:
            if succeeded:
                start = i * self._chunksize
                self._value[start:start + self._chunksize] = result
            else:
                self._success, self._value = False, result
        self._number_left -= 1
        if not self._number_left:
            self._conclude()


class IMapIterator:
    """The results to come of imap(), in order."""

    def __init__(self, pool):
        self._pool, self._cache = pool, pool._cache
        # Guards all that follows; notified of each result, and of the end.
        self._cond = threading.Condition(threading.Lock())
        self._items = collections.deque()
        # Results that came before their turn, the number of those that had theirs, and of all as soon as it is known.
        self._unsorted, self._index, self._length = {}, 0, None
        self._job = next(_job_counter)
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """Return the next result, waiting at most `timeout` seconds."""
        with self._cond:
            self._cond.wait_for(lambda: self._items or self._index == self._length, timeout)
            if self._items:
                success, value = self._items.popleft()
            elif self._index == self._length:
                self._pool = None
                raise StopIteration
            else:
                raise TimeoutError
        if not success:
            raise value
        return value

    __next__ = next

    def _accept(self, i, outcome):
        """Put an outcome where it will be found in its turn."""
        self._unsorted[i] = outcome
        while self._index in self._unsorted:
            self._items.append(self._unsorted.pop(self._index))
            self._index += 1

    def _set(self, i, obj):
        with self._cond:
            self._accept(i, obj)
            self._announce()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._announce()

    def _announce(self):
        self._cond.notify_all()
        if self._index == self._length:
            del self._cache[self._job]
            self._pool = None


class IMapUnorderedIterator(IMapIterator):
    """The results to come of imap_unordered()."""

    def _accept(self, i, outcome):
        self._items.append(outcome)
        self._index += 1


class ThreadPool(Pool):
    """A pool of threads."""

    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwds):
        from . import dummy
        return dummy.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _setup_queues(self):
        self._inqueue, self._outqueue = queue.SimpleQueue(), queue.SimpleQueue()
        self._quick_put, self._quick_get = self._inqueue.put, self._outqueue.get

    def _get_sentinels(self):
        return [self._change_notifier._reader]

    @staticmethod
    def _help_stuff_finish(inqueue, task_handler, size):
        # Make room, and have as many workers end as there are.
        while not inqueue.empty():
            try:
                inqueue.get(block=False)
            except queue.Empty:
                break
        for _ in range(size):
            inqueue.put(None)
