"""Queues between tasks (not between threads).

Who finds a queue full or empty waits in _putters or _getters, two queues of futures; put_nowait() and get_nowait() wake the first of the
other side, who tries again. Whoever was woken but has been cancelled meanwhile wakes the next one in its place.
"""

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")

import collections
import heapq
from types import GenericAlias

from . import locks, mixins


class QueueEmpty(Exception):
    """get_nowait() found nothing."""


class QueueFull(Exception):
    """put_nowait() found no room."""


class QueueShutDown(Exception):
    """put() or get() after shutdown()."""


class Queue(mixins._LoopBoundMixin):
    """First in, first out; at most maxsize items (0: no limit)."""

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._is_shutdown = False
        self._getters, self._putters = collections.deque(), collections.deque()
        self._finished = locks.Event()  # set while _unfinished_tasks is 0
        self._finished.set()
        self._unfinished_tasks = 0
        self._init(maxsize)

    # Subclasses store items in their own way.

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def _wakeup_next(self, waiters):
        """Wake the first one that can still be woken; was there one?"""
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return True
        return False

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    __class_getitem__ = classmethod(GenericAlias)

    def _format(self):
        items = getattr(self, "_queue", None)
        words = {
            f"maxsize={self._maxsize!r}": True,
            f"_queue={list(items or ())!r}": items,
            f"_getters[{len(self._getters)}]": self._getters,
            f"_putters[{len(self._putters)}]": self._putters,
            f"tasks={self._unfinished_tasks}": self._unfinished_tasks,
            "shutdown": self._is_shutdown,
        }
        return " ".join(word for word, is_shown in words.items() if is_shown)

    maxsize = property(lambda self: self._maxsize, doc="How many items it may have; 0: any number.")

    def qsize(self):
        """How many items it has."""
        return len(self._queue)

    def empty(self):
        """Has it none?"""
        return not self._queue

    def full(self):
        """Has it as many as it may have?"""
        return 0 < self._maxsize <= self.qsize()

    async def _wait_in(self, waiters, can_go_on):
        waiter = self._get_loop().create_future()
        waiters.append(waiter)
        try:
            await waiter
        except:
            waiter.cancel()
            try:
                waiters.remove(waiter)
            except ValueError:
                pass  # it was woken already
            if can_go_on() and not waiter.cancelled():
                # Woken, but it will not take its turn.
                self._wakeup_next(waiters)
            raise

    async def put(self, item):
        """Add an item when there is room."""
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            await self._wait_in(self._putters, lambda: not self.full())
        return self.put_nowait(item)

    def put_nowait(self, item):
        """Add an item; QueueFull when there is no room."""
        if self._is_shutdown or self.full():
            raise QueueShutDown if self._is_shutdown else QueueFull
        self._put(item)
        self._finished.clear()
        self._unfinished_tasks += 1
        self._wakeup_next(self._getters)

    async def get(self):
        """Take an item when there is one."""
        while self.empty():
            if self._is_shutdown and self.empty():
                raise QueueShutDown
            await self._wait_in(self._getters, lambda: not self.empty())
        return self.get_nowait()

    def get_nowait(self):
        """Take an item; QueueEmpty when there is none."""
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        self._wakeup_next(self._putters)
        return item

    async def join(self):
        """Wait until all items have been dealt with."""
        if self._unfinished_tasks:
            await self._finished.wait()

    def task_done(self):
        """An item from get() has been dealt with."""
        if not self._unfinished_tasks:
            raise ValueError("task_done() called too many times")
        self._count_down(1)

    def _count_down(self, count):
        self._unfinished_tasks = max(self._unfinished_tasks - count, 0)
        if not self._unfinished_tasks:
            self._finished.set()

    def shutdown(self, immediate=False):
        """Refuse put() from now on, and get() once it is empty, or at once."""
        self._is_shutdown = True
        if immediate:
            dropped = 0
            while not self.empty():
                self._get()
                dropped += 1
            self._count_down(dropped)
        for waiters in (self._getters, self._putters):
            while self._wakeup_next(waiters):
                pass


class PriorityQueue(Queue):
    """The smallest item comes first."""

    def _init(self, maxsize):
        self._queue = []  # a heap

    def _get(self):
        return heapq.heappop(self._queue)

    def _put(self, item):
        heapq.heappush(self._queue, item)


class LifoQueue(Queue):
    """The newest item comes first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
