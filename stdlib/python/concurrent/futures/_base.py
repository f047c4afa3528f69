"""Futures: what they are, and waiting for several.

The state of a future changes only under the lock of its `_condition`. Where several futures are looked at together, their locks
are taken in the order of their identities, so that two threads cannot wait for each other.
"""

import threading
import time
import types

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
_AS_COMPLETED = "_AS_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
# Cancelled, but those who wait for it do not know yet; the executor tells them when it meets the future.
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_state_names = {PENDING: "pending", RUNNING: "running", CANCELLED: "cancelled", CANCELLED_AND_NOTIFIED: "cancelled",
                FINISHED: "finished"}
_done_states = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)
_settled_states = (CANCELLED_AND_NOTIFIED, FINISHED)


class Error(Exception):
    """The base of the errors of this package."""


class CancelledError(Error):
    """The call was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The future is not in a state that allows this."""


class BrokenExecutor(RuntimeError):
    """The executor cannot run anything any more."""


def _log(message, *args, critical=False, exc_info=False):
    import logging
    logger = logging.getLogger("concurrent.futures")
    if critical:
        logger.critical(message, *args, exc_info=exc_info or None)
    else:
        logger.exception(message, *args)


def __getattr__(name):
    if name == "LOGGER":
        # Logging is imported only where something is logged.
        import logging
        return logging.getLogger("concurrent.futures")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# --- Waiting for several -----------------------------------------------------------------------------------------------------

class _Waiter:
    """Collects the futures that are done. Its event is set when as many as somebody waits for are, or perhaps when one has failed."""

    def __init__(self, count, stop_on_exception=False):
        self.lock = threading.Lock()
        self.event = threading.Event()
        self.finished_futures = []
        self.missing = count
        self.stop_on_exception = stop_on_exception

    def _add(self, future, is_enough):
        with self.lock:
            self.finished_futures.append(future)
            self.missing -= 1
            if is_enough or self.missing <= 0:
                self.event.set()

    def add_result(self, future):
        self._add(future, False)

    add_cancelled = add_result

    def add_exception(self, future):
        self._add(future, self.stop_on_exception)

    def take(self):
        """Those that have come since the last time, the newest first."""
        with self.lock:
            taken, self.finished_futures = self.finished_futures[::-1], []
            self.event.clear()
        return taken

    def leave(self, future):
        """Collect this one no longer."""
        with future._condition:
            if self in future._waiters:
                future._waiters.remove(self)


class _AcquireFutures:
    """Holds the locks of several futures."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


def _install_waiter(futures, return_when):
    """With their locks held: a waiter that is told of these futures."""
    if return_when in (FIRST_COMPLETED, _AS_COMPLETED):
        waiter = _Waiter(1)
    elif return_when in (FIRST_EXCEPTION, ALL_COMPLETED):
        pending = [future for future in futures if future._state not in _settled_states]
        waiter = _Waiter(len(pending), stop_on_exception=return_when == FIRST_EXCEPTION)
    else:
        raise ValueError(f"Invalid return condition: {return_when!r}")
    for future in futures:
        future._waiters.append(waiter)
    return waiter


def _settled(futures):
    return {future for future in futures if future._state in _settled_states}


def as_completed(fs, timeout=None):
    """Iterate over futures as they get done; raises TimeoutError when not all are within `timeout` seconds."""
    deadline = None if timeout is None else time.monotonic() + timeout
    fs = set(fs)
    total = len(fs)
    with _AcquireFutures(fs):
        finished = _settled(fs)
        waiter = _install_waiter(fs, _AS_COMPLETED)
    pending = fs - finished
    finished = list(finished)
    try:
        while True:
            while finished:
                # Not kept alive while the caller works on it.
                box = [finished.pop()]
                fs.discard(box[0])
                pending.discard(box[0])
                waiter.leave(box[0])
                yield box.pop()
            if not pending:
                return
            remaining = None if deadline is None else deadline - time.monotonic()
            if remaining is not None and remaining < 0:
                raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            waiter.event.wait(remaining)
            # One that was done before the waiter came may be told of twice.
            finished = [future for future in waiter.take() if future in pending]
    finally:
        for future in fs:
            waiter.leave(future)


class DoneAndNotDoneFutures(tuple):
    """The two sets that wait() returns."""

    __slots__ = ()
    _fields = ("done", "not_done")
    __match_args__ = _fields

    def __new__(cls, done, not_done):
        return tuple.__new__(cls, (done, not_done))

    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return "DoneAndNotDoneFutures(done=%r, not_done=%r)" % self


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures; return those that are done and those that are not, after at most `timeout` seconds."""
    fs = set(fs)
    with _AcquireFutures(fs):
        done = _settled(fs)
        if len(done) == len(fs) or _is_enough(done, return_when):
            return DoneAndNotDoneFutures(done, fs - done)
        waiter = _install_waiter(fs, return_when)
    waiter.event.wait(timeout)
    for future in fs:
        waiter.leave(future)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def _is_enough(done, return_when):
    """With their locks held: are some that are done already all that is waited for?"""
    if return_when == FIRST_EXCEPTION:
        return any(not future.cancelled() and future._exception is not None for future in done)
    return return_when == FIRST_COMPLETED and bool(done)


# --- One future --------------------------------------------------------------------------------------------------------------

class Future:
    """The result, yet to come, of a call that runs elsewhere."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = self._exception = None
        self._waiters, self._done_callbacks = [], []

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception:
            _log("exception calling callback for %r", self)

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    def __repr__(self):
        with self._condition:
            outcome = ""
            if self._state == FINISHED:
                verb, what = ("raised", self._exception) if self._exception else ("returned", self._result)
                outcome = f" {verb} {type(what).__name__}"
            return f"<{type(self).__name__} at {id(self):#x} state={_state_names[self._state]}{outcome}>"

    def cancel(self):
        """Cancel the call unless it runs or is done; return whether it is cancelled."""
        with self._condition:
            if self._state != PENDING:
                return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Return whether the call was cancelled."""
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        """Return whether the call runs now."""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Return whether the call is cancelled or has ended."""
        with self._condition:
            return self._state in _done_states

    def _take_result(self):
        if self._exception is not None:
            try:
                raise self._exception
            finally:
                # The traceback refers to this frame, and this frame to the future.
                self = None
        return self._result

    def add_done_callback(self, fn):
        """Have a function called with the future once it is done; at once if it is."""
        with self._condition:
            is_done = self._state in _done_states
            if not is_done:
                self._done_callbacks.append(fn)
        if is_done:
            self._call_back(fn)

    def _wait(self, timeout):
        """With the lock held: wait until it is done; raise CancelledError or TimeoutError."""
        if self._state not in _done_states:
            self._condition.wait(timeout)
        if self._state != FINISHED:
            raise CancelledError() if self._state in _done_states else TimeoutError()

    def result(self, timeout=None):
        """Return what the call returned, or raise what it raised, waiting at most `timeout` seconds."""
        try:
            with self._condition:
                self._wait(timeout)
                return self._take_result()
        finally:
            self = None

    def exception(self, timeout=None):
        """Return what the call raised, or None, waiting at most `timeout` seconds."""
        with self._condition:
            self._wait(timeout)
            return self._exception

    # What executors call.

    def set_running_or_notify_cancel(self):
        """Say that the call begins; returns False, and tells those who wait, if it was cancelled."""
        with self._condition:
            if self._state not in (PENDING, CANCELLED):
                _log("Future %s in unexpected state: %s", id(self), self._state, critical=True)
                raise RuntimeError("Future in unexpected state")
            begins = self._state == PENDING
            self._state = RUNNING if begins else CANCELLED_AND_NOTIFIED
            for waiter in () if begins else self._waiters:
                waiter.add_cancelled(self)
            return begins

    def _finish(self, event, result, exception):
        """event: the method of those who wait that is told of it."""
        with self._condition:
            if self._state in _done_states:
                raise InvalidStateError(f"{self._state}: {self!r}")
            self._result, self._exception = result, exception
            self._state = FINISHED
            for waiter in self._waiters:
                getattr(waiter, event)(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_result(self, result):
        """Say what the call returned."""
        self._finish("add_result", result, None)

    def set_exception(self, exception):
        """Say what the call raised."""
        self._finish("add_exception", None, exception)

    __class_getitem__ = classmethod(types.GenericAlias)


# --- Executors ---------------------------------------------------------------------------------------------------------------

def _taken_from(work_queue):
    """The items of a queue, until it is empty."""
    from queue import Empty
    while True:
        try:
            item = work_queue.get_nowait()
        except Empty:
            return
        yield item


def _result_or_cancel(future, timeout=None):
    try:
        return future.result(timeout)
    finally:
        future.cancel()
        del future  # an exception's traceback holds this frame


class Executor:
    """What runs calls elsewhere."""

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called; return the future of its result."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Like map(), but the calls run elsewhere; results come in order."""
        deadline = None if timeout is None else timeout + time.monotonic()
        # The last one first: each future is dropped as its result is given.
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        futures.reverse()

        def results():
            try:
                while futures:
                    remaining = None if deadline is None else deadline - time.monotonic()
                    yield _result_or_cancel(futures.pop(), remaining)
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait for those under way unless told not to."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
