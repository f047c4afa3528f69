"""Calling functions at set times. The queue of events is guarded by a lock; the calls are made without it."""

import heapq
import threading
import time
from itertools import count
from collections import namedtuple
from time import monotonic as _time

__all__ = ["scheduler"]

Event = namedtuple("Event", "time, priority, sequence, action, argument, kwargs")
_no_argument = object()


class scheduler:
    """Keeps events by time and priority. The clock and the way to wait can be chosen."""

    def __init__(self, timefunc=_time, delayfunc=time.sleep):
        self._queue = []
        self._lock = threading.RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._sequence_generator = count()

    def enterabs(self, time, priority, action, argument=(), kwargs=_no_argument):
        """Add a call at a time; the event returned can be cancelled."""
        if kwargs is _no_argument:
            kwargs = {}
        with self._lock:
            event = Event(time, priority, next(self._sequence_generator), action, argument, kwargs)
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_no_argument):
        """Add a call after a delay."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Take an event out; raise ValueError if it is not there."""
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        """Return whether there are no events."""
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Make the calls as their times come, until none is left; without `blocking`, those due now, and return the time to the
        next."""
        while True:
            with self._lock:
                if not self._queue:
                    break
                event = self._queue[0]
                now = self.timefunc()
                is_early = event.time > now
                if not is_early:
                    heapq.heappop(self._queue)
            if is_early:
                if not blocking:
                    return event.time - now
                self.delayfunc(event.time - now)
            else:
                event.action(*event.argument, **event.kwargs)
                # Let other threads run.
                self.delayfunc(0)

    @property
    def queue(self):
        """The events in the order in which they will happen."""
        with self._lock:
            events = self._queue[:]
        return list(map(heapq.heappop, [events] * len(events)))
