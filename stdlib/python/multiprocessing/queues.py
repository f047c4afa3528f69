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

    def __init__(self, maxsize=0, *, ctx):
        if maxsize <= 0:
            from .synchronize import SEM_VALUE_MAX as maxsize
        self._maxsize = maxsize
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._opid = os.getpid()
        self._wlock = ctx.Lock()
        self._sem = ctx.BoundedSemaphore(maxsize)
        # For concurrent.futures: what cannot be pickled is reported by _on_queue_feeder_error, not printed.
        self._ignore_epipe = False
        self._reset()
        register_after_fork(self, Queue._after_fork)

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem, self._opid)

    def __setstate__(self, state):
        (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem, self._opid) = state
        self._reset()

    def _after_fork(self):
        debug("Queue._after_fork()")
        self._reset(after_fork=True)

    def _reset(self, after_fork=False):
        if after_fork:
            self._notempty._at_fork_reinit()
        else:
            self._notempty = threading.Condition(threading.Lock())
        self._buffer = collections.deque()
        self._thread = None
        self._jointhread = None
        self._joincancelled = False
        self._closed = False
        self._close = None
        self._send_bytes = self._writer.send_bytes
        self._recv_bytes = self._reader.recv_bytes
        self._poll = self._reader.poll

    def put(self, obj, block=True, timeout=None):
        """Add an object, waiting for room (at most `timeout` seconds) if `block`; raises Full when there is none."""
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            if self._thread is None:
                self._start_thread()
            self._buffer.append(obj)
            self._notempty.notify()

    def get(self, block=True, timeout=None):
        """Remove and return an object, waiting for one (at most `timeout` seconds) if `block`; raises Empty without one."""
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if block and timeout is None:
            with self._rlock:
                message = self._recv_bytes()
            self._sem.release()
        else:
            if block:
                deadline = time.monotonic() + timeout
            if not self._rlock.acquire(block, timeout):
                raise Empty
            try:
                if block:
                    if not self._poll(deadline - time.monotonic()):
                        raise Empty
                elif not self._poll():
                    raise Empty
                message = self._recv_bytes()
                self._sem.release()
            finally:
                self._rlock.release()
        # Outside of the lock: it may take long.
        return _ForkingPickler.loads(message)

    def qsize(self):
        """Return how many objects there are; others may have changed that already."""
        return self._maxsize - self._sem._semlock._get_value()

    def empty(self):
        """Return whether there is nothing to get; others may have changed that already."""
        return not self._poll()

    def full(self):
        """Return whether there is no room; others may have changed that already."""
        return self._sem._semlock._is_zero()

    def get_nowait(self):
        """Remove and return an object without waiting."""
        return self.get(False)

    def put_nowait(self, obj):
        """Add an object without waiting."""
        return self.put(obj, False)

    def close(self):
        """Put and get nothing more here; what was put is still written."""
        self._closed = True
        close = self._close
        if close:
            self._close = None
            close()

    def join_thread(self):
        """Wait, after close(), until everything is written."""
        debug("Queue.join_thread()")
        assert self._closed, "Queue {0!r} not closed".format(self)
        if self._jointhread:
            self._jointhread()

    def cancel_join_thread(self):
        """Do not wait at exit until everything is written."""
        debug("Queue.cancel_join_thread()")
        self._joincancelled = True
        try:
            self._jointhread.cancel()
        except AttributeError:
            pass

    def _terminate_broken(self):
        """The reader has died: nobody will ever read, so the feeder must not wait for it."""
        self._reader.close()
        # The feeder may wait for a write or for the lock that another writer holds, who died.
        self._jointhread and self._jointhread.cancel()
        self.close()
        self.join_thread()

    def _start_thread(self):
        debug("Queue._start_thread()")
        self._buffer.clear()
        self._thread = threading.Thread(
            target=Queue._feed,
            args=(self._buffer, self._notempty, self._send_bytes, self._wlock, self._reader.close, self._writer.close,
                  self._ignore_epipe, self._on_queue_feeder_error, self._sem),
            name="QueueFeederThread", daemon=True)
        try:
            debug("doing self._thread.start()")
            self._thread.start()
            debug("... done self._thread.start()")
        except:
            # Otherwise the next put() would find a thread that never ran.
            self._thread = None
            raise
        if not self._joincancelled:
            self._jointhread = Finalize(self._thread, Queue._finalize_join, [weakref.ref(self._thread)], exitpriority=-5)
        # The feeder is told to end when the queue is.
        self._close = Finalize(self, Queue._finalize_close, [self._buffer, self._notempty], exitpriority=10)

    @staticmethod
    def _finalize_join(reference):
        debug("joining queue thread")
        thread = reference()
        if thread is not None:
            thread.join()
            debug("... queue thread joined")
        else:
            debug("... queue thread already dead")

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
            try:
                with notempty:
                    if not buffer:
                        notempty.wait()
                try:
                    while True:
                        obj = buffer.popleft()
                        if obj is _sentinel:
                            debug("feeder thread got sentinel -- exiting")
                            reader_close()
                            writer_close()
                            return
                        # Before the lock: what cannot be pickled must not hold up others.
                        message = _ForkingPickler.dumps(obj)
                        with writelock:
                            send_bytes(message)
                        obj = message = None
                except IndexError:
                    pass
            except Exception as error:
                if ignore_epipe and getattr(error, "errno", 0) == errno.EPIPE:
                    return
                if is_exiting():
                    info("error in queue thread: %s", error)
                    return
                # It was counted, but will never be got.
                queue_sem.release()
                onerror(error, obj)

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """Told when an object could not be pickled or written."""
        import traceback
        traceback.print_exc()

    __class_getitem__ = classmethod(types.GenericAlias)


class JoinableQueue(Queue):
    """A queue whose getters say when they are done with what they got."""

    def __init__(self, maxsize=0, *, ctx):
        Queue.__init__(self, maxsize, ctx=ctx)
        self._unfinished_tasks = ctx.Semaphore(0)
        self._cond = ctx.Condition()

    def __getstate__(self):
        return Queue.__getstate__(self) + (self._cond, self._unfinished_tasks)

    def __setstate__(self, state):
        Queue.__setstate__(self, state[:-2])
        self._cond, self._unfinished_tasks = state[-2:]

    def put(self, obj, block=True, timeout=None):
        """Add an object; see Queue.put()."""
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty, self._cond:
            if self._thread is None:
                self._start_thread()
            self._buffer.append(obj)
            self._unfinished_tasks.release()
            self._notempty.notify()

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

    def __init__(self, *, ctx):
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._poll = self._reader.poll
        self._wlock = ctx.Lock()

    def close(self):
        """Close both ends."""
        self._reader.close()
        self._writer.close()

    def empty(self):
        """Return whether there is nothing to get."""
        return not self._poll()

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._reader, self._writer, self._rlock, self._wlock)

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state
        self._poll = self._reader.poll

    def get(self):
        """Remove and return an object, waiting for one."""
        with self._rlock:
            message = self._reader.recv_bytes()
        return _ForkingPickler.loads(message)

    def put(self, obj):
        """Add an object."""
        message = _ForkingPickler.dumps(obj)
        if self._wlock is None:
            self._writer.send_bytes(message)
        else:
            with self._wlock:
                self._writer.send_bytes(message)

    __class_getitem__ = classmethod(types.GenericAlias)
