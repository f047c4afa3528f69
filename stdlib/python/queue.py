"""Queues between threads."""

import threading
from _collections import deque
from time import monotonic as time

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    "Exception raised by Queue.get(block=0)/get_nowait()."


class Full(Exception):
    """There was no room in the queue."""


class ShutDown(Exception):
    """The queue takes nothing more, or gives nothing more."""


def _generic_alias(cls, item):
    return type(list[int])(cls, item)


_NEGATIVE = "'timeout' must be a non-negative number"


class Queue:
    """First in, first out, with room for `maxsize` items (any number if that is not positive).

    Everything is guarded by `mutex`, which the three conditions share. The methods _init, _qsize, _put and _get are called
    with it held; a subclass overrides them to keep the items in another way.
    """

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = mutex = threading.Lock()
        self.not_empty = threading.Condition(mutex)
        self.not_full = threading.Condition(mutex)
        self.all_tasks_done = threading.Condition(mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def task_done(self):
        """Say that the work on an item got earlier is done; raises ValueError when called more often than there were items."""
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished <= 0:
                if unfinished < 0:
                    raise ValueError("task_done() called too many times")
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        """Wait until task_done() was called for every item put."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """Return how many items there are; another thread may have changed that already."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Return whether there is no item; another thread may have changed that already."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Return whether there is no room; another thread may have changed that already."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Add an item, waiting for room (at most `timeout` seconds) if `block`; raises Full when there is none."""
        with self.mutex:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                if timeout is not None and timeout < 0 and block:
                    raise ValueError(_NEGATIVE)
                if self._qsize() >= self.maxsize:
                    self._wait_for_room(block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            if self.not_empty._waiters:
                self.not_empty.notify()

    def _wait_for_room(self, block, timeout):
        if not block:
            raise Full
        if timeout is None:
            while self._qsize() >= self.maxsize:
                self.not_full.wait()
                if self.is_shutdown:
                    raise ShutDown
            return
        deadline = time() + timeout
        while self._qsize() >= self.maxsize:
            remaining = deadline - time()
            if remaining <= 0.0:
                raise Full
            self.not_full.wait(remaining)
            if self.is_shutdown:
                raise ShutDown

    def get(self, block=True, timeout=None):
        """Remove and return an item, waiting for one (at most `timeout` seconds) if `block`; raises Empty without one."""
        with self.mutex:
            if not self._qsize():
                self._wait_for_item(block, timeout)
            elif timeout is not None and timeout < 0 and block:
                raise ValueError(_NEGATIVE)
            item = self._get()
            if self.not_full._waiters:
                self.not_full.notify()
            return item

    def _wait_for_item(self, block, timeout):
        if self.is_shutdown:
            raise ShutDown
        if not block:
            raise Empty
        if timeout is None:
            while not self._qsize():
                self.not_empty.wait()
                if self.is_shutdown and not self._qsize():
                    raise ShutDown
            return
        if timeout < 0:
            raise ValueError(_NEGATIVE)
        deadline = time() + timeout
        while not self._qsize():
            remaining = deadline - time()
            if remaining <= 0.0:
                raise Empty
            self.not_empty.wait(remaining)
            if self.is_shutdown and not self._qsize():
                raise ShutDown

    def put_nowait(self, item):
        """Add an item without waiting; raises Full when there is no room."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove and return an item without waiting; raises Empty when there is none."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Take no more items; what is there can still be got, unless `immediate`. Waiting threads get ShutDown."""
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    self.unfinished_tasks = max(0, self.unfinished_tasks - 1)
                self.all_tasks_done.notify_all()
            for waiting in (self.not_empty, self.not_full):
                waiting.notify_all()

    # What a subclass does in another way, always under the lock: how items are kept, and in which order they come out.

    def _init(self, maxsize):
        self.queue = deque()

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def _qsize(self):
        return len(self.queue)

    __class_getitem__ = classmethod(_generic_alias)


class PriorityQueue(Queue):
    """Gives the smallest item first."""

    def _init(self, maxsize):
        import heapq
        self._heappush, self._heappop = heapq.heappush, heapq.heappop
        self.queue = []

    def _put(self, item):
        self._heappush(self.queue, item)

    def _get(self):
        return self._heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class _PySimpleQueue:
    """First in, first out, without a limit and without bookkeeping of tasks. put() may be called where a get() is under way."""

    def __init__(self):
        self._queue = deque()
        self._count = threading.Semaphore(0)

    def put(self, item, block=True, timeout=None):
        """Add an item. The other arguments are there for likeness with Queue; there is always room."""
        self._queue.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        """Remove and return an item, waiting for one (at most `timeout` seconds) if `block`; raises Empty without one."""
        if timeout is not None and timeout < 0:
            raise ValueError(_NEGATIVE)
        if not block:
            timeout = None
        if not self._count.acquire(block, timeout):
            raise Empty
        return self._queue.popleft()

    def put_nowait(self, item):
        """Add an item."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove and return an item without waiting; raises Empty when there is none."""
        return self.get(block=False)

    def empty(self):
        """Return whether there is no item; another thread may have changed that already."""
        return len(self._queue) == 0

    def qsize(self):
        """Return how many items there are; another thread may have changed that already."""
        return len(self._queue)

    __class_getitem__ = classmethod(_generic_alias)


SimpleQueue = _PySimpleQueue
SimpleQueue.__name__ = SimpleQueue.__qualname__ = "SimpleQueue"
# Where pickles look for them.
SimpleQueue.__module__ = Empty.__module__ = "_queue"
