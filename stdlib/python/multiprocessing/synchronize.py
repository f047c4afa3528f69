"""Locks between processes, all built on semaphores of the system (_multiprocessing.SemLock)."""

import os
import sys
import threading
import time
import _multiprocessing
from _random import Random

from . import context, process, util

__all__ = ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event"]

RECURSIVE_MUTEX, SEMAPHORE = range(2)
SEM_VALUE_MAX = _multiprocessing.SemLock.SEM_VALUE_MAX
sem_unlink = _multiprocessing.sem_unlink


class _RandomNames:
    """Names nobody else has; a child begins anew."""

    characters = "abcdefghijklmnopqrstuvwxyz0123456789_"

    def __init__(self):
        self._random = None
        self._pid = None

    def __next__(self):
        if self._pid != os.getpid():
            self._random = Random()
            self._pid = os.getpid()
        count = len(self.characters)
        return "".join(self.characters[int(self._random.random() * count)] for _ in range(8))


class SemLock:
    """What all of them are: a semaphore, and how to find it again in another process."""

    _rand = _RandomNames()

    def __init__(self, kind, value, maxvalue, *, ctx):
        ctx = ctx or context._default_context.get_context()
        self._is_fork_ctx = ctx.get_start_method() == "fork"
        # Children that do not inherit it find it by its name.
        unlink_now = self._is_fork_ctx or sys.platform == "win32"
        self._have(self._new(kind, value, maxvalue, unlink_now))
        util.debug("created semlock with handle %s", self._semlock.handle)
        util.register_after_fork(self, lambda lock: lock._semlock._after_fork())
        if (name := self._semlock.name) is not None:
            # If this process ends without running finalisers, the tracker unlinks it.
            from .resource_tracker import register
            register(name, "semaphore")
            util.Finalize(self, SemLock._cleanup, (name,), exitpriority=0)

    @staticmethod
    def _new(kind, value, maxvalue, unlink_now):
        """A new semaphore of the system, under a name that nobody else has."""
        for _ in range(100):
            try:
                return _multiprocessing.SemLock(kind, value, maxvalue, SemLock._make_name(), unlink_now)
            except FileExistsError:
                continue
        raise FileExistsError("cannot find name for semaphore")

    @staticmethod
    def _cleanup(name):
        from .resource_tracker import unregister
        sem_unlink(name)
        unregister(name, "semaphore")

    def _have(self, semlock):
        self._semlock, self.acquire, self.release = semlock, semlock.acquire, semlock.release

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        if self._is_fork_ctx:
            raise RuntimeError("A SemLock created in a fork context is being shared with a process in a spawn context. This "
                               "is not supported. Please use the same context to create multiprocessing objects and Process.")
        return tuple(getattr(self._semlock, name) for name in ("handle", "kind", "maxvalue", "name"))

    def __setstate__(self, state):
        self._is_fork_ctx = False
        self._have(_multiprocessing.SemLock._rebuild(*state))
        util.debug("recreated blocker with handle %r", state[0])

    @staticmethod
    def _make_name():
        prefix = process.current_process()._config["semprefix"]
        return f"{prefix}-{next(SemLock._rand)}"


def _holder(semlock):
    """The name of who holds a lock, as far as this process knows."""
    try:
        if semlock._is_mine():
            thread = threading.current_thread().name
            here = process.current_process().name
            return here if thread == "MainThread" else f"{here}|{thread}"
        if semlock._get_value() == 1:
            return "None"
        return "SomeOtherThread" if semlock._count() > 0 else "SomeOtherProcess"
    except Exception:
        return "unknown"


def _known(ask):
    """A number to be shown; what shows a lock must not fail."""
    try:
        return ask()
    except Exception:
        return "unknown"


class Semaphore(SemLock):
    """A counter that is never negative: acquire() waits until it can take one away."""

    def __init__(self, value=1, *, ctx):
        super().__init__(SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        """Return the counter."""
        return self._semlock._get_value()

    def __repr__(self):
        return f"<{type(self).__name__}(value={_known(self.get_value)})>"


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot exceed its first value."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        return f"<{type(self).__name__}(value={_known(self.get_value)}, maxvalue={self._semlock.maxvalue})>"


class Lock(SemLock):
    """A lock; any process or thread may release it."""

    def __init__(self, *, ctx):
        super().__init__(SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return f"<{type(self).__name__}(owner={_holder(self._semlock)})>"


class RLock(SemLock):
    """A lock that its holder may take again, and only its holder may release."""

    def __init__(self, *, ctx):
        super().__init__(RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        holder = _holder(self._semlock)
        match holder:
            case "None":
                depth = 0
            case "SomeOtherThread" | "SomeOtherProcess":
                depth = "nonzero"
            case "unknown":
                depth = holder
            case _:
                depth = self._semlock._count()
        return f"<{type(self).__name__}({holder}, {depth})>"


class Condition:
    """A condition variable. Two counters say how many sleep and how many have woken since; a notifier waits for those it woke."""

    _shared = ("_lock", "_sleeping_count", "_woken_count", "_wait_semaphore")

    def __init__(self, lock=None, *, ctx):
        self._have(lock or ctx.RLock(), *(ctx.Semaphore(0) for _ in self._shared[1:]))

    def _have(self, *parts):
        for name, part in zip(self._shared, parts, strict=True):
            setattr(self, name, part)
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __getstate__(self):
        context.assert_spawning(self)
        return tuple(getattr(self, name) for name in self._shared)

    def __setstate__(self, state):
        self._have(*state)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        waiters = _known(lambda: self._sleeping_count.get_value() - self._woken_count.get_value())
        return f"<{type(self).__name__}({self._lock}, {waiters})>"

    def wait(self, timeout=None):
        """Let go of the lock, wait to be notified (at most `timeout` seconds), take it again; return whether notified."""
        held = self._lock._semlock
        assert held._is_mine(), "must acquire() condition before using wait()"
        self._sleeping_count.release()
        # The lock may be held several times.
        depth = held._count()
        for _ in range(depth):
            self.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(depth):
                self.acquire()

    def notify(self, n=1):
        """Wake at most `n` of those who wait."""
        assert self._lock._semlock._is_mine(), "lock is not owned"
        assert not self._wait_semaphore.acquire(False), "notify: Should not have been able to acquire + _wait_semaphore"

        # Those who have given up since the last call have woken by themselves.
        while self._woken_count.acquire(False):
            result = self._sleeping_count.acquire(False)
            assert result, "notify: Bug in sleeping_count.acquire + - res should not be False"

        sleepers = 0
        while sleepers < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            sleepers += 1
        if sleepers:
            for _ in range(sleepers):
                self._woken_count.acquire()
            # Somebody may have given up just when he was to be woken; nothing of that may be left.
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        """Wake all who wait."""
        self.notify(n=sys.maxsize)

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true, at most `timeout` seconds; return what it said last."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not (result := predicate()):
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result


class Event:
    """A flag that processes can wait for."""

    def __init__(self, *, ctx):
        self._cond = ctx.Condition(ctx.Lock())
        self._flag = ctx.Semaphore(0)

    def _is_up(self):
        """Look at the flag; the caller holds the condition."""
        up = self._flag.acquire(False)
        if up:
            self._flag.release()
        return up

    def is_set(self):
        """Return whether the flag is up."""
        with self._cond:
            return self._is_up()

    def set(self):
        """Put the flag up and wake all who wait."""
        with self._cond:
            if not self._is_up():
                self._flag.release()
            self._cond.notify_all()

    def clear(self):
        """Take the flag down."""
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        """Wait until the flag is up, at most `timeout` seconds; return whether it is."""
        with self._cond:
            if not self._is_up():
                self._cond.wait(timeout)
            return self._is_up()

    def __repr__(self):
        status = "set" if self.is_set() else "unset"
        return f"<{type(self).__qualname__} at {id(self):#x} {status}>"


class Barrier(threading.Barrier):
    """The barrier of threading, with its state and count in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        from .heap import BufferWrapper
        self.__setstate__((parties, action, timeout, ctx.Condition(), BufferWrapper(8)))
        self._state = self._count = 0

    def __getstate__(self):
        return self._parties, self._action, self._timeout, self._cond, self._wrapper

    def __setstate__(self, state):
        self._parties, self._action, self._timeout, self._cond, self._wrapper = state
        self._array = self._wrapper.create_memoryview().cast("i")

    def _shared_number(place):
        return property(lambda self: self._array[place], lambda self, value: self._array.__setitem__(place, value))

    _state, _count = map(_shared_number, range(2))
    del _shared_number
