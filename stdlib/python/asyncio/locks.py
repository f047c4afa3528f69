"""Locks and the like between tasks (not between threads).

Everything here is made of queues of futures: who has to wait appends one and awaits it, who lets another go on gives it a result. Nothing
runs between two awaits but the one task, so no step needs a lock. A task may be cancelled while it waits, and even after it was woken but
before it runs: then it passes on what it was given. All of them wait in the loop in which they were first waited in; RuntimeError in
another one.
"""

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier")

import collections
import enum

from . import exceptions, mixins


class _ContextManagerMixin:
    """`async with` for what has acquire() and release()."""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


class _WithState:
    """A repr that tells the state in brackets."""

    def __repr__(self):
        return f"<{object.__repr__(self)[1:-1]} [{self._describe()}]>"

    def _describe(self):
        """The state in a few words."""
        raise NotImplementedError


class _WaitingLine(_WithState, mixins._LoopBoundMixin):
    """The futures of those who wait, in the order in which they came."""

    def __init__(self):
        self._waiters = collections.deque()

    def __repr__(self):
        text = super().__repr__()
        return f"{text[:-2]}, waiters:{len(self._waiters)}]>" if self._waiters else text

    def _line_up(self):
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        return waiter

    def _somebody_waits(self):
        """Is there one who has not given up?"""
        return bool(self._waiters) and not all(waiter.cancelled() for waiter in self._waiters)

    async def _await_turn(self, waiter):
        """Wait until a future has its result or the task is cancelled, and leave the line."""
        try:
            await waiter
        finally:
            self._waiters.remove(waiter)

    def _wake(self, most, result=True):
        """Let so many of those go on who have not been told to yet; how many there were."""
        woken = 0
        for waiter in self._waiters:
            if woken == most:
                break
            if not waiter.done():
                waiter.set_result(result)
                woken += 1
        return woken


class Lock(_ContextManagerMixin, _WaitingLine):
    """Mutual exclusion; those who wait get it in turn."""

    def __init__(self):
        super().__init__()
        self._locked = False

    def _describe(self):
        return "locked" if self._locked else "unlocked"

    def locked(self):
        """Is it taken?"""
        return self._locked

    async def acquire(self):
        """Wait until it is free, and take it."""
        if self._locked or self._somebody_waits():
            try:
                await self._await_turn(self._line_up())
            except exceptions.CancelledError:
                # Who was woken but will not take it passes the turn on.
                if not self._locked:
                    self._wake_first()
                raise
        self._locked = True
        return True

    def release(self):
        """Free it; RuntimeError when it is not taken."""
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_first()

    def _wake_first(self):
        """Only ever the first: if it has been woken already, the lock is as good as taken."""
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


class Event(_WaitingLine):
    """A flag to wait for."""

    def __init__(self):
        super().__init__()
        self._value = False

    def _describe(self):
        return "set" if self._value else "unset"

    def is_set(self):
        """Is the flag set?"""
        return self._value

    def set(self):
        """Set the flag and wake all who wait."""
        if not self._value:
            self._value = True
            self._wake(len(self._waiters))

    def clear(self):
        """Take the flag back."""
        self._value = False

    async def wait(self):
        """Wait until the flag is set."""
        if not self._value:
            await self._await_turn(self._line_up())
        return True


class Condition(_ContextManagerMixin, _WaitingLine):
    """A lock, and notifications for those who wait while they do not hold it."""

    def __init__(self, lock=None):
        super().__init__()
        self._lock = Lock() if lock is None else lock
        self.acquire, self.release, self.locked = self._lock.acquire, self._lock.release, self._lock.locked

    def _describe(self):
        return "locked" if self.locked() else "unlocked"

    def _check_held(self, what):
        if not self.locked():
            raise RuntimeError(f"cannot {what} on un-acquired lock")

    async def wait(self):
        """Let go of the lock until notified, then take it again."""
        self._check_held("wait")
        self._get_loop()  # a wrong one is told while the lock is still held
        self.release()
        try:
            try:
                await self._await_turn(self._line_up())
            finally:
                await self._take_again()
        except BaseException:
            # A notification that came too late is somebody else's.
            self._wake(1, False)
            raise
        return True

    async def _take_again(self):
        """The lock must be held at the end of wait(), whatever happens meanwhile: being cancelled has to wait, too."""
        cancelled = None
        while True:
            try:
                await self.acquire()
                break
            except exceptions.CancelledError as error:
                cancelled = error
        try:
            if cancelled is not None:
                raise cancelled
        finally:
            del cancelled  # its traceback holds this frame

    async def wait_for(self, predicate):
        """Wait until predicate() is true; its value."""
        while not (result := predicate()):
            await self.wait()
        return result

    def notify(self, n=1):
        """Wake n of those who wait."""
        self._check_held("notify")
        self._wake(n, False)

    def notify_all(self):
        """Wake all who wait."""
        self.notify(len(self._waiters))


class Semaphore(_ContextManagerMixin, _WaitingLine):
    """A counter that acquire() takes from and release() adds to; never below 0."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        super().__init__()
        self._value = value

    def _describe(self):
        return "locked" if self.locked() else f"unlocked, value:{self._value}"

    def locked(self):
        """Would acquire() have to wait?"""
        return self._value == 0 or self._somebody_waits()

    async def acquire(self):
        """Take one, waiting for it if there is none."""
        if not self.locked():
            self._value -= 1
            return True
        waiter = self._line_up()
        try:
            await self._await_turn(waiter)
        except exceptions.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._value += 1  # it was given, and is given back
            raise
        finally:
            self._hand_out()
        return True

    def release(self):
        """Add one, and let the next go on."""
        self._value += 1
        self._hand_out()

    def _hand_out(self):
        """Who is woken has been given one: nobody can come between."""
        while self._value > 0 and self._wake(1):
            self._value -= 1


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._bound_value = value

    def release(self):
        """Add one, and let the next go on; ValueError when nobody took it."""
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class _BarrierState(enum.Enum):
    """FILLING -> DRAINING when all are there, -> FILLING when all have left; RESETTING instead of DRAINING for a reset; BROKEN for good
    (or until a reset)."""

    FILLING = "filling"
    DRAINING = "draining"
    RESETTING = "resetting"
    BROKEN = "broken"


_LEAVING = (_BarrierState.DRAINING, _BarrierState.RESETTING)


class Barrier(_WithState, mixins._LoopBoundMixin):
    """Tasks wait here until there are `parties` of them, then all go on."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._cond = Condition()
        self._state = _BarrierState.FILLING
        self._parties = parties
        self._count = 0  # tasks in wait() that have been let in

    def _describe(self):
        return "broken" if self.broken else f"{self._state.value}, waiters:{self.n_waiting}/{self._parties}"

    @property
    def parties(self):
        """How many tasks it takes."""
        return self._parties

    @property
    def n_waiting(self):
        """How many are there already."""
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        """Was it aborted?"""
        return self._state is _BarrierState.BROKEN

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        """What is done inside is no matter of the barrier's."""

    def _change(self, state):
        self._state = state
        self._cond.notify_all()

    async def wait(self):
        """Wait for the others; a different number in range(parties) for each."""
        async with self._cond:
            # Those of the round before must have left.
            await self._cond.wait_for(lambda: self._state not in _LEAVING)
            if self.broken:
                raise exceptions.BrokenBarrierError("Barrier aborted")
            index = self._count
            self._count += 1
            try:
                if self._count == self._parties:
                    self._change(_BarrierState.DRAINING)
                else:
                    await self._wait_until_full()
                return index
            finally:
                self._count -= 1
                if not self._count:
                    # The last one turns out the light.
                    self._change(_BarrierState.FILLING if self._state in _LEAVING else self._state)

    async def _wait_until_full(self):
        await self._cond.wait_for(lambda: self._state is not _BarrierState.FILLING)
        if self._state is not _BarrierState.DRAINING:
            raise exceptions.BrokenBarrierError("Abort or reset of barrier")

    async def reset(self):
        """Back to the beginning; those who wait get BrokenBarrierError."""
        async with self._cond:
            self._change(_BarrierState.RESETTING if self._count else _BarrierState.FILLING)

    async def abort(self):
        """Break it: all who wait now or later get BrokenBarrierError."""
        async with self._cond:
            self._change(_BarrierState.BROKEN)
