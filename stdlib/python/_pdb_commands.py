"""The commands of the debugger: a part of pdb, whose class Pdb derives from Commands.

The documentation of a command is what `help` shows: the lines before the first empty one tell how to write it.
"""

import bdb
import code as _code
import inspect
import linecache
import os
import re
import signal
import sys
import tokenize


class Restart(Exception):
    """The program is to be started again."""


def find_first_executable_line(code):
    """The line where the body of a function begins."""
    first = code.co_firstlineno
    for _, _, line in code.co_lines():
        if line is not None and line > first:
            return line
    return first


def find_function(funcname, filename):
    """Look for a function or method in a source file: (name, file, first line of its body), or None."""
    try:
        with tokenize.open(filename) as file:
            module = compile(file.read(), filename, "exec")
    except (OSError, SyntaxError, ValueError):
        return None
    inner = [module]
    while inner:
        code = inner.pop(0)
        if code.co_name == funcname:
            return funcname, filename, find_first_executable_line(code)
        inner += [constant for constant in code.co_consts if inspect.iscode(constant)]
    return None


class _Console(_code.InteractiveConsole):
    """What `interact` runs: it writes where the debugger writes."""

    def __init__(self, names, write):
        self._write = write
        super().__init__(locals=names, local_exit=True)

    def write(self, data):
        self._write(data)


class Commands:
    """What the commands do. The class that derives from it is a Bdb and a Cmd."""

    # Breakpoints

    def defaultFile(self):
        """The file of the current frame; at the start of a program, its script."""
        filename = self.curframe.f_code.co_filename
        return self.mainpyfile if filename == "<string>" and self.mainpyfile else filename

    def lookupmodule(self, filename):
        """Find a source file by its path, or by its name on sys.path, with or without .py."""
        if not filename:
            return None
        if os.path.isabs(filename) and os.path.exists(filename):
            return filename
        if sys.path:
            beside = os.path.join(sys.path[0], filename)
            if os.path.exists(beside) and self.canonic(beside) == self.mainpyfile:
                return beside
        if not os.path.splitext(filename)[1]:
            filename += ".py"
        if os.path.isabs(filename):
            return filename if os.path.exists(filename) else None
        for folder in sys.path:
            full = os.path.join(os.path.realpath(folder), filename)
            if os.path.exists(full):
                return full
        return None

    def lineinfo(self, identifier):
        """Find a function by its name, `function` or `module.function`: (name, file, line), or Nones."""
        nowhere = None, None, None
        parts = identifier.strip().split(".")
        if parts[0] == "self":
            del parts[0]
        if not parts or not all(parts):
            return nowhere
        filename = self.defaultFile()
        if len(parts) > 1:
            found = self.lookupmodule(parts[0])
            if found:
                filename = found
                del parts[0]
        return find_function(".".join(parts), self.canonic(filename)) or nowhere

    def checkline(self, filename, lineno, module_globals=None):
        """Return the line number if a breakpoint makes sense there, else print why not and return 0."""
        frame = self.curframe
        if module_globals is None and frame is not None and self.canonic(frame.f_code.co_filename) == self.canonic(filename):
            module_globals = frame.f_globals
        line = linecache.getline(filename, lineno, module_globals)
        if not line:
            self.message("End of file")
            return 0
        line = line.strip()
        if not line or line.startswith(("#", '"""', "'''")):
            self.error("Blank or comment")
            return 0
        return lineno

    def _function_place(self, text):
        # (file, line, name) of a function that an expression or a name gives.
        try:
            found = eval(text, self.curframe.f_globals, self.curframe_locals)
        except Exception:
            found = None
        if found is not None:
            found = inspect.unwrap(getattr(found, "__func__", found)) if callable(found) else found
            code = getattr(found, "__code__", None)
            if inspect.iscode(code):
                return code.co_filename, find_first_executable_line(code), code.co_name
        name, filename, lineno = self.lineinfo(text)
        return (filename, lineno, name) if name else None

    def do_break(self, arg, temporary=False):
        """Usage: b(reak) [ ([filename:]lineno | function) [, condition] ]

        Stop before a line, or whenever a function is entered. The line
        is one of the current file, or of the file before the colon,
        which is looked for on sys.path, with or without its ending.
        A condition is an expression: the program stops only where it
        is true. Without an argument, all breakpoints are listed.
        """
        if not arg:
            if self.breaks:
                self.message("Num Type         Disp Enb   Where")
                for breakpoint_ in bdb.Breakpoint.bpbynumber:
                    if breakpoint_:
                        self.message(breakpoint_.bpformat())
            return
        place, comma, condition = arg.partition(",")
        place, condition = place.rstrip(), condition.lstrip() if comma else None
        if condition is not None and (wrong := self._compile_error_message(condition)):
            self.error("Invalid condition %s: %r" % (condition, wrong))
            return
        filename = funcname = None
        before, colon, after = place.rpartition(":")
        if colon:
            filename = self.lookupmodule(before.rstrip())
            if not filename:
                self.error("%r not found from sys.path" % before.rstrip())
                return
            try:
                lineno = int(after.lstrip())
            except ValueError:
                self.error("Bad lineno: %s" % after.lstrip())
                return
        else:
            try:
                lineno = int(place)
            except ValueError:
                found = self._function_place(place)
                if not found:
                    self.error("The specified object %r is not a function or was not found along sys.path." % place)
                    return
                filename, lineno, funcname = found
        if not filename:
            filename = self.defaultFile()
        lineno = self.checkline(filename, lineno)
        if lineno:
            wrong = self.set_break(filename, lineno, temporary, condition, funcname)
            if wrong:
                self.error(wrong)
            else:
                breakpoint_ = self.get_breaks(filename, lineno)[-1]
                self.message("Breakpoint %d at %s:%d" % (breakpoint_.number, breakpoint_.file, breakpoint_.line))

    do_b = do_break

    def do_tbreak(self, arg):
        """Usage: tbreak [ ([filename:]lineno | function) [, condition] ]

        Set a breakpoint like `break` that is removed when it is hit.
        """
        self.do_break(arg, True)

    def _breakpoints(self, arg):
        # The breakpoints with these numbers; what is no number of one is told.
        for number in arg.split():
            try:
                yield self.get_bpbynumber(number)
            except ValueError as error:
                self.error(error)

    def do_enable(self, arg):
        """Usage: enable bpnumber [bpnumber ...]

        Let breakpoints take effect again.
        """
        for breakpoint_ in self._breakpoints(arg):
            breakpoint_.enable()
            self.message("Enabled %s" % breakpoint_)

    def do_disable(self, arg):
        """Usage: disable bpnumber [bpnumber ...]

        Keep breakpoints, but do not stop at them until they are enabled.
        """
        for breakpoint_ in self._breakpoints(arg):
            breakpoint_.disable()
            self.message("Disabled %s" % breakpoint_)

    def do_condition(self, arg):
        """Usage: condition bpnumber [condition]

        Stop at a breakpoint only where an expression is true; without
        one, always.
        """
        number, _, condition = arg.partition(" ")
        condition = condition.strip() or None
        if condition and (wrong := self._compile_error_message(condition)):
            self.error("Invalid condition %s: %r" % (condition, wrong))
            return
        try:
            breakpoint_ = self.get_bpbynumber(number)
        except ValueError as error:
            self.error(error)
            return
        breakpoint_.cond = condition
        if condition:
            self.message("New condition set for breakpoint %d." % breakpoint_.number)
        else:
            self.message("Breakpoint %d is now unconditional." % breakpoint_.number)

    def do_ignore(self, arg):
        """Usage: ignore bpnumber [count]

        Run past a breakpoint so many times (0 if no count is given)
        before it stops the program.
        """
        words = arg.split()
        if not words:
            self.error("Breakpoint number expected")
            return
        if len(words) > 2:
            self._print_invalid_arg(arg)
            return
        try:
            count = int(words[1]) if len(words) > 1 else 0
        except ValueError:
            self._print_invalid_arg(arg)
            return
        for breakpoint_ in self._breakpoints(words[0]):
            breakpoint_.ignore = count
            if count > 0:
                times = "%d crossings" % count if count > 1 else "1 crossing"
                self.message("Will ignore next %s of breakpoint %d." % (times, breakpoint_.number))
            else:
                self.message("Will stop next time breakpoint %d is reached." % breakpoint_.number)

    def do_clear(self, arg):
        """Usage: cl(ear) [filename:lineno | bpnumber ...]

        Remove the breakpoints with these numbers, or those of a line.
        Without an argument, remove all, after a question.
        """
        if not arg:
            try:
                reply = input("Clear all breaks? ")
            except EOFError:
                reply = "no"
            if reply.strip().lower() in ("y", "yes"):
                removed = [breakpoint_ for breakpoint_ in bdb.Breakpoint.bpbynumber if breakpoint_]
                self.clear_all_breaks()
                for breakpoint_ in removed:
                    self.message("Deleted %s" % breakpoint_)
            return
        filename, colon, text = arg.rpartition(":")
        if colon:
            try:
                lineno = int(text)
            except ValueError:
                self.error("Invalid line number (%s)" % text)
                return
            removed = self.get_breaks(filename, lineno)[:]
            wrong = self.clear_break(filename, lineno)
            if wrong:
                self.error(wrong)
            else:
                for breakpoint_ in removed:
                    self.message("Deleted %s" % breakpoint_)
            return
        for breakpoint_ in self._breakpoints(arg):
            self.clear_bpbynumber(breakpoint_.number)
            self.message("Deleted %s" % breakpoint_)

    do_cl = do_clear

    def do_commands(self, arg):
        """Usage: (Pdb) commands [bpnumber]
        (com) ...
        (com) end
        (Pdb)

        Give a breakpoint (the last one set, if no number is given) a list
        of commands, which are done whenever it is hit. `end` ends the
        list; so does a command that lets the program go on. With `silent`
        in the list, the place of the stop is not shown. An empty list
        takes the commands away.
        """
        if arg:
            try:
                number = int(arg)
            except ValueError:
                self._print_invalid_arg(arg)
                return
        else:
            number = len(bdb.Breakpoint.bpbynumber) - 1
        try:
            self.get_bpbynumber(number)
        except ValueError as error:
            self.error("cannot set commands: %s" % error)
            return
        tables = self.commands, self.commands_doprompt, self.commands_silent
        before = [table.get(number) for table in tables]
        self.commands_bnum = number
        self.commands[number], self.commands_doprompt[number], self.commands_silent[number] = [], True, False
        prompt, self.prompt = self.prompt, "(com) "
        self.commands_defining = True
        try:
            self.cmdloop()
        except KeyboardInterrupt:
            for table, value in zip(tables, before):
                if before[0] is None:
                    del table[number]
                else:
                    table[number] = value
            self.error("command definition aborted, old commands restored")
        finally:
            self.commands_defining = False
            self.prompt = prompt

    # Going on

    def do_step(self, arg):
        """Usage: s(tep)

        Execute the line; stop as soon as possible, be it in a function
        that is called.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        self.set_step()
        return 1

    do_s = do_step

    def do_next(self, arg):
        """Usage: n(ext)

        Execute the line, and all that it calls; stop at the next line of
        this function, or when it returns.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        self.set_next(self.curframe)
        return 1

    do_n = do_next

    def do_until(self, arg):
        """Usage: unt(il) [lineno]

        Go on until a line with a greater number is reached, or one from
        `lineno` on, or the function returns: so loops are run to their
        end.
        """
        lineno = None
        if arg:
            try:
                lineno = int(arg)
            except ValueError:
                self.error("Error in argument: %r" % arg)
                return
            if lineno <= self.curframe.f_lineno:
                self.error('"until" line number is smaller than current line number')
                return
        self.set_until(self.curframe, lineno)
        return 1

    do_unt = do_until

    def do_return(self, arg):
        """Usage: r(eturn)

        Go on until the function is about to return.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        self.set_return(self.curframe)
        return 1

    do_r = do_return

    def do_continue(self, arg):
        """Usage: c(ont(inue))

        Go on until a breakpoint is hit.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        if not self.nosigint:
            try:
                self._previous_sigint_handler = signal.signal(signal.SIGINT, self.sigint_handler)
            except ValueError:
                pass  # only the main thread can do this
        self.set_continue()
        return 1

    do_c = do_cont = do_continue

    def do_jump(self, arg):
        """Usage: j(ump) lineno

        Execute another line next: lines are run again or left out. Only
        the newest frame can jump, and not into a loop or out of
        `finally`.
        """
        if self.curindex + 1 != len(self.stack):
            self.error("You can only jump within the bottom frame")
            return
        try:
            lineno = int(arg)
        except ValueError:
            self.error("The 'jump' command requires a line number")
            return
        try:
            if self._inside_call:
                raise ValueError("can only jump from a 'line' trace event")
            self.curframe.f_lineno = lineno
            self.stack[self.curindex] = self.curframe, lineno
            self.print_stack_entry(self.stack[self.curindex])
        except ValueError as error:
            self.error("Jump failed: %s" % error)

    do_j = do_jump

    def do_run(self, arg):
        """Usage: run [args...]

        Start the program again, with new arguments if some are given;
        breakpoints are kept.
        """
        if arg:
            import shlex
            try:
                arguments = shlex.split(arg)
            except ValueError as error:
                self.error("Cannot run %s: %s" % (arg, error))
                return
            sys.argv = sys.argv[:1] + arguments
        raise Restart

    do_restart = do_run

    def do_debug(self, arg):
        """Usage: debug code

        Step through a statement in a debugger within this one.
        """
        sys.settrace(None)
        inner = type(self)(self.completekey, self.stdin, self.stdout)
        inner.use_rawinput = self.use_rawinput
        inner.prompt = "(%s) " % self.prompt.strip()
        self.message("ENTERING RECURSIVE DEBUGGER")
        try:
            sys.call_tracing(inner.run, (arg, self.curframe.f_globals, self.curframe_locals))
        except Exception:
            self._error_exc()
        self.message("LEAVING RECURSIVE DEBUGGER")
        sys.settrace(self.trace_dispatch)
        self.lastcmd = inner.lastcmd

    def do_quit(self, arg):
        """Usage: q(uit) | exit

        End the debugger, and the program with it.
        """
        self._user_requested_quit = True
        self.set_quit()
        return 1

    do_q = do_exit = do_quit

    def do_EOF(self, arg):
        """Usage: EOF

        The end of the input ends the debugger.
        """
        self.message("")
        return self.do_quit(arg)

    # The stack

    def do_where(self, arg):
        """Usage: w(here)

        Show the stack, the newest frame last; an arrow marks the frame
        that commands look at. `bt` does the same.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        self.print_stack_trace()

    do_w = do_bt = do_where

    def _select_frame(self, index):
        self.curindex = index
        self.curframe = self.stack[index][0]
        self.set_convenience_variable(self.curframe, "_frame", self.curframe)
        self.print_stack_entry(self.stack[index])
        self.lineno = None

    def _frame_count(self, arg):
        try:
            return int(arg or 1)
        except ValueError:
            self.error("Invalid frame count (%s)" % arg)
            return None

    def do_up(self, arg):
        """Usage: u(p) [count]

        Look at the caller's frame, or one farther out.
        """
        if self.curindex == 0:
            self.error("Oldest frame")
            return
        count = self._frame_count(arg)
        if count is not None:
            self._select_frame(0 if count < 0 else max(0, self.curindex - count))

    do_u = do_up

    def do_down(self, arg):
        """Usage: d(own) [count]

        Look at the frame that this one called, or one farther in.
        """
        newest = len(self.stack) - 1
        if self.curindex == newest:
            self.error("Newest frame")
            return
        count = self._frame_count(arg)
        if count is not None:
            self._select_frame(newest if count < 0 else min(newest, self.curindex + count))

    do_d = do_down

    def do_exceptions(self, arg):
        """Usage: exceptions [number]

        List the exceptions that led to the one being looked at, or look
        at the one with this number.
        """
        if not self._chained_exceptions:
            self.message("Did not find chained exceptions. To move between exceptions, pdb/post_mortem must be given an "
                         "exception object rather than a traceback.")
            return
        if not arg:
            for index, exception in enumerate(self._chained_exceptions):
                mark = ">" if index == self._chained_exception_index else " "
                number = " -" if exception.__traceback__ is None else "%3d" % index
                self.message("%s %3s %r" % (mark, number, exception))
            return
        try:
            number = int(arg)
        except ValueError:
            self.error("Argument must be an integer")
            return
        if not 0 <= number < len(self._chained_exceptions):
            self.error("No exception with that number")
            return
        if self._chained_exceptions[number].__traceback__ is None:
            self.error("This exception does not have a traceback, cannot jump to it")
            return
        self._chained_exception_index = number
        self.setup(None, self._chained_exceptions[number].__traceback__)
        self.print_stack_entry(self.stack[self.curindex])

    # Looking at things

    def do_args(self, arg):
        """Usage: a(rgs)

        Show the arguments of the function.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        code, values = self.curframe.f_code, self.curframe_locals
        count = code.co_argcount + code.co_kwonlyargcount
        count += bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
        for name in code.co_varnames[:count]:
            shown = self._safe_repr(values[name], name) if name in values else "*** undefined ***"
            self.message("%s = %s" % (name, shown))

    do_a = do_args

    def do_retval(self, arg):
        """Usage: retval

        Show what the function is about to return.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        values = self.curframe_locals
        if "__return__" in values:
            self.message(self._safe_repr(values["__return__"], "retval"))
        else:
            self.error("Not yet returned!")

    do_rv = do_retval

    def _show_value(self, arg, form):
        try:
            value = self._getval(arg)
        except BaseException:
            return  # told already
        try:
            self.message(form(value))
        except BaseException:
            self._error_exc()

    def do_p(self, arg):
        """Usage: p expression

        Show the value of an expression.
        """
        self._show_value(arg, repr)

    def do_pp(self, arg):
        """Usage: pp expression

        Show the value of an expression, in several lines if it is long.
        """
        import pprint
        self._show_value(arg, pprint.pformat)

    def do_whatis(self, arg):
        """Usage: whatis expression

        Show of what type a value is.
        """
        try:
            value = self._getval(arg)
        except BaseException:
            return
        if inspect.ismethod(value) and hasattr(value.__func__, "__code__"):
            self.message("Method %s" % value.__func__.__code__.co_name)
        elif inspect.isfunction(value):
            self.message("Function %s" % value.__code__.co_name)
        elif value.__class__ is type:
            self.message("Class %s.%s" % (value.__module__, value.__qualname__))
        else:
            self.message(type(value))

    def do_list(self, arg):
        """Usage: l(ist) [first[, last] | .]

        Show 11 lines of source around the current one, or those after
        what was shown last; around the current one again with a dot;
        around `first`; from `first` to `last`, which is a count if it is
        the smaller number. `->` marks the current line, `>>` where an
        exception was raised, B a breakpoint.
        """
        self.lastcmd = "list"
        last = None
        if arg and arg != ".":
            try:
                first, comma, last = arg.partition(",")
                first = int(first.strip())
                last = int(last.strip()) if comma else None
                if last is None:
                    first = max(1, first - 5)
                elif last < first:
                    last += first
            except ValueError:
                self.error("Error in argument: %r" % arg)
                return
        elif self.lineno is None or arg == ".":
            first = max(1, self.curframe.f_lineno - 5)
        else:
            first = self.lineno + 1
        if last is None:
            last = first + 10
        filename = self.curframe.f_code.co_filename
        lines = linecache.getlines(filename, self.curframe.f_globals)
        self._print_lines(lines[first - 1:last], first, self.get_file_breaks(filename), self.curframe)
        self.lineno = min(last, len(lines))
        if len(lines) < last:
            self.message("[EOF]")

    do_l = do_list

    def do_longlist(self, arg):
        """Usage: ll | longlist

        Show the source of the whole function.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        try:
            lines, first = self._getsourcelines(self.curframe)
        except OSError as error:
            self.error(error)
            return
        self._print_lines(lines, first, self.get_file_breaks(self.curframe.f_code.co_filename), self.curframe)

    do_ll = do_longlist

    def _getsourcelines(self, obj):
        lines, first = inspect.getsourcelines(obj)
        return lines, max(1, first)

    def do_source(self, arg):
        """Usage: source expression

        Show the source of a function, a class or a module.
        """
        try:
            value = self._getval(arg)
        except BaseException:
            return
        try:
            lines, first = self._getsourcelines(value)
        except (OSError, TypeError) as error:
            self.error(error)
            return
        self._print_lines(lines, first)

    def _print_lines(self, lines, start, breaks=(), frame=None):
        current = frame.f_lineno if frame else -1
        raised = self.tb_lineno.get(frame, -1) if frame else -1
        for number, line in enumerate(lines, start):
            text = str(number).rjust(3)
            if len(text) < 4:
                text += " "
            text += "B" if number in breaks else " "
            if number == current:
                text += "->"
            elif number == raised:
                text += ">>"
            self.message(text + "\t" + line.rstrip())

    def do_display(self, arg):
        """Usage: display [expression]

        Show an expression each time the program stops in this frame, if
        its value has changed. Without an argument, show them all.
        """
        if not arg:
            shown = self.displaying.get(self.curframe)
            if not shown:
                self.message("No expression is being displayed")
                return
            self.message("Currently displaying:")
            for expression, value in shown.items():
                self.message("%s: %s" % (expression, self._safe_repr(value, expression)))
            return
        if wrong := self._compile_error_message(arg):
            self.error("Unable to display %s: %r" % (arg, wrong))
            return
        value = self._getval_except(arg)
        self.displaying.setdefault(self.curframe, {})[arg] = value
        self.message("display %s: %s" % (arg, self._safe_repr(value, arg)))

    def do_undisplay(self, arg):
        """Usage: undisplay [expression]

        Show an expression no more; without an argument, none.
        """
        if not arg:
            self.displaying.pop(self.curframe, None)
            return
        try:
            del self.displaying.get(self.curframe, {})[arg]
        except KeyError:
            self.error("not displaying %s" % arg)

    def do_interact(self, arg):
        """Usage: interact

        Start a Python prompt that knows the variables of this frame; what
        is assigned there does not change them.
        """
        names = {**self.curframe.f_globals, **self.curframe_locals}
        console = _Console(names, lambda text: print(text, end="", file=self.stdout))
        console.interact(banner="*pdb interact start*", exitmsg="*exit from pdb interact command*")

    def do_alias(self, arg):
        """Usage: alias [name [command]]

        Give a command a name. %1, %2 and so on in it stand for the words
        after the name, %* for all of them. With the name alone, show the
        command; without anything, show all aliases.
        """
        words = arg.split()
        if not words:
            for name in sorted(self.aliases):
                self.message("%s = %s" % (name, self.aliases[name]))
            return
        name = words[0]
        if len(words) == 1:
            if name in self.aliases:
                self.message("%s = %s" % (name, self.aliases[name]))
            else:
                self.error("Unknown alias '%s'" % name)
            return
        command = arg.split(None, 1)[1]
        numbers = {int(number) for number in re.findall(r"%([1-9])", command)}
        if numbers and numbers != set(range(1, max(numbers) + 1)):
            self.error("Replaceable parameters must be consecutive")
            return
        self.aliases[name] = command

    def do_unalias(self, arg):
        """Usage: unalias name

        Forget an alias.
        """
        words = arg.split()
        if not words:
            self._print_invalid_arg(arg)
            return
        self.aliases.pop(words[0], None)
