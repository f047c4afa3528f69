"""A result that will be there later.

The class stands here twice, in Python and (the one that is used) in C++. A future belongs to the thread of its loop; _chain_future() joins
it with one of concurrent.futures', which may be in any.
"""

__all__ = ("Future", "wrap_future", "isfuture")

import concurrent.futures
import contextvars
import reprlib
import sys
from types import GenericAlias

from . import events, exceptions, format_helpers

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"

STACK_DEBUG = 9  # a level of logging below DEBUG


def isfuture(obj):
    """Is obj a Future, or does it look like one?"""
    return hasattr(obj.__class__, "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


def _format_callbacks(callbacks):
    """The first and the last, and how many there are between them."""
    first, *between, last = callbacks if len(callbacks) > 1 else (*callbacks, None)
    texts = [format_helpers._format_callback_source(callback[0], ()) for callback in (first, last) if callback is not None]
    if between:
        texts.insert(1, f"<{len(between)} more>")
    return f"cb=[{', '.join(texts)}]"


def _future_repr_info(future):
    words = [future._state.lower()]
    if future._state == _FINISHED:
        words.append(f"result={reprlib.repr(future._result)}" if future._exception is None else f"exception={future._exception!r}")
    if future._callbacks:
        words.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        filename, line, *_ = future._source_traceback[-1]
        words.append(f"created at {filename}:{line}")
    return words


class Future:
    """A result that will be there later, for one event loop. Not for several threads: concurrent.futures has those."""

    __module__ = "_asyncio"  # where CPython's is, which shows when the class is printed

    _state = _PENDING
    _result = _exception = None
    _cancel_message = _cancelled_exc = None
    _loop = _source_traceback = None
    __log_traceback = False  # has it an exception that nobody has asked for?

    # Set while a task waits for it; None would say that this is no future.
    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._callbacks = []
        self._loop = events.get_event_loop() if loop is None else loop
        if self._loop.get_debug():
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(_future_repr_info(self))}>"

    def __del__(self):
        if self.__log_traceback:
            trace = {"source_traceback": self._source_traceback} if self._source_traceback else {}
            self._loop.call_exception_handler({"message": f"{type(self).__name__} exception was never retrieved",
                                               "exception": self._exception, "future": self, **trace})

    __class_getitem__ = classmethod(GenericAlias)

    def _set_log_traceback(self, value):
        if value:
            raise ValueError("_log_traceback can only be set to False")
        self.__log_traceback = False

    _log_traceback = property(lambda self: self.__log_traceback, _set_log_traceback)

    def get_loop(self):
        """The loop that it belongs to."""
        if self._loop is None:
            raise RuntimeError("Future object is not initialized.")
        return self._loop

    def _make_cancelled_error(self):
        """The exception that cancelled the task, or a new one."""
        error, self._cancelled_exc = self._cancelled_exc, None
        if error is not None:
            return error
        return exceptions.CancelledError(*(() if self._cancel_message is None else (self._cancel_message,)))

    def cancel(self, msg=None):
        """Cancel it; False: it was done already."""
        self.__log_traceback = False
        if self.done():
            return False
        self._cancel_message = msg
        self.__finish(_CANCELLED)
        return True

    def __finish(self, state):
        self._state = state
        self.__schedule_callbacks()

    def __schedule_callbacks(self):
        callbacks = self._callbacks
        if callbacks:
            self._callbacks = []
            call_soon = self._loop.call_soon
            for callback, context in callbacks:
                call_soon(callback, self, context=context)

    def cancelled(self):
        """Was it cancelled?"""
        return self._state == _CANCELLED

    def done(self):
        """Is there a result, an exception or a cancellation?"""
        return self._state != _PENDING

    def __check_finished(self, otherwise):
        if self._state != _FINISHED:
            raise self._make_cancelled_error() if self._state == _CANCELLED else exceptions.InvalidStateError(otherwise)
        self.__log_traceback = False

    def result(self):
        """The result, or the exception raised."""
        self.__check_finished("Result is not ready.")
        if self._exception is not None:
            raise self._exception.with_traceback(self._exception_tb)
        return self._result

    def exception(self):
        """The exception, or None."""
        self.__check_finished("Exception is not set.")
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        """fn(self) will be called when it is done, by the loop."""
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, contextvars.copy_context() if context is None else context))

    def remove_done_callback(self, fn):
        """Forget a callback; how many there were."""
        kept = [(callback, context) for callback, context in self._callbacks if callback != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def __check_pending(self):
        if self._state != _PENDING:
            raise exceptions.InvalidStateError(f"{self._state}: {self!r}")

    def set_result(self, result):
        """It is done."""
        self.__check_pending()
        self._result = result
        self.__finish(_FINISHED)

    def set_exception(self, exception):
        """It has failed."""
        self.__check_pending()
        error = exception() if isinstance(exception, type) else exception
        if isinstance(error, StopIteration):
            stop = error
            error = RuntimeError("StopIteration interacts badly with generators and cannot be raised into a Future")
            error.__cause__ = error.__context__ = stop
        self._exception, self._exception_tb = error, error.__traceback__
        self.__finish(_FINISHED)
        self.__log_traceback = True

    def __await__(self):
        if self._state == _PENDING:
            self._asyncio_future_blocking = True
            yield self  # the task waits for it
            if self._state == _PENDING:
                raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


_PyFuture = Future


def _creation_stack():
    return format_helpers.extract_stack(sys._getframe(1))


try:
    import _asyncio
except ImportError:
    pass
else:
    # The same in C++.
    Future = _CFuture = _asyncio.Future
    _asyncio._connect_futures(exceptions.CancelledError, exceptions.InvalidStateError, _PyFuture.__repr__, _creation_stack,
                              events.get_event_loop)


def _get_loop(fut):
    get_loop = getattr(fut, "get_loop", None)
    return fut._loop if get_loop is None else get_loop()


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


_COUNTERPARTS = {
    concurrent.futures.CancelledError: exceptions.CancelledError,
    concurrent.futures.InvalidStateError: exceptions.InvalidStateError,
}


def _convert_future_exc(exc):
    """An exception of concurrent.futures' as asyncio's; any other as it is."""
    counterpart = _COUNTERPARTS.get(type(exc))
    return exc if counterpart is None else counterpart(*exc.args).with_traceback(exc.__traceback__)


def _pass_on(source, destination):
    """Give one future what another, which is done and not cancelled, has."""
    error = source.exception()
    if error is None:
        destination.set_result(source.result())
    else:
        destination.set_exception(_convert_future_exc(error))


def _set_concurrent_future_state(concurrent_future, source):
    assert source.done()
    if source.cancelled():
        concurrent_future.cancel()
    if concurrent_future.set_running_or_notify_cancel():
        _pass_on(source, concurrent_future)


def _copy_future_state(source, dest):
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
    else:
        _pass_on(source, dest)


def _loop_of_either_kind(future, role):
    """The loop of an asyncio future, None for one of concurrent.futures'."""
    if isfuture(future):
        return _get_loop(future)
    if not isinstance(future, concurrent.futures.Future):
        raise TypeError(f"A future is required for {role} argument")
    return None


def _chain_future(source, destination):
    """When source is done, so is destination; when destination is cancelled, so is source. Either may be concurrent.futures' kind."""
    source_loop = _loop_of_either_kind(source, "source")
    dest_loop = _loop_of_either_kind(destination, "destination")

    def settle_destination():
        if isfuture(destination):
            _copy_future_state(source, destination)
        else:
            _set_concurrent_future_state(destination, source)

    def on_destination_done(destination):
        if not destination.cancelled():
            return
        if source_loop in (None, dest_loop):
            source.cancel()
        else:
            source_loop.call_soon_threadsafe(source.cancel)

    def on_source_done(source):
        if dest_loop in (None, source_loop):
            settle_destination()
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(settle_destination)

    destination.add_done_callback(on_destination_done)
    source.add_done_callback(on_source_done)


def wrap_future(future, *, loop=None):
    """An asyncio Future that is done when a concurrent.futures.Future is."""
    if isfuture(future):
        return future
    assert isinstance(future, concurrent.futures.Future), f"concurrent.futures.Future is expected, got {future!r}"
    asyncio_future = (events.get_event_loop() if loop is None else loop).create_future()
    _chain_future(future, asyncio_future)
    return asyncio_future
