"""Blocks of code with a deadline.

At the deadline the task that is inside the block is cancelled. At the end of the block that one cancellation is taken back; if nobody else
has asked for another, what comes out is TimeoutError.
"""

__all__ = ("Timeout", "timeout", "timeout_at")

import enum

from . import events, exceptions, tasks


class _State(enum.Enum):
    """CREATED -> ENTERED -> EXITED, or ENTERED -> EXPIRING (cancelled, but still inside) -> EXPIRED. The values are for people."""

    CREATED = "created"
    ENTERED = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXITED = "finished"


class Timeout:
    """async with: cancels what is inside at a deadline, and turns that into TimeoutError. Made by timeout() and timeout_at()."""

    def __init__(self, when):
        self._when = when
        self._state = _State.CREATED
        self._timeout_handler = self._task = None

    def __repr__(self):
        deadline = ""
        if self._state is _State.ENTERED:
            deadline = f" when={None if self._when is None else round(self._when, 3)}"
        return f"<Timeout [{self._state.value}]{deadline}>"

    def when(self):
        """The deadline on the loop's clock, or None."""
        return self._when

    def expired(self):
        """Did the deadline pass inside?"""
        return self._state in (_State.EXPIRED, _State.EXPIRING)

    def reschedule(self, when):
        """Another deadline."""
        match self._state:
            case _State.ENTERED:
                self._when = when
                self._forget_deadline()
                if when is not None:
                    self._wait_until(when, events.get_running_loop())
            case _State.CREATED:
                raise RuntimeError("Timeout has not been entered")
            case state:
                raise RuntimeError(f"Cannot change state of {state.value} Timeout")

    def _wait_until(self, when, loop):
        if loop.time() < when:
            self._timeout_handler = loop.call_at(when, self._on_timeout)
        else:
            self._timeout_handler = loop.call_soon(self._on_timeout)

    def _forget_deadline(self):
        handle, self._timeout_handler = self._timeout_handler, None
        if handle is not None:
            handle.cancel()

    def _on_timeout(self):
        assert self._state is _State.ENTERED
        self._timeout_handler = None
        self._state = _State.EXPIRING
        self._task.cancel()

    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError("Timeout has already been entered")
        self._task = tasks.current_task()
        if self._task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._cancelling = self._task.cancelling()  # by others, before
        self._state = _State.ENTERED
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        assert self._state in (_State.ENTERED, _State.EXPIRING)
        self._forget_deadline()
        if self._state is _State.ENTERED:
            self._state = _State.EXITED
            return
        self._state = _State.EXPIRED
        if self._task.uncancel() > self._cancelling or exc_val is None:
            return
        if isinstance(exc_val, exceptions.CancelledError):
            raise TimeoutError from exc_val
        self._insert_timeout_error(exc_val)
        for part in exc_val.exceptions if isinstance(exc_val, ExceptionGroup) else ():
            self._insert_timeout_error(part)

    @staticmethod
    def _insert_timeout_error(error):
        """Where an exception came of the cancellation, TimeoutError stands between the two."""
        while (cause := error.__context__) is not None:
            if isinstance(cause, exceptions.CancelledError):
                error.__context__ = between = TimeoutError()
                between.__cause__ = between.__context__ = cause
                return
            error = cause


def timeout(delay):
    """A deadline in delay seconds; None: none."""
    now = events.get_running_loop().time()
    return Timeout(None if delay is None else now + delay)


def timeout_at(when):
    """A deadline on the loop's clock; None: none."""
    return Timeout(when)
