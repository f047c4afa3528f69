"""Contexts: the interface of the package, bound to one way of starting processes."""

import importlib
import os
import sys
import threading

from . import process
from . import reduction

__all__ = ()


class ProcessError(Exception):
    """The base of the errors of this package."""


class BufferTooShort(ProcessError):
    """A message did not fit; it is the exception's argument."""


class TimeoutError(ProcessError):
    """A result was not there in time."""


class AuthenticationError(ProcessError):
    """The other end of a connection has not shown that it knows the key."""


class BaseContext:
    """Makes processes, and everything they share, in one way."""

    ProcessError, BufferTooShort = ProcessError, BufferTooShort
    TimeoutError, AuthenticationError = TimeoutError, AuthenticationError

    current_process, parent_process, active_children = map(
        staticmethod, (process.current_process, process.parent_process, process.active_children))

    def cpu_count(self):
        """Return the number of processors of the machine."""
        if count := os.cpu_count():
            return count
        raise NotImplementedError("cannot determine number of cpus")

    def Manager(self):
        """Start a server process for shared objects; return its manager."""
        from .managers import SyncManager
        manager = SyncManager(ctx=self.get_context())
        manager.start()
        return manager

    def Pipe(self, duplex=True):
        """Return the two ends of a connection."""
        from .connection import Pipe
        return Pipe(duplex)

    def _made(self, module, name, *arguments):
        """An object of one of our classes, whose modules are imported when something of theirs is asked for."""
        make = getattr(importlib.import_module(f".{module}", __package__), name)
        return make(*arguments, ctx=self.get_context())

    def Lock(self):
        """Return a lock that any process may release."""
        return self._made("synchronize", "Lock")

    def RLock(self):
        """Return a lock that its holder may take again."""
        return self._made("synchronize", "RLock")

    def Condition(self, lock=None):
        """Return a condition variable."""
        return self._made("synchronize", "Condition", lock)

    def Semaphore(self, value=1):
        """Return a semaphore."""
        return self._made("synchronize", "Semaphore", value)

    def BoundedSemaphore(self, value=1):
        """Return a semaphore that cannot exceed its first value."""
        return self._made("synchronize", "BoundedSemaphore", value)

    def Event(self):
        """Return an event."""
        return self._made("synchronize", "Event")

    def Barrier(self, parties, action=None, timeout=None):
        """Return a barrier."""
        return self._made("synchronize", "Barrier", parties, action, timeout)

    def Queue(self, maxsize=0):
        """Return a queue."""
        return self._made("queues", "Queue", maxsize)

    def JoinableQueue(self, maxsize=0):
        """Return a queue with task_done() and join()."""
        return self._made("queues", "JoinableQueue", maxsize)

    def SimpleQueue(self):
        """Return a queue that is little more than a pipe."""
        return self._made("queues", "SimpleQueue")

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """Return a pool of worker processes."""
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def RawValue(self, typecode_or_type, *args):
        """Return a number in shared memory, without a lock."""
        from .sharedctypes import RawValue
        return RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        """Return an array of numbers in shared memory, without a lock."""
        from .sharedctypes import RawArray
        return RawArray(typecode_or_type, size_or_initializer)

    def Value(self, typecode_or_type, *args, lock=True):
        """Return a number in shared memory."""
        from .sharedctypes import Value
        return Value(typecode_or_type, *args, lock=lock, ctx=self.get_context())

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        """Return an array of numbers in shared memory."""
        from .sharedctypes import Array
        return Array(typecode_or_type, size_or_initializer, lock=lock, ctx=self.get_context())

    def freeze_support(self):
        """Run the child's part in a frozen program; nothing to do here."""

    def get_logger(self):
        """Return the logger of the package."""
        from .util import get_logger
        return get_logger()

    def log_to_stderr(self, level=None):
        """Have the logger write to standard error; return it."""
        from .util import log_to_stderr
        return log_to_stderr(level)

    def allow_connection_pickling(self):
        """Make connections and sockets picklable."""
        from . import connection  # noqa: F401

    def set_executable(self, executable):
        """Choose the program that spawned children run."""
        from .spawn import set_executable
        set_executable(executable)

    def set_forkserver_preload(self, module_names):
        """Name the modules that the fork server imports first."""
        from .forkserver import set_forkserver_preload
        set_forkserver_preload(module_names)

    def get_context(self, method=None):
        """Return the context of a way to start processes; by default this one."""
        found = self if method is None else _concrete_contexts.get(method)
        if found is None:
            raise ValueError(f"cannot find context for {method!r}")
        if found is not self:
            found._check_available()
        return found

    def set_start_method(self, method, force=False):
        """Only the default context can change."""
        raise ValueError("cannot set start method of concrete context")

    def get_start_method(self, allow_none=False):
        """Return the name of the way in which processes are started."""
        return self._name

    @property
    def reducer(self):
        """How objects are pickled on their way to other processes."""
        return globals().get("reduction")

    @reducer.setter
    def reducer(self, reduction):
        globals()["reduction"] = reduction

    def _check_available(self):
        pass


class Process(process.BaseProcess):
    """A process started in the default way."""

    _start_method = None

    @staticmethod
    def _Popen(process_obj):
        chosen = _default_context.get_context()
        return chosen.Process._Popen(process_obj)

    @staticmethod
    def _after_fork():
        chosen = _default_context.get_context()
        return chosen.Process._after_fork()


class DefaultContext(BaseContext):
    """The context whose way of starting is chosen once, at the first use or by set_start_method()."""

    Process = Process

    def __init__(self, context):
        self._default_context, self._actual_context = context, None

    def _chosen(self):
        """The context that is used from now on."""
        self._actual_context = self._actual_context or self._default_context
        return self._actual_context

    def get_context(self, method=None):
        return self._chosen() if method is None else super().get_context(method)

    def set_start_method(self, method, force=False):
        """Choose the way in which processes are started; None: it is to be chosen again."""
        if self._actual_context is not None and not force:
            raise RuntimeError("context has already been set")
        undo = force and method is None
        self._actual_context = None if undo else self.get_context(method)

    def get_start_method(self, allow_none=False):
        if allow_none and self._actual_context is None:
            return None
        return self._chosen()._name

    def get_all_start_methods(self):
        """Return the names of the ways to start a process; the first is the default."""
        return ["fork", "spawn", "forkserver"] if reduction.HAVE_SEND_HANDLE else ["fork", "spawn"]


class ForkProcess(process.BaseProcess):
    _start_method = "fork"

    @staticmethod
    def _Popen(process_obj):
        from . import popen_fork
        return popen_fork.Popen(process_obj)


class SpawnProcess(process.BaseProcess):
    _start_method = "spawn"

    @staticmethod
    def _Popen(process_obj):
        from . import popen_spawn_posix
        return popen_spawn_posix.Popen(process_obj)

    @staticmethod
    def _after_fork():
        # A spawned process has nothing of its parent's to put in order.
        pass


class ForkServerProcess(process.BaseProcess):
    _start_method = "forkserver"

    @staticmethod
    def _Popen(process_obj):
        from . import popen_forkserver
        return popen_forkserver.Popen(process_obj)


# What differs is the class of the processes alone, and whether the system can do it.

class ForkContext(BaseContext):
    Process, _name = ForkProcess, "fork"


class SpawnContext(BaseContext):
    Process, _name = SpawnProcess, "spawn"


class ForkServerContext(BaseContext):
    Process, _name = ForkServerProcess, "forkserver"

    def _check_available(self):
        if not reduction.HAVE_SEND_HANDLE:
            raise ValueError("forkserver start method not available")


_concrete_contexts = {"fork": ForkContext(), "spawn": SpawnContext(), "forkserver": ForkServerContext()}
_default_context = DefaultContext(_concrete_contexts["fork"])


def _force_start_method(method):
    """For testing: choose again."""
    _default_context._actual_context = _concrete_contexts[method]


# What is being started by this thread: objects that may only travel to a child ask for it while they are pickled.
_tls = threading.local()


def get_spawning_popen():
    return getattr(_tls, "spawning_popen", None)


def set_spawning_popen(popen):
    _tls.spawning_popen = popen


def assert_spawning(obj):
    if get_spawning_popen() is None:
        raise RuntimeError(f"{type(obj).__name__} objects should only be shared between processes through inheritance")
