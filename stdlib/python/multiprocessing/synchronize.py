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
        if ctx is None:
            ctx = context._default_context.get_context()
        self._is_fork_ctx = ctx.get_start_method() == "fork"
        # Children that do not inherit it find it by its name.
        unlink_now = sys.platform == "win32" or self._is_fork_ctx
        for _ in range(100):
            try:
                semlock = self._semlock = _multiprocessing.SemLock(kind, value, maxvalue, self._make_name(), unlink_now)
            except FileExistsError:
                pass
            else:
                break
        else:
            raise FileExistsError("cannot find name for semaphore")
        util.debug("created semlock with handle %s" % semlock.handle)
        self._make_methods()

        def after_fork(obj):
            obj._semlock._after_fork()

        util.register_after_fork(self, after_fork)
        if semlock.name is not None:
            # If this process ends without running finalisers, the tracker unlinks it.
            from .resource_tracker import register
            register(semlock.name, "semaphore")
            util.Finalize(self, SemLock._cleanup, (semlock.name,), exitpriority=0)

    @staticmethod
    def _cleanup(name):
        from .resource_tracker import unregister
        sem_unlink(name)
        unregister(name, "semaphore")

    def _make_methods(self):
        self.acquire = self._semlock.acquire
        self.release = self._semlock.release

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        semlock = self._semlock
        if self._is_fork_ctx:
            raise RuntimeError("A SemLock created in a fork context is being shared with a process in a spawn context. This "
                               "is not supported. Please use the same context to create multiprocessing objects and Process.")
        return (semlock.handle, semlock.kind, semlock.maxvalue, semlock.name)

    def __setstate__(self, state):
        self._semlock = _multiprocessing.SemLock._rebuild(*state)
        util.debug("recreated blocker with handle %r" % state[0])
        self._make_methods()
        self._is_fork_ctx = False

    @staticmethod
    def _make_name():
        return "%s-%s" % (process.current_process()._config["semprefix"], next(SemLock._rand))


def _holder(semlock):
    """The name of who holds a lock, as far as this process knows."""
    try:
        if semlock._is_mine():
            name = process.current_process().name
            if threading.current_thread().name != "MainThread":
                name += "|" + threading.current_thread().name
            return name
        if semlock._get_value() == 1:
            return "None"
        if semlock._count() > 0:
            return "SomeOtherThread"
        return "SomeOtherProcess"
    except Exception:
        return "unknown"


class Semaphore(SemLock):
    """A counter that is never negative: acquire() waits until it can take one away."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        """Return the counter."""
        return self._semlock._get_value()

    def __repr__(self):
        try:
            value = self._semlock._get_value()
        except Exception:
            value = "unknown"
        return "<%s(value=%s)>" % (self.__class__.__name__, value)


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot exceed its first value."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        try:
            value = self._semlock._get_value()
        except Exception:
            value = "unknown"
        return "<%s(value=%s, maxvalue=%s)>" % (self.__class__.__name__, value, self._semlock.maxvalue)


class Lock(SemLock):
    """A lock; any process or thread may release it."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return "<%s(owner=%s)>" % (self.__class__.__name__, _holder(self._semlock))


class RLock(SemLock):
    """A lock that its holder may take again, and only its holder may release."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        name = _holder(self._semlock)
        if name == "None":
            count = 0
        elif name == "SomeOtherThread" or name == "SomeOtherProcess":
            count = "nonzero"
        elif name == "unknown":
            count = "unknown"
        else:
            count = self._semlock._count()
        return "<%s(%s, %s)>" % (self.__class__.__name__, name, count)


class Condition:
    """A condition variable. Two counters say how many sleep and how many have woken since; a notifier waits for those it woke."""

    def __init__(self, lock=None, *, ctx):
        self._lock = lock or ctx.RLock()
        self._sleeping_count = ctx.Semaphore(0)
        self._woken_count = ctx.Semaphore(0)
        self._wait_semaphore = ctx.Semaphore(0)
        self._make_methods()

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore)

    def __setstate__(self, state):
        (self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore) = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __repr__(self):
        try:
            waiters = self._sleeping_count._semlock._get_value() - self._woken_count._semlock._get_value()
        except Exception:
            waiters = "unknown"
        return "<%s(%s, %s)>" % (self.__class__.__name__, self._lock, waiters)

    def wait(self, timeout=None):
        """Let go of the lock, wait to be notified (at most `timeout` seconds), take it again; return whether notified."""
        assert self._lock._semlock._is_mine(), "must acquire() condition before using wait()"
        self._sleeping_count.release()
        count = self._lock._semlock._count()
        for _ in range(count):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(count):
                self._lock.acquire()

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
        result = predicate()
        if result:
            return result
        deadline = None if timeout is None else time.monotonic() + timeout
        while not result:
            remaining = None
            if deadline is not None:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    break
            self.wait(remaining)
            result = predicate()
        return result


class Event:
    """A flag that processes can wait for."""

    def __init__(self, *, ctx):
        self._cond = ctx.Condition(ctx.Lock())
        self._flag = ctx.Semaphore(0)

    def is_set(self):
        """Return whether the flag is up."""
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def set(self):
        """Put the flag up and wake all who wait."""
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        """Take the flag down."""
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        """Wait until the flag is up, at most `timeout` seconds; return whether it is."""
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
            else:
                self._cond.wait(timeout)
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def __repr__(self):
        status = "set" if self.is_set() else "unset"
        return f"<{type(self).__qualname__} at {id(self):#x} {status}>"


class Barrier(threading.Barrier):
    """The barrier of threading, with its state and count in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        from .heap import BufferWrapper
        wrapper = BufferWrapper(8)
        condition = ctx.Condition()
        self.__setstate__((parties, action, timeout, condition, wrapper))
        self._state = 0
        self._count = 0

    def __setstate__(self, state):
        (self._parties, self._action, self._timeout, self._cond, self._wrapper) = state
        self._array = self._wrapper.create_memoryview().cast("i")

    def __getstate__(self):
        return (self._parties, self._action, self._timeout, self._cond, self._wrapper)

    @property
    def _state(self):
        return self._array[0]

    @_state.setter
    def _state(self, value):
        self._array[0] = value

    @property
    def _count(self):
        return self._array[1]

    @_count.setter
    def _count(self, value):
        self._array[1] = value
