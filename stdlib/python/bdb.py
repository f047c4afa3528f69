"""The ground that debuggers stand on: where to stop, breakpoints, the stack.

A debugger derives from Bdb and overrides user_line(), user_return() and the others. An instance traces the thread that
started it and belongs to that thread; the table of breakpoints (Breakpoint.bplist) is one for the whole process.
"""

import fnmatch
import os
import sys
from contextlib import contextmanager
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR

__all__ = ["BdbQuit", "Bdb", "Breakpoint"]

# Frames that are left and entered again: leaving them is no return.
GENERATOR_AND_COROUTINE_FLAGS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR

# Modules that are Python here and nothing a debugger can step into in CPython.
_OPAQUE_MODULES = frozenset(["_csv", "_io", "bisect", "contextvars", "datetime", "decimal", "heapq", "pickle", "struct"])


class BdbQuit(Exception):
    """Ends the program that is debugged."""


def _namespaces(globals, locals):
    """Where code is run that names no namespaces: in __main__."""
    if globals is None:
        import __main__
        globals = __main__.__dict__
    return globals, globals if locals is None else locals


def _is_resumable(frame):
    return frame.f_code.co_flags & GENERATOR_AND_COROUTINE_FLAGS


class Bdb:
    """Decides at each event of a trace function whether to stop, and calls user_EVENT() if so.

    stopframe and stoplineno say where to stop: anywhere (None), or in that frame from that line on; a line of -1 is never
    reached. returnframe is the frame whose return is waited for. botframe is the outermost frame of the program.
    """

    def __init__(self, skip=None):
        self.skip = set(skip) if skip else None
        # Lines with breakpoints by file; the one name of a file by the names it is given.
        self.breaks, self.fncache = {}, {}
        # What frames had switched off before they were traced.
        self.frame_trace_lines_opcodes = {}
        self.frame_returning = self.enterframe = None
        self.trace_opcodes = False
        self._load_breaks()

    def canonic(self, filename):
        """The one name of a file by which breakpoints are found; names of what no file holds are kept."""
        if filename == "<" + filename[1:-1] + ">" or filename.startswith("<gilded>/"):
            return filename
        canonic = self.fncache.get(filename)
        if not canonic:
            canonic = os.path.normcase(os.path.abspath(filename))
            self.fncache[filename] = canonic
        return canonic

    def reset(self):
        """Get ready for a new run."""
        import linecache
        linecache.checkcache()
        self.botframe = None
        self._set_stopinfo(None, None)

    @contextmanager
    def set_enterframe(self, frame):
        """Note the frame that is being looked at, for the time of a with block."""
        self.enterframe = frame
        try:
            yield
        finally:
            self.enterframe = None

    # Events

    def trace_dispatch(self, frame, event, arg):
        """The trace function."""
        with self.set_enterframe(frame):
            if self.quitting:
                return None
            match event:
                case "line":
                    return self.dispatch_line(frame)
                case "call" | "return" | "exception" | "opcode":
                    return getattr(self, f"dispatch_{event}")(frame, arg)
                case "c_call" | "c_exception" | "c_return":
                    pass
                case _:
                    print("bdb.Bdb.dispatch: unknown debugging event:", repr(event))
            return self.trace_dispatch

    def _go_on(self):
        if self.quitting:
            raise BdbQuit
        return self.trace_dispatch

    def _stop_or_break(self, frame, tell):
        if self.stop_here(frame) or self.break_here(frame):
            tell(frame)
        return self._go_on()

    def dispatch_line(self, frame):
        """A line is about to be executed."""
        return self._stop_or_break(frame, self.user_line)

    def dispatch_opcode(self, frame, arg):
        """An instruction is about to be executed."""
        return self._stop_or_break(frame, self.user_opcode)

    def dispatch_call(self, frame, arg):
        """A function is entered; None leaves it untraced."""
        if self.botframe is None:
            self.botframe = frame.f_back
            return self.trace_dispatch
        if frame.f_globals.get("__name__") in _OPAQUE_MODULES and frame.f_code.co_filename.startswith("<"):
            return None
        if not (self.stop_here(frame) or self.break_anywhere(frame)):
            return None
        if self.stopframe and _is_resumable(frame):
            # Resumed while another frame is to be stopped in.
            return self.trace_dispatch
        self.user_call(frame, arg)
        return self._go_on()

    def dispatch_return(self, frame, arg):
        """A function is left."""
        if self.stop_here(frame) or frame is self.returnframe:
            if self.stopframe and _is_resumable(frame):
                self._set_caller_tracefunc(frame)
                return self.trace_dispatch
            self.frame_returning = frame
            try:
                self.user_return(frame, arg)
            finally:
                self.frame_returning = None
            self._go_on()
            if self.stoplineno != -1 and self.stopframe is frame:
                # Nothing is left to stop in here: the caller is next.
                self._set_stopinfo(None, None)
            if self.stoplineno != -1:
                self._set_caller_tracefunc(frame)
        return self.trace_dispatch

    def dispatch_exception(self, frame, arg):
        """An exception passes through a frame."""
        kind, _, traceback = arg
        if self.stop_here(frame):
            # The end of an iterator inside of `yield from` or a for loop is no event for a person.
            tell = not (kind is StopIteration and traceback is None and _is_resumable(frame))
        else:
            # Was the generator that is stepped in closed?
            closed = kind is StopIteration or kind is GeneratorExit
            tell = closed and self.stopframe and frame is not self.stopframe and _is_resumable(self.stopframe)
        if not tell:
            return self.trace_dispatch
        self.user_exception(frame, arg)
        return self._go_on()

    # Whether to stop

    def is_skipped_module(self, module_name):
        """Whether the name of a module matches a pattern of `skip`."""
        return module_name is not None and any(fnmatch.fnmatch(module_name, pattern) for pattern in self.skip)

    def stop_here(self, frame):
        """Whether stepping ends in this frame."""
        if self.skip and self.is_skipped_module(frame.f_globals.get("__name__")):
            return False
        if frame is self.stopframe:
            return self.stoplineno != -1 and frame.f_lineno >= self.stoplineno
        return not self.stopframe

    def break_here(self, frame):
        """Whether a breakpoint at the frame's line takes effect; a temporary one is removed."""
        filename = self.canonic(frame.f_code.co_filename)
        lines = self.breaks.get(filename)
        if not lines:
            return False
        lineno = frame.f_lineno
        if lineno not in lines:
            # A breakpoint of a function is kept at the line of its `def`.
            lineno = frame.f_code.co_firstlineno
            if lineno not in lines:
                return False
        breakpoint_, may_delete = effective(filename, lineno, frame)
        if not breakpoint_:
            return False
        self.currentbp = breakpoint_.number
        if may_delete and breakpoint_.temporary:
            self.do_clear(str(breakpoint_.number))
        return True

    def do_clear(self, arg):
        """Remove a temporary breakpoint: a subclass must say how."""
        raise NotImplementedError("subclass of bdb must implement do_clear()")

    def break_anywhere(self, frame):
        """Whether the frame's file has any breakpoint."""
        return self.canonic(frame.f_code.co_filename) in self.breaks

    # What subclasses override

    def user_call(self, frame, argument_list):
        """A function is entered in which a stop is possible."""

    def user_line(self, frame):
        """Stopped at a line."""

    def user_return(self, frame, return_value):
        """Stopped at the return from a function."""

    def user_exception(self, frame, exc_info):
        """Stopped at an exception."""

    def user_opcode(self, frame):
        """Stopped at an instruction."""

    # Where to stop next

    def _set_trace_opcodes(self, trace_opcodes):
        if self.trace_opcodes != trace_opcodes:
            self.trace_opcodes = trace_opcodes
            for frame in self._frames_down_to_bottom(self.enterframe):
                frame.f_trace_opcodes = trace_opcodes

    def _frames_down_to_bottom(self, frame):
        """A frame and its callers; the last one is the program's outermost, if it is among them."""
        while frame is not None:
            yield frame
            frame = None if frame is self.botframe else frame.f_back

    def _set_stopinfo(self, stopframe, returnframe, stoplineno=0, opcode=False):
        """Go on, and stop next in a frame, from a line on; or when a frame returns."""
        self.stopframe, self.stoplineno, self.returnframe = stopframe, stoplineno, returnframe
        self.quitting = False
        self._set_trace_opcodes(opcode)

    def _set_caller_tracefunc(self, current_frame):
        # A caller that was entered before tracing began has no trace function of its own.
        caller = current_frame.f_back
        if caller and not caller.f_trace:
            caller.f_trace = self.trace_dispatch

    def set_until(self, frame, lineno=None):
        """Stop at a line with a greater number than now (or from `lineno` on), or when the frame returns."""
        self._set_stopinfo(frame, frame, frame.f_lineno + 1 if lineno is None else lineno)

    def set_step(self):
        """Stop after one line, wherever that is."""
        self._set_stopinfo(None, None)

    def set_stepinstr(self):
        """Stop before the next instruction."""
        self._set_stopinfo(None, None, opcode=True)

    def set_next(self, frame):
        """Stop at the next line in the frame or below it."""
        self._set_stopinfo(frame, None)

    def set_return(self, frame):
        """Stop when the frame returns."""
        target = (frame, None, -1) if _is_resumable(frame) else (frame.f_back, frame)
        self._set_stopinfo(*target)

    def _trace_callers(self, frame):
        while frame is not None:
            self.frame_trace_lines_opcodes[frame] = frame.f_trace_lines, frame.f_trace_opcodes
            # A frame that is traced needs its lines, whoever switched them off.
            frame.f_trace, frame.f_trace_lines = self.trace_dispatch, True
            self.botframe, frame = frame, frame.f_back

    def set_trace(self, frame=None):
        """Debug from this frame (by default the caller's) on."""
        sys.settrace(None)
        if frame is None:
            frame = sys._getframe().f_back
        self.reset()
        with self.set_enterframe(frame):
            self._trace_callers(frame)
            self.set_stepinstr()
        self._stop_at_caller(frame)

    def _stop_at_caller(self, frame):
        # The rest of the caller's line may have no instruction here. So it is stopped in at once, as before one.
        with self.set_enterframe(frame):
            self.user_opcode(frame)
            self._set_trace_opcodes(False)
        if self.quitting:
            raise BdbQuit
        if self.stopframe is not self.botframe or self.stoplineno != -1 or self.breaks:
            sys.settrace(self.trace_dispatch)

    def set_continue(self):
        """Stop at breakpoints only, or when finished; without breakpoints tracing ends."""
        self._set_stopinfo(self.botframe, None, -1)
        if self.breaks:
            return
        sys.settrace(None)
        for frame in self._frames_down_to_bottom(sys._getframe().f_back):
            if frame is not self.botframe:
                del frame.f_trace
        for frame, (lines, opcodes) in self.frame_trace_lines_opcodes.items():
            frame.f_trace_lines, frame.f_trace_opcodes = lines, opcodes
        self.frame_trace_lines_opcodes = {}

    def set_quit(self):
        """End the program: the next event raises BdbQuit."""
        self.stopframe, self.returnframe, self.quitting = self.botframe, None, True
        sys.settrace(None)

    # Breakpoints: errors are returned as texts

    def _add_to_breaks(self, filename, lineno):
        lines = self.breaks.setdefault(filename, [])
        if lineno not in lines:
            lines.append(lineno)

    def set_break(self, filename, lineno, temporary=False, cond=None, funcname=None):
        """Set a breakpoint; return None, or what is wrong."""
        import linecache
        filename = self.canonic(filename)
        if not linecache.getline(filename, lineno):
            return "Line %s:%d does not exist" % (filename, lineno)
        self._add_to_breaks(filename, lineno)
        Breakpoint(filename, lineno, temporary, cond, funcname)
        # Frames that run already must look out for it.
        frame = self.enterframe
        while frame:
            if self.break_anywhere(frame):
                frame.f_trace = self.trace_dispatch
            frame = frame.f_back
        return None

    def _load_breaks(self):
        # Breakpoints that another debugger set are this one's too.
        for filename, lineno in Breakpoint.bplist:
            self._add_to_breaks(filename, lineno)

    def _prune_breaks(self, filename, lineno):
        """Forget a line that has no breakpoint any more, and a file without such lines."""
        lines = self.breaks[filename]
        if (filename, lineno) not in Breakpoint.bplist:
            lines.remove(lineno)
        if not lines:
            del self.breaks[filename]

    def clear_break(self, filename, lineno):
        """Remove the breakpoints of a line."""
        path = self.canonic(filename)
        lines = self.breaks.get(path)
        if lines is None:
            return f"There are no breakpoints in {path}"
        if lineno not in lines:
            return f"There is no breakpoint at {path}:{lineno}"
        _delete_all(path, lineno)
        self._prune_breaks(path, lineno)
        return None

    def clear_bpbynumber(self, arg):
        """Remove the breakpoint with this number."""
        try:
            breakpoint_ = self.get_bpbynumber(arg)
        except ValueError as error:
            return str(error)
        breakpoint_.deleteMe()
        self._prune_breaks(breakpoint_.file, breakpoint_.line)
        return None

    def clear_all_file_breaks(self, filename):
        """Remove all breakpoints of a file."""
        path = self.canonic(filename)
        lines = self.breaks.get(path)
        if lines is None:
            return f"There are no breakpoints in {path}"
        for lineno in lines:
            _delete_all(path, lineno)
        del self.breaks[path]
        return None

    def clear_all_breaks(self):
        """Remove all breakpoints."""
        if not self.breaks:
            return "There are no breakpoints"
        for breakpoint_ in Breakpoint.bpbynumber:
            if breakpoint_:
                breakpoint_.deleteMe()
        self.breaks = {}
        return None

    def get_bpbynumber(self, arg):
        """Return the breakpoint with this number; ValueError says what is wrong with it."""
        if not arg:
            raise ValueError("Breakpoint number expected")
        try:
            number = int(arg)
        except ValueError:
            raise ValueError("Non-numeric breakpoint number %s" % arg) from None
        try:
            breakpoint_ = Breakpoint.bpbynumber[number]
        except IndexError:
            raise ValueError("Breakpoint number %d out of range" % number) from None
        if breakpoint_ is None:
            raise ValueError("Breakpoint %d already deleted" % number)
        return breakpoint_

    def get_break(self, filename, lineno):
        """Whether a line has a breakpoint."""
        return lineno in self.breaks.get(self.canonic(filename), ())

    def get_breaks(self, filename, lineno):
        """The breakpoints of a line."""
        filename = self.canonic(filename)
        return Breakpoint.bplist[filename, lineno] or [] if lineno in self.breaks.get(filename, ()) else []

    def get_file_breaks(self, filename):
        """The lines of a file that have breakpoints."""
        return self.breaks.get(self.canonic(filename), [])

    def get_all_breaks(self):
        """Lines with breakpoints, by file."""
        return self.breaks

    # The stack

    def get_stack(self, f, t):
        """Return a list of (frame, line number), outermost first, and the place of the current frame in it.

        f is a frame or None, t a traceback or None, whose frames follow.
        """
        stack = []
        if t and t.tb_frame is f:
            t = t.tb_next
        frame = f
        while frame is not None:
            stack.append((frame, frame.f_lineno))
            if frame is self.botframe:
                break
            frame = frame.f_back
        stack.reverse()
        current = max(0, len(stack) - 1)
        while t is not None:
            stack.append((t.tb_frame, t.tb_lineno))
            t = t.tb_next
        if f is None:
            current = max(0, len(stack) - 1)
        return stack, current

    def format_stack_entry(self, frame_lineno, lprefix=": "):
        """One line about an entry of the stack: file, line, function, return value, source."""
        import linecache
        import reprlib
        frame, lineno = frame_lineno
        text = "%s(%r)%s()" % (self.canonic(frame.f_code.co_filename), lineno, frame.f_code.co_name or "<lambda>")
        if "__return__" in frame.f_locals:
            text += "->" + reprlib.repr(frame.f_locals["__return__"])
        if lineno is None:
            return text + lprefix + "Warning: lineno is None"
        line = linecache.getline(frame.f_code.co_filename, lineno, frame.f_globals)
        return text + lprefix + line.strip() if line else text

    # Running code

    def run(self, cmd, globals=None, locals=None):
        """Debug a statement (a text or a code object), in __main__ by default."""
        if isinstance(cmd, str):
            cmd = compile(cmd, "<string>", "exec")
        namespaces = _namespaces(globals, locals)
        self._start_tracing()
        try:
            exec(cmd, *namespaces)
        except BdbQuit:
            pass
        finally:
            sys.settrace(None)
            self.quitting = True

    def runeval(self, expr, globals=None, locals=None):
        """Debug an expression and return its value."""
        namespaces = _namespaces(globals, locals)
        self._start_tracing()
        try:
            return eval(expr, *namespaces)
        except BdbQuit:
            return None
        finally:
            sys.settrace(None)
            self.quitting = True

    def runctx(self, cmd, globals, locals):
        """The same as run()."""
        self.run(cmd, globals, locals)

    def runcall(self, func, /, *args, **kwds):
        """Debug the call of a function and return what it returns."""
        self._start_tracing()
        try:
            return func(*args, **kwds)
        except BdbQuit:
            return None
        finally:
            sys.settrace(None)
            self.quitting = True

    def _start_tracing(self):
        # Its end cannot be a method: the call would be an event.
        self.reset()
        sys.settrace(self.trace_dispatch)


def _delete_all(path, lineno):
    """Delete the breakpoints of a line."""
    for each in list(Breakpoint.bplist[path, lineno]):
        each.deleteMe()


def set_trace():
    """Trace from here on with a Bdb that never stops anywhere."""
    Bdb().set_trace()


class Breakpoint:
    """A breakpoint: temporary or not, enabled or not, with a condition, a count of hits to ignore.

    They are found by their number in bpbynumber, and by (file, line) in bplist, where several may stand.
    """

    next = 1
    bplist = {}
    bpbynumber = [None]

    def __init__(self, file, line, temporary=False, cond=None, funcname=None):
        self.file, self.line = file, line
        self.funcname, self.func_first_executable_line = funcname, None
        self.temporary, self.cond, self.enabled = temporary, cond, True
        self.ignore = self.hits = 0
        self.number, Breakpoint.next = Breakpoint.next, Breakpoint.next + 1
        self.bpbynumber.append(self)
        self.bplist.setdefault((file, line), []).append(self)

    @staticmethod
    def clearBreakpoints():
        """Forget all breakpoints, and begin to number at 1."""
        Breakpoint.next = 1
        Breakpoint.bplist = {}
        Breakpoint.bpbynumber = [None]

    def deleteMe(self):
        """Take this breakpoint out of the tables."""
        place = self.file, self.line
        self.bpbynumber[self.number] = None
        self.bplist[place].remove(self)
        if not self.bplist[place]:
            del self.bplist[place]

    def enable(self):
        """Let it take effect."""
        self.enabled = True

    def disable(self):
        """Let it take no effect for a while."""
        self.enabled = False

    def bpprint(self, out=None):
        """Print what bpformat() tells."""
        print(self.bpformat(), file=sys.stdout if out is None else out)

    def bpformat(self):
        """A line about it, and lines about its condition and its hits where there are any."""
        lines = ["%-4dbreakpoint   %s %s   at %s:%d" % (self.number, "del " if self.temporary else "keep",
                                                      "yes" if self.enabled else "no ", self.file, self.line)]
        if self.cond:
            lines.append("\tstop only if %s" % (self.cond,))
        if self.ignore:
            lines.append("\tignore next %d hits" % self.ignore)
        if self.hits:
            lines.append("\tbreakpoint already hit %d time%s" % (self.hits, "s" if self.hits > 1 else ""))
        return "\n".join(lines)

    def __str__(self):
        return "breakpoint %s at %s:%s" % (self.number, self.file, self.line)


def checkfuncname(b, frame):
    """Whether a breakpoint is meant for where the frame is: at its line, or at the first line of its function."""
    here = frame.f_lineno
    if not b.funcname:
        return here == b.line
    if b.funcname != frame.f_code.co_name:
        return False
    # The first stop in the function tells where its body begins.
    b.func_first_executable_line = b.func_first_executable_line or here
    return here == b.func_first_executable_line


def effective(file, line, frame):
    """Find the breakpoint that stops here: return it and whether it may be removed if it is temporary; or (None, None)."""
    for breakpoint_ in Breakpoint.bplist[file, line]:
        if not breakpoint_.enabled or not checkfuncname(breakpoint_, frame):
            continue
        breakpoint_.hits += 1
        if not breakpoint_.cond:
            if breakpoint_.ignore > 0:
                breakpoint_.ignore -= 1
                continue
            return breakpoint_, True
        try:
            holds = eval(breakpoint_.cond, frame.f_globals, frame.f_locals)
        except Exception:
            # A condition that fails is no reason to run past, nor to lose the breakpoint.
            return breakpoint_, False
        if holds:
            if breakpoint_.ignore > 0:
                breakpoint_.ignore -= 1
            else:
                return breakpoint_, True
    return None, None
