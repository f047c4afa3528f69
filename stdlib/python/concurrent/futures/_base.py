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
    """Collects the futures that are done and raises its event when that is what somebody waits for."""

    def __init__(self):
        self.event = threading.Event()
        self.finished_futures = []

    def add_result(self, future):
        self.finished_futures.append(future)

    add_exception = add_cancelled = add_result


class _AsCompletedWaiter(_Waiter):
    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()

    def add_result(self, future):
        with self.lock:
            self.finished_futures.append(future)
            self.event.set()

    add_exception = add_cancelled = add_result


class _FirstCompletedWaiter(_Waiter):
    def add_result(self, future):
        self.finished_futures.append(future)
        self.event.set()

    add_exception = add_cancelled = add_result


class _AllCompletedWaiter(_Waiter):
    def __init__(self, num_pending_calls, stop_on_exception):
        super().__init__()
        self.num_pending_calls = num_pending_calls
        self.stop_on_exception = stop_on_exception
        self.lock = threading.Lock()

    def _count_down(self):
        with self.lock:
            self.num_pending_calls -= 1
            if not self.num_pending_calls:
                self.event.set()

    def add_result(self, future):
        super().add_result(future)
        self._count_down()

    def add_exception(self, future):
        super().add_exception(future)
        if self.stop_on_exception:
            self.event.set()
        else:
            self._count_down()

    def add_cancelled(self, future):
        super().add_cancelled(future)
        self._count_down()


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
    if return_when == _AS_COMPLETED:
        waiter = _AsCompletedWaiter()
    elif return_when == FIRST_COMPLETED:
        waiter = _FirstCompletedWaiter()
    else:
        pending = sum(future._state not in _settled_states for future in futures)
        if return_when == FIRST_EXCEPTION:
            waiter = _AllCompletedWaiter(pending, stop_on_exception=True)
        elif return_when == ALL_COMPLETED:
            waiter = _AllCompletedWaiter(pending, stop_on_exception=False)
        else:
            raise ValueError("Invalid return condition: %r" % return_when)
    for future in futures:
        future._waiters.append(waiter)
    return waiter


def as_completed(fs, timeout=None):
    """Iterate over futures as they get done; raises TimeoutError when not all are within `timeout` seconds."""
    deadline = None if timeout is None else time.monotonic() + timeout
    fs = set(fs)
    total = len(fs)
    with _AcquireFutures(fs):
        finished = {future for future in fs if future._state in _settled_states}
        pending = fs - finished
        waiter = _install_waiter(fs, _AS_COMPLETED)
    finished = list(finished)
    try:
        while True:
            while finished:
                # Do not keep it alive while the caller works on it.
                future = finished.pop()
                fs.discard(future)
                pending.discard(future)
                with future._condition:
                    if waiter in future._waiters:
                        future._waiters.remove(waiter)
                box = [future]
                del future
                yield box.pop()
            if not pending:
                return
            if deadline is None:
                remaining = None
            else:
                remaining = deadline - time.monotonic()
                if remaining < 0:
                    raise TimeoutError("%d (of %d) futures unfinished" % (len(pending), total))
            waiter.event.wait(remaining)
            with waiter.lock:
                finished = waiter.finished_futures
                waiter.finished_futures = []
                waiter.event.clear()
            finished.reverse()
            # One that was done before the waiter came may be told of twice.
            finished = [future for future in finished if future in pending]
    finally:
        for future in fs:
            with future._condition:
                if waiter in future._waiters:
                    future._waiters.remove(waiter)


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
        done = {future for future in fs if future._state in _settled_states}
        not_done = fs - done
        if return_when == FIRST_COMPLETED and done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and any(not future.cancelled() and future._exception is not None for future in done):
            return DoneAndNotDoneFutures(done, not_done)
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        waiter = _install_waiter(fs, return_when)
    waiter.event.wait(timeout)
    for future in fs:
        with future._condition:
            future._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


# --- One future --------------------------------------------------------------------------------------------------------------

class Future:
    """The result, yet to come, of a call that runs elsewhere."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            try:
                callback(self)
            except Exception:
                _log("exception calling callback for %r", self)

    def __repr__(self):
        with self._condition:
            name = self.__class__.__name__
            if self._state == FINISHED:
                if self._exception:
                    outcome = "raised %s" % self._exception.__class__.__name__
                else:
                    outcome = "returned %s" % self._result.__class__.__name__
                return "<%s at %#x state=%s %s>" % (name, id(self), _state_names[self._state], outcome)
            return "<%s at %#x state=%s>" % (name, id(self), _state_names[self._state])

    def cancel(self):
        """Cancel the call unless it runs or is done; return whether it is cancelled."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
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
            if self._state not in _done_states:
                self._done_callbacks.append(fn)
                return
        try:
            fn(self)
        except Exception:
            _log("exception calling callback for %r", self)

    def _wait(self, timeout):
        """With the lock held: wait until it is done; raise CancelledError or TimeoutError."""
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state == FINISHED:
            return
        self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

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
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            _log("Future %s in unexpected state: %s", id(self), self._state, critical=True)
            raise RuntimeError("Future in unexpected state")

    def set_result(self, result):
        """Say what the call returned."""
        with self._condition:
            if self._state in _done_states:
                raise InvalidStateError("{}: {!r}".format(self._state, self))
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        """Say what the call raised."""
        with self._condition:
            if self._state in _done_states:
                raise InvalidStateError("{}: {!r}".format(self._state, self))
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    __class_getitem__ = classmethod(types.GenericAlias)


# --- Executors ---------------------------------------------------------------------------------------------------------------

def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


class Executor:
    """What runs calls elsewhere."""

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called; return the future of its result."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Like map(), but the calls run elsewhere; results come in order."""
        deadline = None if timeout is None else timeout + time.monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                # Each future is dropped as its result is given.
                futures.reverse()
                while futures:
                    if deadline is None:
                        yield _result_or_cancel(futures.pop())
                    else:
                        yield _result_or_cancel(futures.pop(), deadline - time.monotonic())
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
