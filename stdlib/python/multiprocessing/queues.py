"""Queues between processes: pickles in a pipe.

A Queue has a thread that pickles what was put and writes it, so that put() does not wait for a reader; it starts at the first put().
"""

import collections
import errno
import os
import threading
import time
import types
import weakref
from queue import Empty, Full

from . import connection, context
from .util import Finalize, debug, info, is_exiting, register_after_fork

__all__ = ["Queue", "SimpleQueue", "JoinableQueue"]

_ForkingPickler = context.reduction.ForkingPickler

# What tells the feeder to end.
_sentinel = object()


class Queue:
    """First in, first out."""

    # What goes with it to other processes; the rest is made anew by _reset().
    _shared = ("_ignore_epipe", "_maxsize", "_reader", "_writer", "_rlock", "_wlock", "_sem", "_opid")

    def __init__(self, maxsize=0, *, ctx):
        if maxsize <= 0:
            from .synchronize import SEM_VALUE_MAX as maxsize
        self._maxsize, self._opid = maxsize, os.getpid()
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock, self._wlock, self._sem = ctx.Lock(), ctx.Lock(), ctx.BoundedSemaphore(maxsize)
        # For concurrent.futures: what cannot be pickled is reported by _on_queue_feeder_error, not printed.
        self._ignore_epipe = False
        self._reset()
        register_after_fork(self, Queue._after_fork)

    def __getstate__(self):
        context.assert_spawning(self)
        return tuple(getattr(self, name) for name in self._shared)

    def __setstate__(self, state):
        for name, value in zip(self._shared, state, strict=True):
            setattr(self, name, value)
        self._reset()

    def _after_fork(self):
        debug("Queue._after_fork()")
        self._reset(after_fork=True)

    def _reset(self, after_fork=False):
        """This process has put nothing yet, and no thread that writes."""
        if after_fork:
            self._notempty._at_fork_reinit()
        else:
            self._notempty = threading.Condition(threading.Lock())
        self._buffer = collections.deque()
        self._thread = self._jointhread = self._close = None
        self._closed = self._joincancelled = False
        self._send_bytes, self._recv_bytes, self._poll = self._writer.send_bytes, self._reader.recv_bytes, self._reader.poll

    def _demand_open(self):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")

    def put(self, obj, block=True, timeout=None):
        """Add an object, waiting for room (at most `timeout` seconds) if `block`; raises Full when there is none."""
        self._demand_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            self._append(obj)

    def _append(self, obj):
        """Give an object to the feeder; the caller holds the condition's lock."""
        if self._thread is None:
            self._start_thread()
        self._buffer.append(obj)
        self._notempty.notify()

    def get(self, block=True, timeout=None):
        """Remove and return an object, waiting for one (at most `timeout` seconds) if `block`; raises Empty without one."""
        self._demand_open()
        if not block:
            timeout = 0
        deadline = None if timeout is None else time.monotonic() + timeout
        if not self._rlock.acquire(block, timeout if block else None):
            raise Empty
        try:
            if deadline is not None and not self._poll(max(0, deadline - time.monotonic())):
                raise Empty
            message = self._recv_bytes()
        finally:
            self._rlock.release()
        self._sem.release()
        # Outside of the lock: it may take long.
        return _ForkingPickler.loads(message)

    def get_nowait(self):
        """Remove and return an object without waiting."""
        return self.get(block=False)

    def put_nowait(self, obj):
        """Add an object without waiting."""
        return self.put(obj, block=False)

    def qsize(self):
        """Return how many objects there are; others may have changed that already."""
        return self._maxsize - self._sem._semlock._get_value()

    def empty(self):
        """Return whether there is nothing to get; others may have changed that already."""
        return not self._poll()

    def full(self):
        """Return whether there is no room; others may have changed that already."""
        return self._sem._semlock._is_zero()

    def close(self):
        """Put and get nothing more here; what was put is still written."""
        self._closed = True
        tell_feeder, self._close = self._close, None
        if tell_feeder:
            tell_feeder()

    def join_thread(self):
        """Wait, after close(), until everything is written."""
        debug("Queue.join_thread()")
        assert self._closed, f"Queue {self!r} not closed"
        wait_for_feeder = self._jointhread
        if wait_for_feeder:
            wait_for_feeder()

    def cancel_join_thread(self):
        """Do not wait at exit until everything is written."""
        debug("Queue.cancel_join_thread()")
        self._joincancelled = True
        if self._jointhread:
            self._jointhread.cancel()

    def _terminate_broken(self):
        """The reader has died: nobody will ever read, so the feeder must not wait for it."""
        self._reader.close()
        if self._jointhread:
            # The feeder may wait for a write or for the lock that another writer holds, who died.
            self._jointhread.cancel()
        self.close()
        self.join_thread()

    def _start_thread(self):
        debug("Queue._start_thread()")
        self._buffer.clear()
        # It does not know the queue, which can go before it.
        feeder = threading.Thread(target=Queue._feed, name="QueueFeederThread", daemon=True, args=(
            self._buffer, self._notempty, self._send_bytes, self._wlock, self._reader.close, self._writer.close,
            self._ignore_epipe, self._on_queue_feeder_error, self._sem))
        feeder.start()
        # Only now: otherwise the next put() would find a thread that never ran.
        self._thread = feeder
        debug("feeder thread is started")
        if not self._joincancelled:
            self._jointhread = Finalize(feeder, Queue._finalize_join, [weakref.ref(feeder)], exitpriority=-5)
        # The feeder is told to end when the queue is.
        self._close = Finalize(self, Queue._finalize_close, [self._buffer, self._notempty], exitpriority=10)

    @staticmethod
    def _finalize_join(reference):
        debug("joining queue thread")
        feeder = reference()
        if feeder is None:
            debug("... queue thread already dead")
            return
        feeder.join()
        debug("... queue thread joined")

    @staticmethod
    def _finalize_close(buffer, notempty):
        debug("telling queue thread to quit")
        with notempty:
            buffer.append(_sentinel)
            notempty.notify()

    @staticmethod
    def _feed(buffer, notempty, send_bytes, writelock, reader_close, writer_close, ignore_epipe, onerror, queue_sem):
        debug("starting thread to feed data to pipe")
        while True:
            if not buffer:
                with notempty:
                    while not buffer:
                        notempty.wait()
            obj = buffer.popleft()
            if obj is _sentinel:
                debug("feeder thread got sentinel -- exiting")
                for close in (reader_close, writer_close):
                    close()
                return
            try:
                # Before the lock: what cannot be pickled must not hold up others.
                message = _ForkingPickler.dumps(obj)
                with writelock:
                    send_bytes(message)
            except Exception as error:
                if ignore_epipe and getattr(error, "errno", None) == errno.EPIPE:
                    return
                if is_exiting():
                    info("error in queue thread: %s", error)
                    return
                # It was counted, but will never be got.
                queue_sem.release()
                onerror(error, obj)
            # Nothing is kept alive while waiting.
            obj = message = None

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """Told when an object could not be pickled or written."""
        import traceback
        traceback.print_exc()

    __class_getitem__ = classmethod(types.GenericAlias)


class JoinableQueue(Queue):
    """A queue whose getters say when they are done with what they got."""

    _shared = (*Queue._shared, "_cond", "_unfinished_tasks")

    def __init__(self, maxsize=0, *, ctx):
        super().__init__(maxsize, ctx=ctx)
        self._cond, self._unfinished_tasks = ctx.Condition(), ctx.Semaphore(0)

    def _append(self, obj):
        with self._cond:
            super()._append(obj)
            self._unfinished_tasks.release()

    def task_done(self):
        """Say that the work on an object got earlier is done."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError("task_done() called too many times")
            if self._unfinished_tasks._semlock._is_zero():
                self._cond.notify_all()

    def join(self):
        """Wait until task_done() was called for everything put."""
        with self._cond:
            if not self._unfinished_tasks._semlock._is_zero():
                self._cond.wait()


class SimpleQueue:
    """A pipe with locks: put() waits while the pipe is full."""

    _shared = ("_reader", "_writer", "_rlock", "_wlock")

    def __init__(self, *, ctx):
        self.__setstate__((*connection.Pipe(duplex=False), ctx.Lock(), ctx.Lock()))

    def __getstate__(self):
        context.assert_spawning(self)
        return tuple(getattr(self, name) for name in self._shared)

    def __setstate__(self, state):
        for name, value in zip(self._shared, state, strict=True):
            setattr(self, name, value)
        self._poll = self._reader.poll

    def close(self):
        """Close both ends."""
        for end in (self._reader, self._writer):
            end.close()

    def empty(self):
        """Return whether there is nothing to get."""
        return not self._poll()

    def put(self, obj):
        """Add an object."""
        message = _ForkingPickler.dumps(obj)
        with self._wlock:
            self._writer.send_bytes(message)

    def get(self):
        """Remove and return an object, waiting for one."""
        with self._rlock:
            message = self._reader.recv_bytes()
        return _ForkingPickler.loads(message)

    __class_getitem__ = classmethod(types.GenericAlias)
