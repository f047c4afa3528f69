"""Ctrl-C during a run: the first ends it after the current test, the second ends the program.

The handler is process-wide state, as signals are: it is installed by the main thread. Results that a run registers are held
weakly.
"""

import signal
import weakref

from functools import wraps

__unittest = True

_results = weakref.WeakKeyDictionary()
_interrupt_handler = None


class _InterruptHandler:
    def __init__(self, default_handler):
        self.original_handler, self.called = default_handler, False
        self.default_handler = self._callable(default_handler)

    @staticmethod
    def _callable(handler):
        """What to call for a handler that may be one of the numbers which stand for what the system does."""
        if not isinstance(handler, int):
            return handler
        if handler == signal.SIG_DFL:
            return signal.default_int_handler
        if handler == signal.SIG_IGN:
            return lambda unused_signum, unused_frame: None
        raise TypeError("expected SIGINT signal handler to be signal.SIG_IGN, signal.SIG_DFL, or a callable object")

    def __call__(self, signum, frame):
        # Someone who put a handler of their own over this one and calls it gets the default behaviour.
        if signal.getsignal(signal.SIGINT) is not self or self.called:
            self.default_handler(signum, frame)
        self.called = True
        for result in list(_results.keys()):
            result.stop()


def registerResult(result):
    """Let Ctrl-C stop the run that fills this result."""
    _results[result] = 1


def removeResult(result):
    """Forget a registered result; whether it was one."""
    return bool(_results.pop(result, None))


def installHandler():
    """Install the Ctrl-C handler unless it is there already."""
    global _interrupt_handler
    if _interrupt_handler is None:
        _interrupt_handler = _InterruptHandler(signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, _interrupt_handler)


def removeHandler(method=None):
    """Put the handler back that was there before; as a decorator: while the function runs."""
    if method is not None:
        @wraps(method)
        def without_handler(*args, **kwargs):
            outside = signal.getsignal(signal.SIGINT)
            removeHandler()
            try:
                return method(*args, **kwargs)
            finally:
                signal.signal(signal.SIGINT, outside)
        return without_handler

    global _interrupt_handler
    if _interrupt_handler is not None:
        signal.signal(signal.SIGINT, _interrupt_handler.original_handler)
        _interrupt_handler = None
