"""The prompt: reading statements, running them and printing what they come to."""

import sys
import traceback

from codeop import CommandCompiler, compile_command

__all__ = ["InteractiveConsole", "InteractiveInterpreter", "compile_command", "interact"]

def _is_usual_hook(hook):
    return hook is sys.__excepthook__ or (type(hook) is type(sys.__excepthook__) and hook.__name__ == "excepthook")


class InteractiveInterpreter:
    """Runs source text piece by piece in one namespace. An instance belongs to one thread."""

    def __init__(self, locals=None):
        self.locals = locals if locals is not None else {"__name__": "__console__", "__doc__": None}
        self.compile = CommandCompiler()

    def runsource(self, source, filename="<input>", symbol="single"):
        """Run the source if it is complete; return whether more lines are needed."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        """Run code and show the exception that ends it; only SystemExit goes on."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except BaseException:
            self.showtraceback()

    def _show(self, error, trace):
        sys.last_exc = sys.last_value = error
        sys.last_type, sys.last_traceback = type(error), trace
        if _is_usual_hook(sys.excepthook):
            self.write("".join(traceback.format_exception(type(error), error, trace)))
            return
        try:
            sys.excepthook(type(error), error, trace)
        except SystemExit:
            raise
        except BaseException as failure:
            failure.__context__ = None
            behind = failure.__traceback__.tb_next
            print("Error in sys.excepthook:", file=sys.stderr)
            traceback.print_exception(type(failure), failure, behind, file=sys.stderr)
            print("\nOriginal exception was:", file=sys.stderr)
            traceback.print_exception(type(error), error, trace, file=sys.stderr)

    def showsyntaxerror(self, filename=None, **kwargs):
        """Show the SyntaxError being handled, without the frames of this module."""
        error = sys.exception()
        if filename and isinstance(error, SyntaxError):
            error.filename = filename
        self._show(error.with_traceback(None), None)

    def showtraceback(self):
        """Show the exception being handled, without the frame of this module."""
        error = sys.exception()
        trace = error.__traceback__.tb_next if error.__traceback__ is not None else None
        self._show(error.with_traceback(trace), trace)

    def write(self, data):
        """Write to standard error; subclasses may write elsewhere."""
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """Gathers lines to complete statements and runs those."""

    def __init__(self, locals=None, filename="<console>", *, local_exit=False):
        super().__init__(locals)
        self.filename = filename
        self.local_exit = local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forget the lines of the statement that is being typed."""
        self.buffer = []

    def push(self, line, filename=None, _symbol="single"):
        """Add a line; run the lines so far if they are complete. Return whether more are needed."""
        self.buffer.append(line)
        more = self.runsource("\n".join(self.buffer), filename or self.filename, _symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=""):
        """Read a line; EOFError ends the session."""
        return input(prompt)

    def interact(self, banner=None, exitmsg=None):
        """Read and run until the input ends."""
        for name, prompt in (("ps1", ">>> "), ("ps2", "... ")):
            if not hasattr(sys, name):
                setattr(sys, name, prompt)
        if banner is None:
            self.write(f"Python {sys.version} on {sys.platform}\n({type(self).__name__})\n")
        elif banner:
            self.write(f"{banner}\n")
        more = False
        while True:
            try:
                prompt = str(sys.ps2 if more else sys.ps1)
                try:
                    line = self.raw_input(prompt)
                except EOFError:
                    self.write("\n")
                    break
                more = self.push(line)
            except KeyboardInterrupt:
                self.write("\nKeyboardInterrupt\n")
                self.resetbuffer()
                more = False
            except SystemExit as error:
                if not self.local_exit:
                    raise
                self.write("\n")
                break
        if exitmsg is None:
            self.write(f"now exiting {type(self).__name__}...\n")
        elif exitmsg != "":
            self.write(f"{exitmsg}\n")


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """Talk with the user in the namespace `local`; readfunc(prompt) replaces input()."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    else:
        try:
            import readline
        except ImportError:
            pass
    console.interact(banner, exitmsg)
