"""What is a coroutine?"""

__all__ = "iscoroutinefunction", "iscoroutine"

import collections.abc
import inspect
import os
import sys
import types


def _is_debug_mode():
    return bool(sys.flags.dev_mode or (not sys.flags.ignore_environment and os.environ.get("PYTHONASYNCIODEBUG")))


_is_coroutine = object()  # what functions were once marked with


def iscoroutinefunction(func):
    """Is func a function that makes coroutines?"""
    return inspect.iscoroutinefunction(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


_coroutine_types = (types.CoroutineType, collections.abc.Coroutine)
_known = set()


def iscoroutine(obj):
    """Is obj a coroutine?"""
    kind = type(obj)
    if kind is types.CoroutineType or kind in _known:
        return True
    if isinstance(obj, _coroutine_types):
        if len(_known) < 100:
            _known.add(kind)
        return True
    return False


def _format_coroutine(coro):
    assert iscoroutine(coro)

    def name():
        return f"{getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None) or f'<{type(coro).__name__} without __name__>'}()"

    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    if code is None:
        running = getattr(coro, "cr_running", getattr(coro, "gi_running", False))
        return f"{name()} running" if running else name()
    frame = getattr(coro, "gi_frame", None) or getattr(coro, "cr_frame", None)
    filename = code.co_filename or "<empty co_filename>"
    if frame is not None:
        return f"{name()} running at {filename}:{frame.f_lineno}"
    return f"{name()} done, defined at {filename}:{code.co_firstlineno}"
