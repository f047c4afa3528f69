"""Signals: handlers are called in the main thread, between bytecodes."""

import _signal
from _signal import *
from _signal import signal as _set_handler

# The names of the native constants, which become members of enumerations below.
_signal_names = [name for name in dir(_signal) if name.startswith("SIG") and not name.startswith("SIG_")] + [
    name for name in dir(_signal) if name.startswith("CTRL_")]
_handler_names = ["SIG_DFL", "SIG_IGN"]


def _make_enumerations():
    from enum import IntEnum
    space = globals()
    constants = vars(_signal)
    space["Signals"] = IntEnum("Signals", {name: constants[name] for name in _signal_names}, module=__name__)
    space["Handlers"] = IntEnum("Handlers", {name: constants[name] for name in _handler_names}, module=__name__)
    sigmask_names = [name for name in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK") if name in constants]
    if sigmask_names:
        space["Sigmasks"] = IntEnum("Sigmasks", {name: constants[name] for name in sigmask_names}, module=__name__)
    for kind in ("Signals", "Handlers", "Sigmasks"):
        if kind in space:
            space.update(space[kind].__members__)


_make_enumerations()


def _as(kind, value):
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except (ValueError, TypeError):
        return value


def signal(signalnum, handler):
    """Set what happens on a signal: a function of (signal number, frame), SIG_DFL or SIG_IGN. Returns what it was before."""
    return _as(Handlers, _set_handler(int(signalnum), int(handler) if isinstance(handler, Handlers) else handler))


def getsignal(signalnum):
    """Return what happens on a signal, or None if that was set from outside Python."""
    return _as(Handlers, _signal.getsignal(int(signalnum)))


if hasattr(_signal, "default_int_handler"):
    default_int_handler = _signal.default_int_handler

if hasattr(_signal, "pthread_sigmask"):
    def pthread_sigmask(how, mask):
        """Change which signals are blocked in the calling thread; returns which were."""
        return {_as(Signals, one) for one in _signal.pthread_sigmask(int(how), mask)}

if hasattr(_signal, "sigpending"):
    def sigpending():
        """Return the signals that wait to be delivered to the calling thread."""
        return {_as(Signals, one) for one in _signal.sigpending()}

if hasattr(_signal, "sigwait"):
    def sigwait(sigset):
        """Wait for one of some signals."""
        return _as(Signals, _signal.sigwait(sigset))

if hasattr(_signal, "valid_signals"):
    def valid_signals():
        """Return all signals of this system."""
        return {_as(Signals, one) for one in _signal.valid_signals()}
