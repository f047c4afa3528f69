"""The debugger for a person at a prompt: stops, steps, breakpoints, a look at the stack and its variables.

    breakpoint()                    stop here
    python -m pdb FILE [args]       debug a script from its first line
    pdb.pm(), pdb.post_mortem(e)    look at what an exception left

`help` at the prompt lists the commands. An instance of Pdb belongs to the thread it debugs; breakpoints are shared.
"""

import ast
import bdb
import cmd
import codeop
import inspect
import os
import signal
import sys
import tokenize
import traceback
from _pdb_commands import Commands, Restart, find_first_executable_line, find_function

__all__ = ["run", "pm", "Pdb", "runeval", "runctx", "runcall", "set_trace", "post_mortem", "help"]

line_prefix = "\n-> "
# A command that no person can type: it shows where the program stopped.
_PRINT_STATUS = "\0where"
_CONVENIENCE = "__pdb_convenience_variables"


class _ShownAsIs(str):
    """A text whose repr() has no quotes."""

    def __repr__(self):
        return self


class _ScriptTarget:
    """A file to debug."""

    def __init__(self, name):
        self.filename = os.path.realpath(name)
        if not os.path.exists(self.filename):
            print("Error: %s does not exist" % name)
            sys.exit(1)
        if os.path.isdir(self.filename):
            self.filename = os.path.join(self.filename, "__main__.py")
            if not os.path.exists(self.filename):
                print("Error: can't find '__main__' module in %s" % name)
                sys.exit(1)
        sys.path[0] = os.path.dirname(self.filename)

    def __str__(self):
        return self.filename

    @property
    def code(self):
        with open(self.filename, "rb") as file:
            return "exec(compile(%r, %r, 'exec'))" % (file.read(), self.filename)

    @property
    def namespace(self):
        import builtins
        return {"__name__": "__main__", "__file__": self.filename, "__builtins__": builtins.__dict__, "__spec__": None}


class _ModuleTarget:
    """A module to debug, as `python -m` would run it."""

    def __init__(self, name):
        import importlib.util
        self.name = name
        try:
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.submodule_search_locations is not None:
                spec = importlib.util.find_spec(name + ".__main__")
            if spec is None:
                raise ImportError("No module named %s" % name)
            self._spec, self._code = spec, spec.loader.get_code(spec.name)
            if self._code is None:
                raise ImportError("No code object available for %s" % name)
        except ImportError as error:
            print("ImportError: %s" % error)
            sys.exit(1)
        except Exception:
            traceback.print_exc()
            sys.exit(1)
        self.filename = self._code.co_filename

    def __str__(self):
        return self.name

    @property
    def code(self):
        return self._code

    @property
    def namespace(self):
        import builtins
        return {"__name__": "__main__", "__file__": os.path.normcase(os.path.abspath(self.filename)),
                "__package__": self._spec.parent, "__loader__": self._spec.loader, "__spec__": self._spec,
                "__builtins__": builtins.__dict__}


class Pdb(Commands, bdb.Bdb, cmd.Cmd):
    """A debugger that reads commands, from the terminal or from `stdin`."""

    # Commands after which the program goes on: they end the commands of a breakpoint.
    commands_resuming = ["do_continue", "do_step", "do_next", "do_return", "do_until", "do_jump", "do_quit"]
    MAX_CHAINED_EXCEPTION_DEPTH = 999

    def __init__(self, completekey="tab", stdin=None, stdout=None, skip=None, nosigint=False, readrc=True):
        bdb.Bdb.__init__(self, skip=skip)
        cmd.Cmd.__init__(self, completekey, stdin, stdout)
        if stdout:
            self.use_rawinput = 0
        self.prompt = "(Pdb) "
        self.aliases = {}
        self.displaying = {}
        self.mainpyfile = ""
        self._wait_for_mainpyfile = False
        self._user_requested_quit = False
        self._inside_call = False
        self.tb_lineno = {}
        self.nosigint = nosigint
        self.allow_kbdint = False
        self.rcLines = []
        if readrc:
            for name in (os.path.expanduser("~/.pdbrc"), ".pdbrc"):
                try:
                    with open(name, encoding="utf-8") as file:
                        self.rcLines.extend(file)
                except OSError:
                    pass
        self.commands = {}
        self.commands_doprompt = {}
        self.commands_silent = {}
        self.commands_defining = False
        self.commands_bnum = None
        self._chained_exceptions = ()
        self._chained_exception_index = 0
        self.forget()

    # Text that comes out

    def message(self, msg):
        """Print a line."""
        print(msg, file=self.stdout)

    def error(self, msg):
        """Print a line about a mistake."""
        print("***", msg, file=self.stdout)

    def _format_exc(self, exc):
        return traceback.format_exception_only(exc)[-1].strip()

    def _error_exc(self):
        self.error(self._format_exc(sys.exception()))

    def _safe_repr(self, obj, expr):
        try:
            return repr(obj)
        except Exception as error:
            return _ShownAsIs("*** repr(%s) failed: %s ***" % (expr, self._format_exc(error)))

    # Ctrl-C

    def sigint_handler(self, signum, frame):
        """Stop where the program is."""
        if self.allow_kbdint:
            raise KeyboardInterrupt
        self.message("\nProgram interrupted. (Use 'cont' to resume).")
        sys.settrace(None)
        self.reset()
        self._trace_callers(frame)
        self.set_step()
        sys.settrace(self.trace_dispatch)

    # State: the stack that is looked at

    def reset(self):
        bdb.Bdb.reset(self)
        self.forget()

    def forget(self):
        """Let go of the frames of the stop before."""
        self.lineno = None
        self.stack = []
        self.curindex = 0
        self.curframe = None
        self.tb_lineno.clear()

    def setup(self, f, tb):
        """Look at the stack of a frame, a traceback or both."""
        self.forget()
        self.stack, self.curindex = self.get_stack(f, tb)
        while tb:
            self.tb_lineno[tb.tb_frame] = tb.tb_lineno
            tb = tb.tb_next
        if not self.stack:
            return
        self.curframe = self.stack[self.curindex][0]
        self.set_convenience_variable(self.curframe, "_frame", self.curframe)
        if self._chained_exceptions:
            self.set_convenience_variable(self.curframe, "_exception", self._chained_exceptions[self._chained_exception_index])
        if self.rcLines:
            self.cmdqueue = [line for line in self.rcLines if line.strip() and not line.strip().startswith("#")]
            self.rcLines = []

    @property
    def curframe_locals(self):
        """The variables of the frame that is looked at."""
        return self.curframe.f_locals

    def set_convenience_variable(self, frame, name, value):
        """Set $name."""
        frame.f_globals.setdefault(_CONVENIENCE, {})[name] = value

    # Events of the program

    def _stop_at_caller(self, frame):
        self._inside_call = True
        try:
            super()._stop_at_caller(frame)
        finally:
            self._inside_call = False

    def user_call(self, frame, argument_list):
        """Stopped on entering a function."""
        if self._wait_for_mainpyfile:
            return
        if self.stop_here(frame):
            self.message("--Call--")
            self.interaction(frame, None)

    def user_line(self, frame):
        """Stopped before a line."""
        if self._wait_for_mainpyfile:
            if self.mainpyfile != self.canonic(frame.f_code.co_filename):
                return
            self._wait_for_mainpyfile = False
        if self.bp_commands(frame):
            self.interaction(frame, None)

    user_opcode = user_line

    def user_return(self, frame, return_value):
        """Stopped on leaving a function."""
        if self._wait_for_mainpyfile:
            return
        frame.f_locals["__return__"] = return_value
        self.set_convenience_variable(frame, "_retval", return_value)
        self.message("--Return--")
        self.interaction(frame, None)

    def user_exception(self, frame, exc_info):
        """Stopped at an exception."""
        if self._wait_for_mainpyfile:
            return
        kind, value, trace = exc_info
        frame.f_locals["__exception__"] = kind, value
        self.set_convenience_variable(frame, "_exception", value)
        # One without a traceback was made by the interpreter to end an iteration.
        internal = "Internal " if not trace and kind is StopIteration else ""
        self.message(internal + self._format_exc(value))
        self.interaction(frame, trace)

    def bp_commands(self, frame):
        """Do the commands of the breakpoint that was hit, if any; return whether to prompt as usual."""
        number = getattr(self, "currentbp", False)
        if not number or number not in self.commands:
            self.currentbp = 0
            return True
        self.currentbp = 0
        last_command = self.lastcmd
        self.setup(frame, None)
        for line in self.commands[number]:
            self.onecmd(line)
        self.lastcmd = last_command
        if not self.commands_silent[number]:
            self._print_frame_status()
        if self.commands_doprompt[number]:
            self._cmdloop()
        self.forget()
        return False

    def _exceptions_of(self, tb_or_exc):
        # The traceback to look at, and the chain of exceptions that led to it, oldest first.
        if not isinstance(tb_or_exc, BaseException):
            return tb_or_exc, ()
        chain, current = [], tb_or_exc
        while current is not None and current not in chain:
            chain.append(current)
            if current.__cause__ is not None:
                current = current.__cause__
            elif not current.__suppress_context__:
                current = current.__context__
            else:
                current = None
            if len(chain) >= self.MAX_CHAINED_EXCEPTION_DEPTH:
                self.message("More than %d chained exceptions found, not all exceptions will be browsable with `exceptions`."
                             % self.MAX_CHAINED_EXCEPTION_DEPTH)
                break
        return tb_or_exc.__traceback__, tuple(reversed(chain))

    def interaction(self, frame, tb_or_exc):
        """Show where the program is and read commands until one lets it go on."""
        if not self.nosigint and getattr(self, "_previous_sigint_handler", None):
            try:
                signal.signal(signal.SIGINT, self._previous_sigint_handler)
            except ValueError:
                pass  # another thread than the main one
            self._previous_sigint_handler = None
        trace, self._chained_exceptions = self._exceptions_of(tb_or_exc)
        if isinstance(tb_or_exc, BaseException) and trace is None:
            raise AssertionError("main exception must have a traceback")
        self._chained_exception_index = max(0, len(self._chained_exceptions) - 1)
        try:
            self.setup(frame, trace)
            # The place is told right before the prompt: commands that wait in the queue come first.
            if _PRINT_STATUS not in self.cmdqueue:
                self.cmdqueue.append(_PRINT_STATUS)
            self._cmdloop()
        finally:
            self._chained_exceptions = ()
            self._chained_exception_index = 0
            self.forget()

    def _cmdloop(self):
        while True:
            try:
                self.allow_kbdint = True
                self.cmdloop()
                self.allow_kbdint = False
                break
            except KeyboardInterrupt:
                self.message("--KeyboardInterrupt--")

    def print_stack_trace(self):
        """Show all frames."""
        for entry in self.stack:
            self.print_stack_entry(entry)

    def print_stack_entry(self, frame_lineno, prompt_prefix=line_prefix):
        """Show one frame; an arrow marks the current one."""
        mark = "> " if frame_lineno[0] is self.curframe else "  "
        self.message(mark + self.format_stack_entry(frame_lineno, prompt_prefix))

    def displayhook(self, obj):
        """What an expression at the prompt gives: None is not shown, and _ stays as it is."""
        if obj is not None:
            self.message(repr(obj))

    # Lines of commands

    def _print_frame_status(self):
        # Where the program stopped, and the displayed expressions that changed.
        self.print_stack_entry(self.stack[self.curindex])
        shown = self.displaying.get(self.curframe)
        for expression, old in list(shown.items()) if shown else ():
            new = self._getval_except(expression)
            try:
                differs = new is not old and new != old
            except Exception:
                differs = True
            if differs:
                shown[expression] = new
                self.message("display %s: %s  [old: %s]" % (expression, self._safe_repr(new, expression),
                                                            self._safe_repr(old, expression)))

    def parseline(self, line):
        command, argument, line = super().parseline(line)
        if command and line[len(command):len(command) + 1].strip():
            # A command stands alone or before a blank: `n(1)`, `l[0]` and `c.x` are Python.
            return None, None, line
        return command, argument, line

    def precmd(self, line):
        if not line.strip() or line == _PRINT_STATUS:
            return line
        words = line.split()
        while words[0] in self.aliases:
            line = self.aliases[words[0]]
            for index in range(1, 10):
                place = "%%%d" % index
                if place in line:
                    if index >= len(words):
                        self.error("Not enough arguments for alias '%s'" % words[0])
                        return "!"
                    line = line.replace(place, words[index])
                elif "%*" not in line:
                    if index < len(words):
                        self.error("Too many arguments for alias '%s'" % words[0])
                        return "!"
                    break
            line = line.replace("%*", " ".join(words[1:]))
            words = line.split()
        if words[0] != "alias":
            first, separator, rest = line.partition(";;")
            if separator:
                self.cmdqueue.insert(0, rest.lstrip())
                line = first.rstrip()
        return self._replace_convenience_variables(line)

    def _replace_convenience_variables(self, line):
        if "$" not in line:
            return line
        # Only a $ that is no part of a string counts, and only one right before a name.
        places, dollar = [], None
        try:
            import io
            for token in tokenize.generate_tokens(io.StringIO(line).readline):
                if token.string == "$":
                    dollar = token.start
                else:
                    if dollar is not None and token.type == tokenize.NAME and token.start == (dollar[0], dollar[1] + 1):
                        places.append((dollar[1], token.end[1], token.string))
                    dollar = None
        except (tokenize.TokenError, SyntaxError):
            return line
        for start, end, name in reversed(places):
            line = '%s%s["%s"]%s' % (line[:start], _CONVENIENCE, name, line[end:])
        return line

    def onecmd(self, line):
        if line == _PRINT_STATUS:
            if self.stack:
                self._print_frame_status()
            return None
        return self.handle_command_def(line) if self.commands_defining else cmd.Cmd.onecmd(self, line)

    def handle_command_def(self, line):
        """Take one line of the commands of a breakpoint; return whether it was the last."""
        command, argument, line = self.parseline(line)
        if not line:
            return False
        number = self.commands_bnum
        if command == "silent":
            self.commands_silent[number] = True
            return False
        if command == "end":
            return True
        if command == "EOF":
            self.message("")
            return True
        self.commands[number].append(line)
        function = getattr(self, "do_" + command, self.default) if command else self.default
        if function.__name__ in self.commands_resuming:
            self.commands_doprompt[number] = False
            return True
        return False

    def _read_statement(self, first):
        # More lines while the statement is not complete; (code, source), or None at the end of the input.
        source = first
        compiler = codeop.CommandCompiler()
        code = compiler(source + "\n", "<stdin>", "single")  # `for` in one line is complete
        while code is None:
            prompt = "...   "
            if self.use_rawinput:
                try:
                    line = input(prompt)
                except EOFError:
                    line = None
            else:
                self.stdout.write(prompt)
                self.stdout.flush()
                line = self.stdin.readline()
                line = line.rstrip("\r\n") if line else None
            if line is None:
                self.lastcmd = ""
                self.message("\n")
                return None
            source += "\n" + line
            code = compiler(source, "<stdin>", "single")
        return code, source

    def _exec_in_closure(self, source, globals, locals):
        # A function or comprehension in the statement sees local variables only through a closure: so the statement
        # becomes the body of a function whose parameters they are. Returns False where that cannot be.
        tree = ast.parse(source, "<stdin>", "exec")
        names = [name for name in locals if name.isidentifier() and not name.startswith("__pdb")]
        for index, statement in enumerate(tree.body):
            if isinstance(statement, ast.Expr):
                call = ast.Call(ast.Name("__pdb_show", ast.Load()), [statement.value], [])
                tree.body[index] = ast.copy_location(ast.Expr(call), statement)
        template = ast.parse("def __pdb_body(%s):\n try: pass\n finally: __pdb_keep(locals())" %
                             ", ".join(["__pdb_show", "__pdb_keep"] + names), "<stdin>")
        template.body[0].body[0].body = tree.body
        ast.fix_missing_locations(template)

        def keep(changed):
            for name, value in changed.items():
                if not name.startswith("__pdb"):
                    locals[name] = value

        scope = {}
        try:
            exec(compile(template, "<stdin>", "exec"), globals, scope)
        except SyntaxError:
            return False
        scope["__pdb_body"](sys.displayhook, keep, *(locals[name] for name in names))
        return True

    def default(self, line):
        """A line that is no command is a Python statement."""
        if line[:1] == "!":
            line = line[1:].strip()
        locals, globals = self.curframe_locals, self.curframe.f_globals
        try:
            read = self._read_statement(line)
            if read is None:
                return
            code, source = read
            saved = sys.stdin, sys.stdout, sys.displayhook
            try:
                sys.stdin, sys.stdout, sys.displayhook = self.stdin, self.stdout, self.displayhook
                has_scopes = any(inspect.iscode(constant) for constant in code.co_consts)
                if not (has_scopes and locals is not globals and self._exec_in_closure(source, globals, locals)):
                    exec(code, globals, locals)
            finally:
                sys.stdin, sys.stdout, sys.displayhook = saved
        except BaseException:
            self._error_exc()

    def _getval(self, arg):
        try:
            return eval(arg, self.curframe.f_globals, self.curframe_locals)
        except BaseException:
            self._error_exc()
            raise

    def _getval_except(self, arg, frame=None):
        frame = frame or self.curframe
        try:
            return eval(arg, frame.f_globals, frame.f_locals)
        except BaseException as error:
            return _ShownAsIs("** raised %s **" % self._format_exc(error))

    def _compile_error_message(self, expr):
        # What is wrong with an expression; an empty text if nothing is.
        try:
            compile(expr, "<stdin>", "eval")
        except SyntaxError as error:
            return _ShownAsIs(self._format_exc(error))
        return ""

    # Completion at a terminal

    def _complete_expression(self, text, line, begidx, endidx):
        if self.curframe is None:
            return []
        import rlcompleter
        completer = rlcompleter.Completer({**self.curframe.f_globals, **self.curframe_locals})
        return completer.attr_matches(text) if "." in text else completer.global_matches(text)

    completedefault = _complete_expression
    complete_p = complete_pp = complete_whatis = complete_source = complete_display = complete_debug = _complete_expression

    def _complete_bpnumber(self, text, line, begidx, endidx):
        numbers = [str(number) for number, breakpoint_ in enumerate(bdb.Breakpoint.bpbynumber) if breakpoint_]
        return [number for number in numbers if number.startswith(text)]

    complete_enable = complete_disable = complete_condition = complete_ignore = complete_commands = _complete_bpnumber
    complete_clear = complete_cl = _complete_bpnumber

    # Help

    def _help_message_from_doc(self, doc, usage_only=False):
        lines = [line.strip() for line in doc.strip().splitlines()]
        end = lines.index("") if "" in lines else len(lines)
        indent = " " * len(self.prompt)
        text = [indent + lines[0]] + [indent + " " * len("Usage: ") + line for line in lines[1:end]]
        if not usage_only:
            text += [indent + line for line in lines[end:]]
        return "\n".join(text)

    def _print_invalid_arg(self, arg):
        # The command is the method that called this one.
        command = getattr(self, sys._getframe(1).f_code.co_name)
        self.error("Invalid argument: %s" % arg)
        self.message(self._help_message_from_doc(command.__doc__, usage_only=True))

    def do_help(self, arg):
        """Usage: h(elp)

        List the commands, or tell about the one that is named.
        "help pdb" tells about all of them, "help exec" about "!".
        """
        if not arg:
            return cmd.Cmd.do_help(self, arg)
        topic = getattr(self, "help_" + arg, None)
        if topic is not None:
            return topic()
        command = getattr(self, "do_" + arg, None)
        if command is None:
            self.error("No help for %r" % arg)
        elif sys.flags.optimize >= 2 or command.__doc__ is None:
            self.error("No help for %r; __doc__ string missing" % arg)
        else:
            self.message(self._help_message_from_doc(command.__doc__))

    do_h = do_help

    def help_exec(self):
        """(!) statement

        Execute a Python statement in the current frame. The ! is needed only
        where the statement begins like a command of the debugger:
        (Pdb) ! n = 42

        A new value for a global variable needs its declaration before it:
        (Pdb) global count; count = 1
        """
        self.message(inspect.cleandoc(self.help_exec.__doc__ or ""))

    def help_pdb(self):
        self.message(__doc__.strip())
        for name in ("help where down up break tbreak clear disable enable ignore condition commands step next until jump return retval "
                     "run continue list longlist args p pp whatis source display undisplay interact alias unalias debug quit "
                     "exceptions").split():
            self.message("")
            self.message(self._help_message_from_doc(getattr(self, "do_" + name).__doc__ or ""))

    # A whole program

    def _run(self, target):
        # The debugger must not stop before the first line of the program.
        self._wait_for_mainpyfile = True
        self._user_requested_quit = False
        self.mainpyfile = self.canonic(target.filename)
        # The program becomes __main__ in place of what was it.
        import __main__
        code, namespace = target.code, target.namespace
        __main__.__dict__.clear()
        __main__.__dict__.update(namespace)
        self.run(code)


# Functions of the module

def run(statement, globals=None, locals=None):
    """Debug a statement: stop before it, and read commands."""
    Pdb().run(statement, globals, locals)


def runeval(expression, globals=None, locals=None):
    """Debug an expression and return its value."""
    return Pdb().runeval(expression, globals, locals)


def runctx(statement, globals, locals):
    """The same as run()."""
    run(statement, globals, locals)


def runcall(*args, **kwds):
    """Debug the call of a function and return what it returns."""
    return Pdb().runcall(*args, **kwds)


def set_trace(*, header=None):
    """Stop in the caller's frame, after a text if one is given."""
    debugger = Pdb()
    if header is not None:
        debugger.message(header)
    debugger.set_trace(sys._getframe().f_back)


def _post_mortem(t, debugger):
    debugger.reset()
    debugger.interaction(None, t)


def post_mortem(t=None):
    """Look at the frames that an exception or a traceback left (by default, the exception that is being handled)."""
    if t is None:
        t = sys.exception()
        if t is not None:
            t = t.__traceback__
    if t is None or (isinstance(t, BaseException) and t.__traceback__ is None):
        raise ValueError("A valid traceback must be passed if no exception is being handled")
    _post_mortem(t, Pdb())


def pm():
    """Look at what the last exception that nothing caught left."""
    _post_mortem(sys.last_exc, Pdb())


def help():
    """Print what there is to know about the commands."""
    Pdb(readrc=False).help_pdb()


def main():
    import argparse
    parser = argparse.ArgumentParser(
        prog="pdb", usage="%(prog)s [-h] [-c command] (-m module | pyfile) [args ...]", allow_abbrev=False,
        description="Run a Python script, or a module with -m, under the debugger.",
        epilog="Commands come from .pdbrc in the home directory, from .pdbrc here, from -c, and then from the terminal.")
    parser.add_argument("-c", "--command", action="append", default=[], metavar="command", dest="commands",
                        help="a command to do first, as if it stood in .pdbrc")
    parser.add_argument("-m", metavar="module", dest="module", help="the module to debug")
    # What follows the program belongs to it, options too.
    parser.add_argument("args", nargs="*", help="the script, unless -m is given, and its arguments")
    given = sys.argv[1:]
    if not given:
        parser.print_help()
        sys.exit(2)
    own, program = _split_arguments(given)
    options, unknown = parser.parse_known_args(own)
    if unknown:
        parser.error("unrecognized arguments: " + " ".join(unknown))
    if options.module:
        target = _ModuleTarget(options.module)
        arguments = program
    else:
        if not program:
            parser.error("no module or script to run")
        target = _ScriptTarget(program[0])
        arguments = program[1:]
    sys.argv[:] = [target.filename if options.module else program[0]] + arguments

    debugger = Pdb()
    debugger.rcLines.extend(options.commands)
    while True:
        try:
            debugger._run(target)
        except Restart:
            print("Restarting", target, "with arguments:")
            print("\t" + " ".join(sys.argv[1:]))
        except SystemExit as error:
            print("The program exited via sys.exit(). Exit status:", end=" ")
            print(error)
        except BaseException as error:
            traceback.print_exception(error)
            print("Uncaught exception. Entering post mortem debugging")
            print("Running 'cont' or 'step' will restart the program")
            debugger.interaction(None, error)
        if debugger._user_requested_quit:
            break
        print("The program finished and will be restarted")


def _split_arguments(given):
    # The debugger's own options end at the script, or after the module.
    index = 0
    while index < len(given):
        word = given[index]
        if word == "--":
            return given[:index], given[index + 1:]
        if not word.startswith("-") or word == "-":
            break
        if word in ("-c", "--command"):
            index += 2
        elif word == "-m":
            return given[:index + 2], given[index + 2:]
        elif word.startswith("-m"):
            return given[:index + 1], given[index + 1:]
        else:
            index += 1
    return given[:index], given[index:]


if __name__ == "__main__":
    # What is debugged takes the name __main__ from this module.
    import pdb
    pdb.main()
