"""Tasks that end together.

The rules: the group ends when all of its tasks have. The first failure cancels the other tasks and, so that the body ends, too, the
parent, whose cancellation is taken back at the end. A cancellation from outside does the same and goes on afterwards, unless there are
errors to be raised in its place; then the parent is cancelled again. SystemExit and KeyboardInterrupt are raised as they are.
"""

__all__ = ("TaskGroup",)

from . import events, exceptions, tasks


class TaskGroup:
    """async with: waits for all tasks made by create_task(); the first one that fails cancels the others, and the exceptions are raised as a
    group."""

    def __init__(self):
        self._loop = self._parent_task = None
        self._entered = self._exiting = self._aborting = False
        self._parent_cancel_requested = False  # by this group
        self._tasks = set()
        self._on_completed_fut = None  # done when the last of them is
        self._errors = []
        self._base_error = None  # the first that ends the program

    def __repr__(self):
        words = ["TaskGroup"]
        words += [f"{name}={len(items)}" for name, items in (("tasks", self._tasks), ("errors", self._errors)) if items]
        if self._aborting or self._entered:
            words.append("cancelling" if self._aborting else "entered")
        return f"<{' '.join(words)}>"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._loop = self._loop or events.get_running_loop()
        self._parent_task = tasks.current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._entered = True
        return self

    async def __aexit__(self, et, exc, tb):
        try:
            return await self._aexit(exc)
        finally:
            # No cycles through tracebacks.
            self._parent_task = self._errors = self._base_error = None
            exc = tb = None

    async def _aexit(self, exc):
        self._exiting = True
        if exc is not None:
            self._note_base_error(exc)
        was_cancelled = isinstance(exc, exceptions.CancelledError)
        cancellation = exc if was_cancelled else None
        if self._take_back_cancellation():
            cancellation = None
        if exc is not None and not self._aborting:
            self._abort()
        cancellation = await self._wait_for_tasks() or cancellation
        assert not self._tasks
        try:
            if self._base_error is not None:
                raise self._base_error
            if self._take_back_cancellation():
                cancellation = None
            if cancellation is not None and not self._errors:
                raise cancellation
            if exc is not None and not was_cancelled:
                self._errors.append(exc)
            if self._errors:
                self._cancel_parent_again()
                raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None
        finally:
            exc = cancellation = None  # their tracebacks hold this frame

    def _take_back_cancellation(self):
        """The cancellation that the group itself asked for ends here; true unless others asked, too."""
        return self._parent_cancel_requested and self._parent_task.uncancel() == 0

    def _cancel_parent_again(self):
        """A cancellation that is hidden by the group of errors must come at the next chance."""
        if self._parent_task.cancelling():
            self._parent_task.uncancel()
            self._parent_task.cancel()

    async def _wait_for_tasks(self):
        """Returns the cancellation of the parent from outside, if there was one: then the tasks are cancelled, too, and waited for."""
        cancellation = None
        while self._tasks:
            if self._on_completed_fut is None:
                self._on_completed_fut = self._loop.create_future()
            try:
                await self._on_completed_fut
            except exceptions.CancelledError as error:
                if not self._aborting:
                    cancellation = error
                    self._abort()
            self._on_completed_fut = None
        return cancellation

    def create_task(self, coro, *, name=None, context=None):
        """A task of the group."""
        refusal = self._why_no_more()
        if refusal is not None:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {refusal}")
        # A factory may not know the argument context.
        task = self._loop.create_task(coro, name=name, **({} if context is None else {"context": context}))
        try:
            if not task.done() or task.cancelled() or task.exception() is not None:
                self._tasks.add(task)
                task.add_done_callback(self._on_task_done)
            # Otherwise an eager one has come to its end already.
            return task
        finally:
            del task  # it may have failed, and its traceback holds this frame

    def _why_no_more(self):
        if not self._entered:
            return "has not been entered"
        if self._exiting and not self._tasks:
            return "is finished"
        return "is shutting down" if self._aborting else None

    def _note_base_error(self, error):
        if self._base_error is None and isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._base_error = error

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        completed = self._on_completed_fut
        if not self._tasks and completed is not None and not completed.done():
            completed.set_result(True)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._errors.append(error)
        self._note_base_error(error)
        if self._parent_task.done():
            self._loop.call_exception_handler({
                "message": f"Task {task!r} has errored out but its parent task {self._parent_task} is already completed",
                "exception": error, "task": task})
        elif not self._aborting and not self._parent_cancel_requested:
            # The body of the async with may be waiting for anything: it is cancelled, too.
            self._parent_cancel_requested = True
            self._abort()
            self._parent_task.cancel()
