"""Which of many files are ready? One interface over select, poll and epoll.

A selector is a table of keys by descriptor (register, modify, unregister) and a wait (select). What a class adds is where the system
keeps the table: nowhere (select is told all of it every time), or in an object of the system's (poll, epoll), which must hear of each
change. Selectors are not to be used by two threads at once, except that select may wait while another thread changes the table.
ValueError: no descriptor or no known event; KeyError: registered twice or not at all; RuntimeError: get_key after close.
"""

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = namedtuple("SelectorKey", "fileobj fd events data")
SelectorKey.__doc__ = """SelectorKey(fileobj, fd, events, data)

    What is known of a registered file object.
"""


def _fileobj_to_fd(fileobj):
    """The descriptor of a file object (or the int itself); ValueError where there is none."""
    try:
        fd = fileobj if isinstance(fileobj, int) else int(fileobj.fileno())
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


def _not_registered(fileobj):
    return KeyError(f"{fileobj!r} is not registered")


class BaseSelector(metaclass=ABCMeta):
    """What every selector can do. It is a context manager that closes itself."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Watch a file object for events; returns its key."""
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        """Stop watching a file object; returns its key."""
        raise NotImplementedError

    @abstractmethod
    def select(self, timeout=None):
        """Wait until files are ready, or so many seconds; returns a list of (key, events)."""
        raise NotImplementedError

    @abstractmethod
    def get_map(self):
        """Return a mapping of file objects to keys."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Change the events or the data of a registered file object; returns its new key."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def get_key(self, fileobj):
        """Return the key of a registered file object, or KeyError."""
        registered = self.get_map()
        if registered is None:
            raise RuntimeError("Selector is closed")
        try:
            return registered[fileobj]
        except KeyError:
            raise _not_registered(fileobj) from None

    def close(self):
        """Free what the selector holds."""

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _SelectorMapping(Mapping):
    """The table of a selector from outside: file objects or descriptors to keys, never a copy."""

    def __init__(self, selector):
        self._lookup = selector._fileobj_lookup
        self._keys = selector._fd_to_key

    def __getitem__(self, fileobj):
        key = self.get(fileobj)
        if key is None:
            raise _not_registered(fileobj)
        return key

    def get(self, fileobj, default=None):
        return self._keys.get(self._lookup(fileobj), default)

    def __iter__(self):
        return iter(self._keys)

    def __len__(self):
        return len(self._keys)


class _BaseSelectorImpl(BaseSelector):
    """The table of keys."""

    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        """The descriptor that a file object has, or had when it was registered and not yet closed."""
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            known = [key.fd for key in self._fd_to_key.values() if key.fileobj is fileobj]
            if not known:
                raise
            return known[0]

    def _registered(self, fileobj):
        key = self._fd_to_key.get(self._fileobj_lookup(fileobj))
        if key is None:
            raise _not_registered(fileobj)
        return key

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f"Invalid events: {events!r}")
        fd = self._fileobj_lookup(fileobj)
        key = SelectorKey(fileobj, fd, events, data)
        if self._fd_to_key.setdefault(fd, key) is not key:
            raise KeyError(f"{fileobj!r} (FD {fd}) is already registered")
        return key

    def unregister(self, fileobj):
        key = self._fd_to_key.pop(self._fileobj_lookup(fileobj), None)
        if key is None:
            raise _not_registered(fileobj)
        return key

    def modify(self, fileobj, events, data=None):
        key = self._registered(fileobj)
        if events != key.events:
            return super().modify(fileobj, events, data)
        return self._store(key, events, data)

    def _store(self, key, events, data):
        """A key with other events or data takes the place of this one; the same key stays if they are equal."""
        if events != key.events or data != key.data:
            key = self._fd_to_key[key.fd] = key._replace(events=events, data=data)
        return key

    def get_map(self):
        return self._map

    def close(self):
        self._map = None
        self._fd_to_key.clear()


class SelectSelector(_BaseSelectorImpl):
    """On select(), which is told all descriptors at every call."""

    def select(self, timeout=None):
        keys = list(self._fd_to_key.values())
        wanted = [[key.fd for key in keys if key.events & event] for event in (EVENT_READ, EVENT_WRITE)]
        try:
            readable, writable, _ = select.select(*wanted, (), None if timeout is None else max(timeout, 0))
        except InterruptedError:
            return []
        found = dict.fromkeys(readable, EVENT_READ)
        for fd in writable:
            found[fd] = found.get(fd, 0) | EVENT_WRITE
        keys = self._fd_to_key
        return [(key, events & key.events) for fd, events in found.items() if (key := keys.get(fd)) is not None]


class _PollLikeSelector(_BaseSelectorImpl):
    """On an object of the system's that hears of every change.

    Its class and its two flags are the subclass's, and how it waits where that is not poll(milliseconds)."""

    _selector_cls = None
    _EVENT_READ = None
    _EVENT_WRITE = None

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _tell(self, change, key, events):
        """Let the system register or modify a descriptor; what it refuses is not registered."""
        flags = (self._EVENT_READ if events & EVENT_READ else 0) | (self._EVENT_WRITE if events & EVENT_WRITE else 0)
        try:
            change(key.fd, flags)
        except BaseException:
            self._fd_to_key.pop(key.fd, None)
            raise

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        self._tell(self._selector.register, key, events)
        return key

    def modify(self, fileobj, events, data=None):
        key = self._registered(fileobj)
        if events != key.events:
            self._tell(self._selector.modify, key, events)
        return self._store(key, events, data)

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            pass  # closed since: the system has forgotten it already
        return key

    def select(self, timeout=None):
        try:
            # Rounded up, lest the caller spin through the last part of a millisecond.
            found = self._selector.poll(None if timeout is None else 0 if timeout <= 0 else math.ceil(timeout * 1000))
        except InterruptedError:
            return []
        return self._ready(found) if found else []

    def _ready(self, found):
        """(key, events) for (descriptor, flags) of the system's, without those that are registered no more."""
        # Any flag but that of the other kind counts: with errors and hang-ups a file is ready for both.
        may_read, may_write, keys = ~self._EVENT_WRITE, ~self._EVENT_READ, self._fd_to_key
        return [(key, ((EVENT_READ if flags & may_read else 0) | (EVENT_WRITE if flags & may_write else 0)) & key.events)
                for fd, flags in found if (key := keys.get(fd)) is not None]


if hasattr(select, "poll"):

    class PollSelector(_PollLikeSelector):
        """On poll()."""

        _selector_cls = select.poll
        _EVENT_READ = select.POLLIN
        _EVENT_WRITE = select.POLLOUT


if hasattr(select, "epoll"):

    class EpollSelector(_PollLikeSelector):
        """On epoll."""

        _selector_cls = select.epoll
        _EVENT_READ = select.EPOLLIN
        _EVENT_WRITE = select.EPOLLOUT

        def select(self, timeout=None):
            seconds = -1 if timeout is None else 0 if timeout <= 0 else math.ceil(timeout * 1000) / 1000
            try:
                # Room for one at least: epoll refuses 0.
                found = self._selector.poll(seconds, len(self._fd_to_key) or 1)
            except InterruptedError:
                return []
            return self._ready(found) if found else []

        def fileno(self):
            """Return the descriptor of the epoll object."""
            return self._selector.fileno()

        def close(self):
            self._selector.close()
            super().close()


def _best_selector():
    """The first that the system has and lets us make: some kernels know a call and refuse it."""
    for name in ("EpollSelector", "PollSelector"):
        try:
            globals()[name]().close()
        except (KeyError, OSError):
            continue
        return globals()[name]
    return SelectSelector


DefaultSelector = _best_selector()
