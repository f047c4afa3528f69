"""Help with the with statement."""

import abc
import sys
from functools import wraps

__all__ = [
    "asynccontextmanager", "contextmanager", "closing", "nullcontext", "AbstractContextManager", "AbstractAsyncContextManager",
    "AsyncExitStack", "ContextDecorator", "ExitStack", "redirect_stdout", "redirect_stderr", "suppress", "aclosing", "chdir",
]

_GenericAlias = type(list[int])


def _defines(cls, first, second):
    for name in (first, second):
        for ancestor in cls.__mro__:
            if name in ancestor.__dict__:
                if ancestor.__dict__[name] is None:
                    return NotImplemented
                break
        else:
            return NotImplemented
    return True


class AbstractContextManager(abc.ABC):
    """What the with statement takes."""

    __class_getitem__ = classmethod(_GenericAlias)
    __slots__ = ()

    def __enter__(self):
        """Return what `as` gets."""
        return self

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """Called at the end of the block; a true result stops the exception."""
        return None

    @classmethod
    def __subclasshook__(cls, candidate):
        return _defines(candidate, "__enter__", "__exit__") if cls is AbstractContextManager else NotImplemented


class AbstractAsyncContextManager(abc.ABC):
    """What the async with statement takes."""

    __class_getitem__ = classmethod(_GenericAlias)
    __slots__ = ()

    async def __aenter__(self):
        """Return what `as` gets."""
        return self

    @abc.abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """Called at the end of the block; a true result stops the exception."""
        return None

    @classmethod
    def __subclasshook__(cls, candidate):
        return _defines(candidate, "__aenter__", "__aexit__") if cls is AbstractAsyncContextManager else NotImplemented


class ContextDecorator:
    """Lets a context manager decorate functions: each call runs inside it."""

    def __call__(self, func):
        @wraps(func)
        def inside(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inside

    def _recreate_cm(self):
        # One that can be used only once overrides this to give each call a new one.
        return self


class AsyncContextDecorator:
    """The same for asynchronous context managers and coroutine functions."""

    def __call__(self, func):
        @wraps(func)
        async def inside(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return inside

    def _recreate_cm(self):
        return self


# --- Generators as context managers ------------------------------------------------------------------------------------------

class _GeneratorBase:
    """What both kinds of generator context manager share: the generator, and what it takes to make another one."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        doc = getattr(func, "__doc__", None)
        self.__doc__ = type(self).__doc__ if doc is None else doc

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    def _begin(self):
        """The generator, which runs from now on: the arguments, which may keep much alive, are needed only to make another one."""
        del self.func, self.args, self.kwds
        return self.gen


def _came_back(error, thrown, stops):
    """Whether the exception that leaves a generator is the one that was thrown in.

    A generator cannot let an exception through that would end it; what leaves in its place has it as its cause.
    """
    return error is thrown or isinstance(error, RuntimeError) and isinstance(thrown, stops) and error.__cause__ is thrown


class _GeneratorContextManager(_GeneratorBase, AbstractContextManager, ContextDecorator):
    """What a function decorated with @contextmanager returns."""

    def __enter__(self):
        generator = self._begin()
        try:
            return next(generator)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        failed = typ is not None
        if failed and value is None:
            value = typ()
        try:
            if failed:
                self.gen.throw(value)
            else:
                next(self.gen)
        except StopIteration as stop:
            # The generator swallowed the exception, unless the exception is this very StopIteration, come back.
            return failed and stop is not value
        except BaseException as error:
            if not failed or not _came_back(error, value, StopIteration):
                raise
            value.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after throw()" if failed else "generator didn't stop")
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_GeneratorBase, AbstractAsyncContextManager, AsyncContextDecorator):
    """What a function decorated with @asynccontextmanager returns."""

    async def __aenter__(self):
        generator = self._begin()
        try:
            return await anext(generator)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        failed = typ is not None
        if failed and value is None:
            value = typ()
        try:
            await (self.gen.athrow(value) if failed else anext(self.gen))
        except StopAsyncIteration as stop:
            return failed and stop is not value
        except BaseException as error:
            if not failed or not _came_back(error, value, (StopIteration, StopAsyncIteration)):
                raise
            value.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after athrow()" if failed else "generator didn't stop")
        finally:
            await self.gen.aclose()


def contextmanager(func):
    """Decorator: make a context manager of a generator function that yields once, where the block runs."""

    return _made_by(_GeneratorContextManager, func)


def asynccontextmanager(func):
    """Decorator: make an asynchronous context manager of an asynchronous generator function that yields once."""

    return _made_by(_AsyncGeneratorContextManager, func)


def _made_by(kind, func):
    @wraps(func)
    def helper(*args, **kwds):
        return kind(func, args, kwds)

    return helper


# --- Ready-made ones ---------------------------------------------------------------------------------------------------------

class closing(AbstractContextManager):
    """Closes a thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits the aclose() of a thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing, where a context manager is asked for."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    async def __aenter__(self):
        return self.enter_result

    def __exit__(self, *exception):
        pass

    async def __aexit__(self, *exception):
        pass


class suppress(AbstractContextManager):
    """Stops the given exceptions; from an exception group it takes them out."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, exception, traceback):
        if kind is None or issubclass(kind, self._exceptions):
            return kind is not None
        if not issubclass(kind, BaseExceptionGroup):
            return False
        rest = exception.split(self._exceptions)[1]
        if rest is not None:
            raise rest
        return True


# These change what the whole process sees. They may be entered again inside themselves, so each keeps a stack of what was before.

class _RedirectStream(AbstractContextManager):
    """Puts another file in the place of one of `sys`; a subclass says which."""

    def __init__(self, new_target):
        self._target = new_target
        self._former = []

    def __enter__(self):
        self._former.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._target)
        return self._target

    def __exit__(self, *exception):
        setattr(sys, self._stream, self._former.pop())


class redirect_stdout(_RedirectStream):
    """Sends what the block prints elsewhere."""

    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    """Sends what the block writes to sys.stderr elsewhere."""

    _stream = "stderr"


class chdir(AbstractContextManager):
    """Changes the working directory for the block."""

    def __init__(self, path):
        self.path = path
        self._former = []

    def __enter__(self):
        import os
        self._former.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *exception):
        import os
        os.chdir(self._former.pop())


# --- Stacks of context managers ----------------------------------------------------------------------------------------------

class _ExitStackBase:
    """The callbacks of both stacks: pairs (is it synchronous, the callback), last in, first out."""

    def __init__(self):
        from collections import deque
        self._exit_callbacks = deque()

    def pop_all(self):
        """Move the callbacks to a new stack of the same type and return that; this one is empty then."""
        made = type(self)()
        made._exit_callbacks, self._exit_callbacks = self._exit_callbacks, made._exit_callbacks
        return made

    def push(self, exit):
        """Add a context manager's __exit__(), or a callable with the same arguments; returns what was given."""
        method = getattr(type(exit), "__exit__", None)
        self._push_exit_callback(exit if method is None else _bound(method, exit))
        return exit

    def enter_context(self, cm):
        """Enter a context manager, and leave it when the stack unwinds; returns what it gives to `as`."""
        enter, leave = _protocol(cm, "")
        result = enter(cm)
        self._push_exit_callback(_bound(leave, cm))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Have a function called when the stack unwinds; returns the function."""

        def _exit_wrapper(exc_type, exc, tb):
            callback(*args, **kwds)

        _exit_wrapper.__wrapped__ = callback
        self._push_exit_callback(_exit_wrapper)
        return callback

    def _push_exit_callback(self, callback, is_sync=True):
        self._exit_callbacks.append((is_sync, callback))


def _protocol(cm, prefix):
    """The functions that enter and leave a context manager, or with the prefix "a" an asynchronous one."""
    kind = type(cm)
    try:
        return getattr(kind, f"__{prefix}enter__"), getattr(kind, f"__{prefix}exit__")
    except AttributeError:
        raise TypeError(f"'{kind.__module__}.{kind.__qualname__}' object does not support the {'asynchronous ' * bool(prefix)}"
                        "context manager protocol") from None


def _bound(method, instance):
    from types import MethodType
    return MethodType(method, instance)


def _mend_context(new, old, outside):
    """Make the exceptions raised by callbacks look as if the with statements were nested.

    The context of a new exception ends at what was being handled outside the stack; there the old exception belongs.
    """
    while True:
        context = new.__context__
        if context is None or context is old:
            return
        if context is outside:
            break
        new = context
    new.__context__ = old


def _raise_mended(error):
    # Raising sets the context anew; put the mended one back.
    context = error.__context__
    try:
        raise error
    except BaseException:
        error.__context__ = context
        raise


class ExitStack(_ExitStackBase, AbstractContextManager):
    """A with statement whose number of context managers is known only when it runs."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        exception = exc_details[1]
        received = exception is not None
        outside = sys.exception()
        suppressed = False
        pending = False
        while self._exit_callbacks:
            _, callback = self._exit_callbacks.pop()
            try:
                if exception is None:
                    details = None, None, None
                else:
                    details = type(exception), exception, exception.__traceback__
                if callback(*details):
                    suppressed = True
                    pending = False
                    exception = None
            except BaseException as new:
                _mend_context(new, exception, outside)
                pending = True
                exception = new
        if pending:
            _raise_mended(exception)
        return received and suppressed

    def close(self):
        """Unwind the stack now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_ExitStackBase, AbstractAsyncContextManager):
    """The same for async with; takes synchronous and asynchronous context managers."""

    async def enter_async_context(self, cm):
        """Enter an asynchronous context manager, and leave it when the stack unwinds."""
        enter, leave = _protocol(cm, "a")
        result = await enter(cm)
        self._push_exit_callback(_bound(leave, cm), False)
        return result

    def push_async_exit(self, exit):
        """Add an asynchronous __aexit__(), or a coroutine function with the same arguments."""
        method = getattr(type(exit), "__aexit__", None)
        self._push_exit_callback(exit if method is None else _bound(method, exit), False)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Have a coroutine function awaited when the stack unwinds."""

        async def _exit_wrapper(exc_type, exc, tb):
            await callback(*args, **kwds)

        _exit_wrapper.__wrapped__ = callback
        self._push_exit_callback(_exit_wrapper, False)
        return callback

    async def aclose(self):
        """Unwind the stack now."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        exception = exc_details[1]
        received = exception is not None
        outside = sys.exception()
        suppressed = False
        pending = False
        while self._exit_callbacks:
            is_sync, callback = self._exit_callbacks.pop()
            try:
                if exception is None:
                    details = None, None, None
                else:
                    details = type(exception), exception, exception.__traceback__
                result = callback(*details)
                if not is_sync:
                    result = await result
                if result:
                    suppressed = True
                    pending = False
                    exception = None
            except BaseException as new:
                _mend_context(new, exception, outside)
                pending = True
                exception = new
        if pending:
            _raise_mended(exception)
        return received and suppressed
