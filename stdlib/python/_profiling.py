"""What profile and cProfile share: a profiler on sys.setprofile(), and the command line."""

import sys
import time


def _name_of_builtin(function):
    module = getattr(function, "__module__", None)
    receiver = getattr(function, "__self__", None)
    if receiver is not None and not isinstance(receiver, type(sys)):
        owner = receiver if isinstance(receiver, type) else type(receiver)
        return "<method '%s' of '%s' objects>" % (function.__name__, owner.__name__)
    owner = getattr(function, "__objclass__", None)
    if owner is not None:
        return "<method '%s' of '%s' objects>" % (function.__name__, owner.__name__)
    if module is None and isinstance(receiver, type(sys)):
        module = receiver.__name__
    return "<built-in method %s.%s>" % (module, function.__qualname__) if module else "<built-in method %s>" % function.__qualname__


def label(code):
    """The function of a key as pstats names it: (file, line, name)."""
    if isinstance(code, str):
        return ("~", 0, code)
    return (code.co_filename, code.co_firstlineno, code.co_name)


class _Entry:
    """What is counted of one function: calls, those that no other of it was below, own time, time with what it calls; the same for
    each caller."""

    __slots__ = ("calls", "recursive", "own", "total", "depth", "callers")

    def __init__(self):
        self.calls = self.recursive = self.depth = 0
        self.own = self.total = 0
        self.callers = {}  # key -> [calls, primitive calls, own, total, depth]


class Collector:
    """Counts calls of the thread that enabled it."""

    def __init__(self, timer, unit, builtins):
        self._timer = timer or time.perf_counter
        self._unit = unit
        self._builtins = builtins
        self.entries = {}
        self._is_ending = False
        self._stack = []  # of (key, entry, figures of the caller's edge or None, start, [time below])

    def _enter(self, key):
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = _Entry()
        entry.depth += 1
        edge = None
        if self._stack:
            caller = self._stack[-1][0]
            edge = entry.callers.get(caller)
            if edge is None:
                edge = entry.callers[caller] = [0, 0, 0, 0, 0]
            edge[4] += 1
        self._stack.append((key, entry, edge, self._timer(), [0]))

    def _leave(self, now):
        key, entry, edge, start, below = self._stack.pop()
        elapsed = now - start
        own = elapsed - below[0]
        entry.calls += 1
        entry.own += own
        entry.depth -= 1
        if entry.depth == 0:
            entry.total += elapsed
        else:
            entry.recursive += 1
        if edge is not None:
            edge[0] += 1
            edge[2] += own
            edge[4] -= 1
            if edge[4] == 0:
                edge[1] += 1
                edge[3] += elapsed
        if self._stack:
            self._stack[-1][4][0] += elapsed

    def __call__(self, frame, event, argument):
        now = self._timer()
        if event == "call":
            if frame.f_code is Profile.disable.__code__:
                # CPython's is a built-in method; what it does inside is not part of the program.
                self._enter("<method 'disable' of '_lsprof.Profiler' objects>")
                self._is_ending = True
            else:
                self._enter(frame.f_code)
        elif event == "return":
            if self._stack and self._stack[-1][0] is frame.f_code:
                self._leave(now)
        elif not self._builtins or self._is_ending:
            pass
        elif event == "c_call":
            self._enter(_name_of_builtin(argument))
        elif self._stack and isinstance(self._stack[-1][0], str):
            self._leave(now)

    def finish(self):
        """What is still running ends now."""
        now = self._timer()
        self._is_ending = False
        while self._stack:
            self._leave(now)

    def stats(self):
        """The figures as pstats wants them."""
        unit = self._unit or 1
        result = {}
        for key, entry in self.entries.items():
            if not entry.calls:
                continue
            callers = {}
            for caller, (calls, primitive, own, total, _) in entry.callers.items():
                if calls:
                    name = label(caller)
                    figures = (calls, primitive, own * unit, total * unit)
                    if name in callers:
                        figures = tuple(a + b for a, b in zip(figures, callers[name]))
                    callers[name] = figures
            name = label(key)
            figures = (entry.calls - entry.recursive, entry.calls, entry.own * unit, entry.total * unit, callers)
            if name in result:
                from pstats import add_func_stats
                figures = add_func_stats(result[name], figures)
            result[name] = figures
        return result


class Profile:
    """A profiler: enable() and disable(), or `with`, or run(), runctx() and runcall()."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._collector = Collector(timer, timeunit, builtins)
        self._arguments = timer, timeunit, builtins
        self.stats = {}

    def enable(self, subcalls=True, builtins=True):
        """Start to count what this thread does."""
        if sys.getprofile() is not None:
            raise ValueError("Another profiling tool is already active")
        sys.setprofile(self._collector)

    def disable(self):
        """Stop."""
        sys.setprofile(None)
        self._collector.finish()

    def clear(self):
        """Forget what was counted."""
        self._collector = Collector(*self._arguments)

    def create_stats(self):
        """Stop, and put what was counted into the attribute stats."""
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        self.stats = self._collector.stats()

    def print_stats(self, sort=-1):
        """Stop, and print a table."""
        import pstats
        if not isinstance(sort, tuple):
            sort = (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*sort).print_stats()

    def dump_stats(self, file):
        """Stop, and write what was counted into a file."""
        import pstats
        self.create_stats()
        pstats._write(self.stats, file)

    def run(self, cmd):
        """Count what a statement does that runs in __main__."""
        import __main__
        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        """Count what a statement does."""
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        """Count what a call does; its result."""
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def show(profiler, filename, sort):
    if filename is not None:
        profiler.dump_stats(filename)
    else:
        profiler.print_stats(sort)


def run(statement, filename=None, sort=-1, make=Profile):
    profiler = make()
    try:
        try:
            profiler.run(statement)
        except SystemExit:
            pass
    finally:
        show(profiler, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1, make=Profile):
    profiler = make()
    try:
        try:
            profiler.runctx(statement, globals, locals)
        except SystemExit:
            pass
    finally:
        show(profiler, filename, sort)


def main(name, runctx):
    """The command line: python -m cProfile [-o file] [-s key] [-m module | script] ..."""
    import os
    import pstats
    import runpy
    from optparse import OptionParser
    usage = f"{name}.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ..."
    parser = OptionParser(usage=usage)
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", dest="outfile", help="Save stats to <outfile>", default=None)
    choices = sorted(pstats.Stats.sort_arg_dict_default)
    parser.add_option("-s", "--sort", dest="sort", default=2 if name == "cProfile" else -1,
                      help="Sort order when printing to stdout, based on pstats.Stats class", choices=choices)
    parser.add_option("-m", dest="module", action="store_true", help="Profile a library module", default=False)
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, args = parser.parse_args()
    sys.argv[:] = args
    if options.outfile is not None:
        options.outfile = os.path.abspath(options.outfile)
    if not args:
        parser.print_usage()
        return parser
    if options.module:
        code = "run_module(modname, run_name='__main__')"
        namespace = {"run_module": runpy.run_module, "modname": args[0]}
    else:
        program = args[0]
        sys.path.insert(0, os.path.dirname(program))
        import io
        with io.open_code(program) as file:
            code = compile(file.read(), program, "exec")
        import types
        module = types.ModuleType("__main__")
        module.__file__ = program
        module.__builtins__ = __builtins__
        sys.modules["__main__"] = module
        namespace = module.__dict__
    try:
        runctx(code, namespace, None, options.outfile, options.sort)
    except BrokenPipeError as error:
        # Whoever reads has gone.
        sys.stdout = None
        sys.exit(error.errno)
    return parser
