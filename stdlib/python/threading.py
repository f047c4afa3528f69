"""Threads and the objects that let them wait for each other.

Everything here stands on the locks and thread handles of `_thread`; no class relies on a global interpreter lock. State that
threads share is touched only under the lock named beside it. `Event`, `Semaphore` and `Barrier` enter their native lock
directly instead of going through `Condition.__enter__`, because each interpreted frame saved there is paid back on every
acquire and release of a program.

Only cheap modules are imported at the top: a script that starts threads pays for this file at start-up.
"""

import sys as _sys
import _thread
from _collections import deque as _deque
from itertools import count as _count
from time import monotonic as _time

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock",
    "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError", "setprofile",
    "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "getprofile", "gettrace", "setprofile_all_threads",
    "settrace_all_threads", "get_native_id",
]

get_ident = _thread.get_ident
get_native_id = _thread.get_native_id
_HAVE_THREAD_NATIVE_ID = True
stack_size = _thread.stack_size
local = _thread._local
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX
Lock = _thread.LockType
ExceptHookArgs = _thread._ExceptHookArgs
_CRLock = _thread.RLock
_allocate_lock = _thread.allocate_lock
_start_joinable_thread = _thread.start_joinable_thread


def _warn_deprecated(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


# --- Tracing and profiling of threads yet to start ---------------------------------------------------------------------------

_profile_hook = None
_trace_hook = None


def setprofile(func):
    """Install a profile function in every thread started from now on, before its run() is entered."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """Install a profile function in the running threads as well as in those started from now on."""
    setprofile(func)
    _sys._setprofileallthreads(func)


def getprofile():
    """Return the function given to setprofile(), or None."""
    return _profile_hook


def settrace(func):
    """Install a trace function in every thread started from now on, before its run() is entered."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """Install a trace function in the running threads as well as in those started from now on."""
    settrace(func)
    _sys._settraceallthreads(func)


def gettrace():
    """Return the function given to settrace(), or None."""
    return _trace_hook


# --- Locks -------------------------------------------------------------------------------------------------------------------

def RLock(*args, **kwargs):
    """Make a lock that its owner may acquire again; it is free once released as often as acquired."""
    if args or kwargs:
        _warn_deprecated("Passing arguments to RLock is deprecated and will be removed in 3.15")
    return _CRLock(*args, **kwargs)


class _RLock:
    """The re-entrant lock written in Python, for code that names it; RLock() makes the native one.

    `_owner` and `_count` are written only by the thread that holds `_block`. Another thread may read a stale owner, but it can
    never read its own identity there, so the comparison in acquire() needs no lock.
    """

    def __init__(self):
        self._block = _allocate_lock()
        self._owner = None
        self._count = 0

    def __repr__(self):
        kind = type(self)
        state = "locked" if self._block.locked() else "unlocked"
        owner = getattr(_active.get(self._owner), "name", self._owner)
        return f"<{state} {kind.__module__}.{kind.__qualname__} object owner={owner!r} count={self._count} at {id(self):#x}>"

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock, or take it once more when the caller owns it; return whether it was taken."""
        caller = get_ident()
        if self._owner == caller:
            self._count += 1
            return 1
        taken = self._block.acquire(blocking, timeout)
        if taken:
            self._owner = caller
            self._count = 1
        return taken

    __enter__ = acquire

    def release(self):
        """Undo one acquire(); the last one lets another thread in."""
        if self._owner != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._count = remaining = self._count - 1
        if not remaining:
            self._owner = None
            self._block.release()

    def __exit__(self, kind, value, traceback):
        self.release()

    # What Condition needs: give the lock up whole, take it back at the same depth.

    def _release_save(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        held = self._count, self._owner
        self._count, self._owner = 0, None
        self._block.release()
        return held

    def _acquire_restore(self, held):
        self._block.acquire()
        self._count, self._owner = held

    def _recursion_count(self):
        return self._count if self._is_owned() else 0

    def _is_owned(self):
        return get_ident() == self._owner


_PyRLock = _RLock


class Condition:
    """A place to wait, under a lock, until another thread says that something changed.

    `_waiters` holds one locked lock per waiting thread, oldest first; it changes only under the condition's lock. Waking a
    thread means releasing its lock, so wake-ups go to the threads in the order in which they began to wait.
    """

    def __init__(self, lock=None):
        if lock is None:
            lock = _CRLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        if type(lock) is Lock:
            # For a plain lock «owned» can only mean «held by somebody», and asking must not disturb the lock.
            self._is_owned = lock.locked
            self._release_save = lock.release
        else:
            for name in ("_release_save", "_acquire_restore", "_is_owned"):
                if hasattr(lock, name):
                    setattr(self, name, getattr(lock, name))
        self._waiters = _deque()

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    # For locks that cannot say who holds them, nor be given up whole.

    def _is_owned(self):
        free = self._lock.acquire(False)
        if free:
            self._lock.release()
        return not free

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, held):
        self._lock.acquire()

    def wait(self, timeout=None):
        """Release the lock, sleep until notified or until `timeout` seconds passed, take the lock again.

        Returns False only when the time ran out. Raises RuntimeError when the caller does not hold the lock.
        """
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = _allocate_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        state = self._release_save()
        woken = False
        try:
            if timeout is None:
                waiter.acquire()
                woken = True
            elif timeout > 0:
                woken = waiter.acquire(True, timeout)
            else:
                woken = waiter.acquire(False)
            return woken
        finally:
            self._acquire_restore(state)
            if not woken:
                # A notification may have arrived after the time ran out; then the waiter has left the queue already.
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true; return its last value, which is false only when the time ran out."""
        result = predicate()
        if timeout is None:
            while not result:
                self.wait()
                result = predicate()
            return result
        deadline = None
        while not result:
            if deadline is None:
                deadline = _time() + timeout
                remaining = timeout
            else:
                remaining = deadline - _time()
                if remaining <= 0:
                    break
            self.wait(remaining)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake the `n` threads that have waited longest, or all if there are fewer."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        waiters = self._waiters
        while n > 0 and waiters:
            # Release first, then dequeue: an interrupt between the two leaves a woken waiter in the queue, which the next
            # call drops, whereas the other order would lose a sleeper for good.
            try:
                waiters[0].release()
            except RuntimeError:
                pass
            else:
                n -= 1
            waiters.popleft()

    def notify_all(self):
        """Wake every thread that waits."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """Old spelling of notify_all()."""
        _warn_deprecated("notifyAll() is deprecated, use notify_all() instead")
        self.notify_all()


class Semaphore:
    """A counter of permits: acquire() takes one, waiting while there is none; release() gives some back.

    `_value` changes only under `_lock`, which is also the lock of `_cond`.
    """

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._lock = _allocate_lock()
        self._cond = Condition(self._lock)
        self._value = value

    def __repr__(self):
        cls = self.__class__
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Take a permit; return False when none could be had at once (or within `timeout` seconds)."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._lock:
            if self._value > 0:
                self._value -= 1
                return True
            if not blocking:
                return False
            deadline = None
            while self._value == 0:
                if timeout is not None:
                    if deadline is None:
                        deadline = _time() + timeout
                    else:
                        timeout = deadline - _time()
                        if timeout <= 0:
                            return False
                self._cond.wait(timeout)
            self._value -= 1
            return True

    __enter__ = acquire

    def release(self, n=1):
        """Give `n` permits back and wake as many waiting threads."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._lock:
            self._value += n
            if self._cond._waiters:
                self._cond.notify(n)

    def __exit__(self, kind, value, traceback):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to hold more permits than it was made with."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        cls = self.__class__
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}/{self._initial_value}>"

    def release(self, n=1):
        """Give `n` permits back; raise ValueError when that exceeds the initial number."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._lock:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            if self._cond._waiters:
                self._cond.notify(n)


class Event:
    """A flag that threads can wait for. `_flag` is written only under `_lock`."""

    def __init__(self):
        self._lock = _allocate_lock()
        self._cond = Condition(self._lock)
        self._flag = False

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def __repr__(self):
        cls = self.__class__
        status = "set" if self._flag else "unset"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {status}>"

    def is_set(self):
        """Return whether the flag is up."""
        return self._flag

    def isSet(self):
        """Old spelling of is_set()."""
        _warn_deprecated("isSet() is deprecated, use is_set() instead")
        return self.is_set()

    def set(self):
        """Raise the flag and wake all threads that wait for it."""
        with self._lock:
            self._flag = True
            if self._cond._waiters:
                self._cond.notify_all()

    def clear(self):
        """Lower the flag."""
        with self._lock:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is up; return whether it is (False only when the time ran out)."""
        with self._lock:
            raised = self._flag
            if not raised:
                raised = self._cond.wait(timeout)
            return raised


class Barrier:
    """A point that a fixed number of threads must reach before any of them passes; it can be used again.

    `_state` and `_count` (the threads inside) change only under the lock of `_cond`.
    """

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._cond = Condition(_allocate_lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = _FILLING
        self._count = 0

    def __repr__(self):
        cls = self.__class__
        if self.broken:
            return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: broken>"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: waiters={self.n_waiting}/{self.parties}>"

    def wait(self, timeout=None):
        """Wait for the others; return a number in range(parties) that differs for each of them.

        Raises BrokenBarrierError when the barrier is broken, reset or aborted, or when the time runs out, in which case the
        others get that error too.
        """
        if timeout is None:
            timeout = self._timeout
        with self._cond._lock:
            # Threads of the previous round may still be on their way out.
            while self._state is _DRAINING or self._state is _RESETTING:
                self._cond.wait()
            if self._state is _BROKEN:
                raise BrokenBarrierError
            position = self._count
            self._count += 1
            try:
                if position + 1 == self._parties:
                    self._open()
                else:
                    self._wait_for_the_rest(timeout)
                return position
            finally:
                self._count -= 1
                if self._count == 0 and (self._state is _RESETTING or self._state is _DRAINING):
                    self._state = _FILLING
                    self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
            self._state = _DRAINING
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait_for_the_rest(self, timeout):
        if not self._cond.wait_for(lambda: self._state is not _FILLING, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state is _BROKEN or self._state is _RESETTING:
            raise BrokenBarrierError

    def _break(self):
        self._state = _BROKEN
        self._cond.notify_all()

    def reset(self):
        """Make the barrier as new; threads that wait in it get BrokenBarrierError."""
        with self._cond._lock:
            if self._count > 0:
                # The last thread to leave completes the reset; a broken barrier with threads inside is reset likewise.
                if self._state is _FILLING or self._state is _BROKEN:
                    self._state = _RESETTING
            else:
                self._state = _FILLING
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: all present and future wait() calls raise BrokenBarrierError until reset()."""
        with self._cond._lock:
            self._break()

    @property
    def parties(self):
        """How many threads it takes to open the barrier."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads wait in it now."""
        return self._count if self._state is _FILLING else 0

    @property
    def broken(self):
        """Whether the barrier is broken."""
        return self._state is _BROKEN


# Barrier states. Small integers with the meaning CPython gives them, for code that looks.
_FILLING = 0
_DRAINING = 1
_RESETTING = -1
_BROKEN = -2


class BrokenBarrierError(RuntimeError):
    """The barrier was broken or reset while, or before, a thread waited in it."""


# --- Threads -----------------------------------------------------------------------------------------------------------------

_thread_numbers = _count(1)

# `_active` maps identities to the threads that run, `_limbo` holds those between start() and their first step.
# Both change only under `_active_limbo_lock`; it is re-entrant because a finaliser may run, and start a thread, under it.
_active_limbo_lock = _CRLock()
_active = {}
_limbo = {}


def _newname(template="Thread-%d"):
    return template % next(_thread_numbers)


class Thread:
    """A thread of control: calls `target(*args, **kwargs)`, or whatever run() of a subclass does, once start() is called."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        if name is None:
            name = _newname()
            if target is not None:
                try:
                    name += f" ({target.__name__})"
                except AttributeError:
                    pass
        else:
            name = str(name)
        if daemon is None:
            daemon = current_thread().daemon
        elif daemon and not _thread.daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = daemon
        self._ident = None
        self._native_id = None
        self._started = Event()
        self._handle = _thread._ThreadHandle()
        self._initialized = True
        self._stderr = _sys.stderr
        # A plain attribute, so that a thread that outlives the module's teardown can still report its failure.
        self._invoke_excepthook = _make_invoke_excepthook()

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        begun = "started" if self._started.is_set() else "initial"
        state = "stopped" if self._handle.is_done() else begun
        daemon = " daemon" if self._daemonic else ""
        ident = "" if self._ident is None else f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {state}{daemon}{ident})>"

    def start(self):
        """Start the thread; run() is then called in it. Raises RuntimeError when called twice."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        with _active_limbo_lock:
            # A thread on its way is in _limbo until _started is set, so that of several callers one starts it.
            if self in _limbo or self._started.is_set():
                raise RuntimeError("threads can only be started once")
            _limbo[self] = self
        try:
            _start_joinable_thread(self._bootstrap, handle=self._handle, daemon=self.daemon)
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        # Nobody may see a started thread that enumerate() does not know.
        self._started.wait()

    def run(self):
        """What the thread does; a subclass may override it."""
        try:
            target = self._target
            if target is not None:
                target(*self._args, **self._kwargs)
        finally:
            target = None
            # An argument that refers to the thread would otherwise keep both alive.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        # At interpreter exit a daemon thread may wake up in a world that is being taken down; what it then fails at
        # interests nobody.
        try:
            self._bootstrap_inner()
        except BaseException:
            world_is_there = _sys is not None
            if world_is_there or not self._daemonic:
                raise

    def _bootstrap_inner(self):
        try:
            self._ident, self._native_id = get_ident(), get_native_id()
            _thread._set_name(self._name)
            # First make the thread known under its identity, then let start() return.
            with _active_limbo_lock:
                _active[self._ident] = self
                del _limbo[self]
                self._started.set()
            for hook, install in ((_trace_hook, _sys.settrace), (_profile_hook, _sys.setprofile)):
                if hook:
                    install(hook)
            try:
                self.run()
            except BaseException:
                self._invoke_excepthook(self)
        finally:
            self._delete()

    def _delete(self):
        me = get_ident()
        with _active_limbo_lock:
            del _active[me]

    def join(self, timeout=None):
        """Wait until the thread ends, or until `timeout` seconds passed; is_alive() tells which.

        Raises RuntimeError for a thread that is not started yet and for the calling thread itself.
        """
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is None:
            # The thread may wait for the end of an object that nobody knows any more, an executor that was dropped: a long wait
            # collects once.
            self._handle.join(1)
            if not self._handle.is_done():
                import gc
                if gc.isenabled():
                    gc.collect()
        elif timeout < 0:
            timeout = 0
        self._handle.join(timeout)

    def is_alive(self):
        """Return whether the thread is started and has not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._handle.is_done()

    def _attribute(name, documentation):
        def read(self):
            assert self._initialized, "Thread.__init__() not called"
            return getattr(self, name)

        return property(read, doc=documentation)

    ident = _attribute("_ident", "The thread's identity (see get_ident()), or None before it is started.")
    native_id = _attribute("_native_id", "The identity the operating system gave the thread, or None before it is started.")
    name = _attribute("_name", "The thread's name; it means nothing to the interpreter and need not be unique.")
    daemon = _attribute("_daemonic", "Whether the interpreter may end while the thread still runs. To be set before start(); "
                                     "inherited from the creator.")
    del _attribute

    @name.setter
    def name(self, text):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(text)

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if daemonic and not _thread.daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this interpreter")
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    # The old spellings of these attributes.

    def _old_getter(method, attribute):
        def get(self):
            _warn_deprecated(f"{method}() is deprecated, get the {attribute} attribute instead")
            return getattr(self, attribute)

        get.__name__, get.__qualname__, get.__doc__ = method, f"Thread.{method}", f"Old spelling of the attribute `{attribute}`."
        return get

    isDaemon, getName = _old_getter("isDaemon", "daemon"), _old_getter("getName", "name")
    del _old_getter

    def setDaemon(self, daemonic):
        """Old spelling of setting the attribute `daemon`."""
        _warn_deprecated("setDaemon() is deprecated, set the daemon attribute instead")
        self.daemon = daemonic

    def setName(self, name):
        """Old spelling of setting the attribute `name`."""
        _warn_deprecated("setName() is deprecated, set the name attribute instead")
        self.name = name


class Timer(Thread):
    """A thread that calls a function after `interval` seconds, unless cancel() comes first."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args, self.kwargs = [] if args is None else args, {} if kwargs is None else kwargs
        # Set by what comes first: cancel(), or the end of the call.
        self.finished = Event()

    def cancel(self):
        """Stop the timer if it has not fired."""
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
        self.finished.set()


# --- Uncaught exceptions -----------------------------------------------------------------------------------------------------

excepthook = _thread._excepthook
__excepthook__ = excepthook


def _make_invoke_excepthook():
    # Bound now: at interpreter exit the module's names may be gone before the last thread fails.
    at_first, exc_info, stderr_at_first = excepthook, _sys.exc_info, _sys.stderr

    def complain():
        """The hook has failed: say so, and show how."""
        stderr = getattr(_sys, "stderr", None) or stderr_at_first
        if stderr is not None:
            print("Exception in threading.excepthook:", file=stderr, flush=True)
        (getattr(_sys, "excepthook", None) or _sys.__excepthook__)(*exc_info())

    def invoke_excepthook(thread):
        try:
            (excepthook or at_first)(ExceptHookArgs([*exc_info(), thread]))
        except Exception as failure:
            failure.__suppress_context__ = True
            complain()

    return invoke_excepthook


# --- The main thread, and threads started by other means ---------------------------------------------------------------------

def _stand_for(thread, ident):
    """Make a Thread object that of a thread which runs already."""
    thread._started.set()
    thread._ident, thread._handle = ident, _thread._make_thread_handle(ident)
    if ident == get_ident():
        thread._native_id = get_native_id()
    with _active_limbo_lock:
        _active[ident] = thread


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        _stand_for(self, _thread._get_main_thread_ident())


class _ForgetDummyThread:
    """Lives in thread-local storage; when its thread ends, so does the entry of the dummy thread in `_active`."""

    def __init__(self, dummy_thread):
        self._dummy_thread = dummy_thread
        self._ident = dummy_thread.ident
        _dummy_thread_marks.mark = self

    def __del__(self):
        with _active_limbo_lock:
            if _active.get(self._ident) is self._dummy_thread:
                del _active[self._ident]


_dummy_thread_marks = local()


class _DummyThread(Thread):
    """Stands for a thread that was not started through this module. It is a daemon and cannot be joined."""

    def __init__(self):
        super().__init__(name=_newname("Dummy-%d"), daemon=_thread.daemon_threads_allowed())
        _stand_for(self, get_ident())
        _ForgetDummyThread(self)

    def is_alive(self):
        if self._handle.is_done() or not self._started.is_set():
            raise RuntimeError("thread is not alive")
        return True

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def current_thread():
    """Return the Thread object of the caller; one is made up for a thread that this module did not start."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Old spelling of current_thread()."""
    _warn_deprecated("currentThread() is deprecated, use current_thread() instead")
    return current_thread()


def main_thread():
    """Return the thread in which the interpreter was started."""
    return _main_thread


def active_count():
    """Return how many threads are alive: the length of enumerate()."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def activeCount():
    """Old spelling of active_count()."""
    _warn_deprecated("activeCount() is deprecated, use active_count() instead")
    return active_count()


def enumerate():
    """Return the list of all threads that are alive, the main thread and dummy threads included."""
    with _active_limbo_lock:
        return [*_active.values(), *_limbo.values()]


def _enumerate():
    # The same without the lock, for use where the lock may be held by the caller's own thread in the middle of a change.
    return [*_active.values(), *_limbo.values()]


# --- The end of the interpreter ----------------------------------------------------------------------------------------------

_exit_callbacks = []
_shutting_down = False


def _register_atexit(func, *args, **kwargs):
    """Have a function called when the main thread has ended and before the other threads are waited for."""
    if _shutting_down:
        raise RuntimeError("can't register atexit after shutdown")
    _exit_callbacks.append(lambda: func(*args, **kwargs))


def _shutdown():
    """Called by the interpreter at exit: run the callbacks, last first, then wait for every thread that is no daemon."""
    global _shutting_down
    if _main_thread._handle.is_done() and _thread._is_main_interpreter():
        return
    _shutting_down = True
    for callback in reversed(_exit_callbacks):
        callback()
    if _main_thread.ident == get_ident():
        _main_thread._handle._set_done()
    _thread._shutdown()
    # Threads may start others while they are waited for.
    while waited_for := [thread for thread in enumerate() if not thread.daemon and thread._ident != get_ident()]:
        for thread in waited_for:
            thread._started.wait()
            thread._handle.join()
            # A thread forgets itself just before its handle is done; whoever ended otherwise is forgotten here.
            with _active_limbo_lock:
                if _active.get(thread._ident) is thread:
                    del _active[thread._ident]


_main_thread = _MainThread()


def _after_fork():
    """Called by the interpreter in the child of a fork: only the calling thread is left, and it is the main one now."""
    global _active_limbo_lock, _main_thread
    _active_limbo_lock = _CRLock()
    ident = get_ident()
    current = _active.get(ident)
    if current is None:
        current = _MainThread()
    elif isinstance(current, _DummyThread):
        current.__class__ = _MainThread
        current._name = "MainThread"
        current._daemonic = False
    _main_thread = current
    for thread in [*_active.values(), *_limbo.values()]:
        if thread is not current:
            # It ended where it stood; whoever joins it must not wait.
            thread._started._at_fork_reinit()
            try:
                thread._handle._set_done()
            except RuntimeError:
                pass  # it was between start() and the start
    current._native_id = get_native_id()
    _limbo.clear()
    _active.clear()
    _active[ident] = current


def __getattr__(name):
    if name == "_dangling":
        # For tests that look for threads nobody has joined.
        from _weakrefset import WeakSet
        return WeakSet(enumerate())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
