"""Functions to be called when the interpreter ends."""

import sys as _sys
import _thread

_lock = _thread.RLock()
_registered = []


def register(func, /, *args, **kwargs):
    """Have func(*args, **kwargs) called at the end; returns func, so it can decorate."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    with _lock:
        _registered.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Forget every registration of func."""
    with _lock:
        _registered[:] = [entry for entry in _registered if not entry[0] == func]


def _clear():
    with _lock:
        _registered.clear()


def _ncallbacks():
    return len(_registered)


def _run_exitfuncs():
    # Last registered, first called; what a function registers now is called too.
    while True:
        with _lock:
            if not _registered:
                return
            func, args, kwargs = _registered.pop()
        try:
            func(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as error:
            print(f"Exception ignored in atexit callback {func!r}:", file=_sys.stderr)
            _sys.excepthook(type(error), error, error.__traceback__)
