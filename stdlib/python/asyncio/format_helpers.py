"""How callbacks look in reprs and logs, and the record (in debug mode) of where something was made."""

import functools
import inspect
import reprlib
import sys
import traceback

from . import constants


def _get_function_source(func):
    func = inspect.unwrap(func)
    if inspect.isfunction(func):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    if isinstance(func, (functools.partial, functools.partialmethod)):
        return _get_function_source(func.func)
    return None


def _format_callback_source(func, args, *, debug=False):
    text = _format_callback(func, args, None, debug=debug)
    source = _get_function_source(func)
    return f"{text} at {source[0]}:{source[1]}" if source else text


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    if not debug:
        return "()"
    items = [reprlib.repr(arg) for arg in args] if args else []
    if kwargs:
        items.extend(f"{key}={reprlib.repr(value)}" for key, value in kwargs.items())
    return "({})".format(", ".join(items))


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    if isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=suffix)
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def extract_stack(f=None, limit=None):
    """A short stack for the record of where something was made."""
    if f is None:
        f = sys._getframe().f_back
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit or constants.DEBUG_STACK_DEPTH, lookup_lines=False)
    stack.reverse()
    return stack


def forget_caller(made):
    """The innermost frame of that record is the library's own: it is taken off, and so on outwards, by each function on the way."""
    if made._source_traceback:
        del made._source_traceback[-1]
