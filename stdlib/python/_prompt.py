"""The prompt: `gilded` without a script, and what -i shows after one.

Statements are read line by line, edited on a terminal, and run in the namespace of __main__. The command line calls interact().
Thread safety: only the main thread reads; other threads run on while somebody types.
"""

import sys

_INCOMPLETE = 0x4000  # an end that comes too early is told apart from an error
_KEEP_SOURCE = 0x40000000  # tracebacks show the lines that were typed
_FUTURE_ANNOTATIONS = 0x1000000
_BLOCK_STARTS = ("@", "async", "class", "def", "for", "if", "match", "try", "while", "with")


class _Terminal:
    """Lines from a terminal, edited, with history and completion."""

    def __init__(self, namespace):
        import readline
        import rlcompleter
        self._readline = readline
        if readline.get_completer() is None:
            readline.set_completer(rlcompleter.Completer(namespace).complete)
        self._load_history()

    def _load_history(self):
        import atexit
        import os
        path = os.environ.get("PYTHON_HISTORY") if not sys.flags.ignore_environment else None
        path = path or os.path.join(os.path.expanduser("~"), ".python_history")
        readline = self._readline
        if readline.get_current_history_length() == 0:
            try:
                readline.read_history_file(path)
            except (OSError, UnicodeError):
                pass

            def save():
                try:
                    readline.write_history_file(path)
                except OSError:
                    pass  # a home that cannot be written to is no reason to complain at the end

            atexit.register(save)

    def read(self, prompt):
        sys.stdout.flush()
        return self._readline._read_line(prompt)


class _Plain:
    """Lines from anything else; the prompt goes to standard error."""

    def read(self, prompt):
        sys.stdout.flush()
        sys.stderr.write(prompt)
        sys.stderr.flush()
        return sys.stdin.readline()


def _is_terminal():
    import os
    if not (os.isatty(0) and os.isatty(1)):
        return False
    basic = not sys.flags.ignore_environment and os.environ.get("PYTHON_BASIC_REPL")
    return not basic and os.environ.get("TERM", "dumb") != "dumb"


def _is_block(source):
    """Whether the text begins a compound statement, which an empty line ends."""
    first = next((line for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    if first.startswith("@"):
        return True
    word = first.replace(":", " ").replace("(", " ").partition(" ")[0]
    return word in _BLOCK_STARTS and (word != "match" or first.split("#")[0].rstrip().endswith(":"))


class _Session:
    """A prompt in one namespace."""

    def __init__(self, namespace, reader):
        self.namespace = namespace
        self.reader = reader
        self.future = 0
        self.bare_exit = isinstance(reader, _Terminal)

    def compile(self, source, incomplete):
        return compile(source, "<stdin>", "single", _KEEP_SOURCE | self.future | (_INCOMPLETE if incomplete else 0), True)

    def read_statement(self):
        """Read lines until they are a statement and return its code; None if there is nothing to run. EOFError ends the session."""
        lines = []
        while True:
            line = self.reader.read(self.prompt(sys.ps2 if lines else sys.ps1))
            ended = not line
            if ended and not lines:
                raise EOFError
            if not lines and self.bare_exit and line.strip() in ("exit", "quit") and self.is_usual(line.strip()):
                raise SystemExit
            lines.append(line if line.endswith("\n") or ended else line + "\n")
            source = "".join(lines)
            if not any(part.strip() and not part.lstrip().startswith("#") for part in lines):
                return None
            try:
                code = self.compile(source, not ended)
            except _IncompleteInputError:
                continue
            if not ended and _is_block(source) and line.strip():
                continue
            return code

    def is_usual(self, name):
        import builtins
        return name not in self.namespace and type(getattr(builtins, name, None)).__name__ == "Quitter"

    @staticmethod
    def prompt(value):
        try:
            return str(value)
        except Exception:
            return ""

    def run_one(self):
        """Read and run one statement. Return whether there may be more."""
        try:
            code = self.read_statement()
            if code is not None:
                self.future |= code.co_flags & _FUTURE_ANNOTATIONS
                exec(code, self.namespace)
        except EOFError as error:
            if _own_frame_only(error):
                return False
            self.show(error)
        except SystemExit:
            raise
        except KeyboardInterrupt as error:
            if _own_frame_only(error):
                sys.stdout.flush()
                sys.stderr.write("\nKeyboardInterrupt\n" if not self.bare_exit else "KeyboardInterrupt\n")
            else:
                self.show(error)
        except BaseException as error:
            self.show(error)
        return True

    def show(self, error):
        """Print an exception, without the frames of this module."""
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_globals is globals():
            trace = trace.tb_next
        error = error.with_traceback(trace)
        sys.last_exc = sys.last_value = error
        sys.last_type, sys.last_traceback = type(error), trace
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            pass
        try:
            sys.excepthook(type(error), error, trace)
        except SystemExit:
            raise
        except BaseException as second:
            sys.stderr.write("Error in sys.excepthook:\n")
            sys.__excepthook__(type(second), second, second.__traceback__)
            sys.stderr.write("\nOriginal exception was:\n")
            sys.__excepthook__(type(error), error, trace)


def _own_frame_only(error):
    """Whether an exception comes from reading a line, not from the code that was typed."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<stdin>":
            return False
        trace = trace.tb_next
    return True


def _run_startup(session):
    import os
    path = os.environ.get("PYTHONSTARTUP") if not sys.flags.ignore_environment else None
    if not path:
        return
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        sys.stderr.write(f"Could not open PYTHONSTARTUP\n{type(error).__name__}: {error}\n")
        return
    try:
        exec(compile(source, path, "exec", 0, True), session.namespace)
    except SystemExit:
        raise
    except BaseException as error:
        session.show(error)


def interact(namespace, after_script=False):
    """Read and run statements until the input ends."""
    terminal = _is_terminal()
    # The prompt shows which Python's lock is in force.
    preset = sys.gil.preset
    sys.ps1 = f"{preset}>>> " if terminal else ">>> "
    sys.ps2 = "." * len(preset) + "... " if terminal else "... "
    if not after_script and not sys.flags.quiet:
        sys.stderr.write(f"Python {sys.version} on {sys.platform}\n"
                         'Type "help", "copyright", "credits" or "license" for more information.\n')
    session = _Session(namespace, _Terminal(namespace) if terminal else _Plain())
    if not after_script:
        _run_startup(session)
    if hasattr(sys, "__interactivehook__"):
        try:
            sys.__interactivehook__()
        except Exception as error:
            session.show(error)
    while session.run_one():
        pass
    sys.stdout.flush()
    sys.stderr.write("\n")
    sys.stderr.flush()
