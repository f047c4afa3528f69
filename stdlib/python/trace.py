"""What a program executes: lines as they are executed, how often, functions that are called, and by which.

    python -m trace --count -C . script.py          counts the lines, and writes them beside their numbers into .cover files
    python -m trace --trace script.py               prints each line before it is executed
"""

__all__ = ["Trace", "CoverageResults"]

import inspect
import io
import linecache
import os
import sys
import sysconfig
import threading
from time import monotonic as _time


class _Ignore:
    """Modules and folders that are not to be traced."""

    def __init__(self, modules=None, dirs=None):
        self._mods = set() if not modules else set(modules)
        self._dirs = [] if not dirs else [os.path.normpath(folder) + os.sep for folder in dirs]
        self._ignore = {"<string>": 1}

    def names(self, filename, modulename):
        if modulename in self._ignore:
            return self._ignore[modulename]
        result = 0
        if modulename in self._mods or any(modulename.startswith(name + ".") for name in self._mods):
            result = 1
        elif filename is None or filename.startswith("<"):
            result = 1  # part of the program itself
        elif any(filename.startswith(folder) for folder in self._dirs):
            result = 1
        self._ignore[modulename] = result
        return result


def _modname(path):
    return os.path.splitext(os.path.basename(path))[0]


def _fullmodname(path):
    """The name of the module of a file, as it would be imported."""
    comparepath = os.path.normcase(path)
    longest = ""
    for folder in sys.path:
        folder = os.path.normcase(folder)
        if comparepath.startswith(folder) and comparepath[len(folder):len(folder) + 1] == os.sep and len(folder) > len(longest):
            longest = folder
    base = path[len(longest) + 1:] if longest else path
    base = os.path.splitdrive(base)[1].replace(os.sep, ".")
    return os.path.splitext(base)[0].lstrip(".")


class CoverageResults:
    """What was counted."""

    def __init__(self, counts=None, calledfuncs=None, infile=None, callers=None, outfile=None):
        self.counts = {} if counts is None else counts
        self.counter = self.counts.copy()
        self.calledfuncs = {} if calledfuncs is None else calledfuncs
        self.callers = {} if callers is None else callers
        self.infile = infile
        self.outfile = outfile
        if self.infile:
            # Counts of runs before.
            import pickle
            try:
                with open(self.infile, "rb") as file:
                    counts, calledfuncs, callers = pickle.load(file)
                self.update(self.__class__(counts, calledfuncs, callers=callers))
            except (OSError, EOFError, ValueError) as error:
                print("Skipping counts file %r: %s" % (self.infile, error), file=sys.stderr)

    def is_ignored_filename(self, filename):
        """Whether a file is none whose lines could be listed."""
        return filename.startswith("<") and filename.endswith(">")

    def update(self, other):
        """Add the counts of another."""
        for key, count in other.counts.items():
            self.counts[key] = self.counts.get(key, 0) + count
        for key in other.calledfuncs:
            self.calledfuncs[key] = 1
        for key in other.callers:
            self.callers[key] = 1

    def write_results(self, show_missing=True, summary=False, coverdir=None, *, ignore_missing_files=False):
        """Print lists of functions, and write a .cover file for each module."""
        if self.calledfuncs:
            print()
            print("functions called:")
            for filename, modulename, funcname in sorted(self.calledfuncs):
                print("filename: %s, modulename: %s, funcname: %s" % (filename, modulename, funcname))
        if self.callers:
            print()
            print("calling relationships:")
            last_file = last_other = ""
            for (pfile, pmod, pfunc), (cfile, cmod, cfunc) in sorted(self.callers):
                if pfile != last_file:
                    print()
                    print("***", pfile, "***")
                    last_file = pfile
                    last_other = ""
                if cfile != pfile and last_other != cfile:
                    print("  -->", cfile)
                    last_other = cfile
                print("    %s.%s -> %s.%s" % (pmod, pfunc, cmod, cfunc))
        per_file = {}
        for filename, lineno in self.counts:
            per_file.setdefault(filename, {})[lineno] = self.counts[filename, lineno]
        sums = {}
        for filename, count in per_file.items():
            if self.is_ignored_filename(filename):
                continue
            if filename.endswith(".pyc"):
                filename = filename.removesuffix("c")
            if ignore_missing_files and not os.path.isfile(filename):
                continue
            if coverdir is not None:
                os.makedirs(coverdir, exist_ok=True)
                folder, modulename = coverdir, _fullmodname(filename)
            else:
                folder, modulename = os.path.dirname(os.path.abspath(filename)), _modname(filename)
            executable = _find_executable_linenos(filename) if show_missing else {}
            source = linecache.getlines(filename)
            coverpath = os.path.join(folder, modulename + ".cover")
            n_hits, n_lines = self.write_results_file(coverpath, source, executable, count)
            if summary and n_lines:
                sums[modulename] = n_lines, int(100 * n_hits / n_lines), modulename, filename
        if summary and sums:
            print("lines   cov%   module   (path)")
            for name in sorted(sums):
                print("%5d   %3d%%   %s   (%s)" % sums[name])
        if self.outfile:
            import pickle
            try:
                with open(self.outfile, "wb") as file:
                    pickle.dump((self.counts, self.calledfuncs, self.callers), file, 1)
            except OSError as error:
                print("Can't save counts files because %s" % error, file=sys.stderr)

    def write_results_file(self, path, lines, lnotab, lines_hit, encoding=None):
        """Write a .cover file; (lines that were executed, lines that could be)."""
        try:
            file = open(path, "w", encoding=encoding)
        except OSError as error:
            print("trace: Could not open %r for writing: %s - skipping" % (path, error), file=sys.stderr)
            return 0, 0
        n_lines = n_hits = 0
        with file:
            for lineno, line in enumerate(lines, 1):
                if lineno in lines_hit:
                    file.write("%5d: " % lines_hit[lineno])
                    n_hits += 1
                    n_lines += 1
                elif line.strip() and not line.lstrip().startswith("#") and lineno in lnotab and "#pragma NO COVER" not in line:
                    file.write(">>>>>> ")
                    n_lines += 1
                else:
                    file.write("       ")
                file.write(line.expandtabs(8))
        return n_hits, n_lines


def _find_executable_linenos(filename):
    """The lines of a file that can be executed, as keys of a dict."""
    import tokenize
    try:
        with tokenize.open(filename) as file:
            code = compile(file.read(), filename, "exec")
    except Exception as error:
        print("Not printing coverage data for %r: %s" % (filename, error), file=sys.stderr)
        return {}
    lines = {}
    waiting = [code]
    while waiting:
        code = waiting.pop()
        for _, _, line in code.co_lines():
            if line:
                lines[line] = 1
        waiting += [constant for constant in code.co_consts if inspect.iscode(constant)]
    return lines


class Trace:
    """Runs something and traces it: count lines, trace (print) them, list functions (countfuncs) or who calls whom (countcallers)."""

    def __init__(self, count=1, trace=1, countfuncs=0, countcallers=0, ignoremods=(), ignoredirs=(), infile=None, outfile=None,
                 timing=False):
        self.infile, self.outfile, self.trace = infile, outfile, trace
        self.ignore = _Ignore(ignoremods, ignoredirs)
        # What is counted: lines, functions, calls from one function to another.
        self.counts, self._calledfuncs, self._callers = {}, {}, {}
        self.pathtobasename, self.donothing = {}, 0
        self.start_time = _time() if timing else None
        if countcallers:
            self.globaltrace = self.globaltrace_trackcallers
        elif countfuncs:
            self.globaltrace = self.globaltrace_countfuncs
        elif trace or count:
            self.globaltrace = self.globaltrace_lt
            self.localtrace = self.localtrace_trace_and_count if trace and count else self.localtrace_trace if trace else self.localtrace_count
        else:
            self.donothing = 1

    def run(self, cmd):
        """Trace a statement that runs in __main__."""
        import __main__
        self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals=None, locals=None):
        """Trace a statement."""
        namespaces = {} if globals is None else globals, {} if locals is None else locals
        if self.donothing:
            exec(cmd, *namespaces)
            return
        # Threads that the program starts are traced, too. No function of ours may end it: its call would be traced.
        for install in (threading.settrace, sys.settrace):
            install(self.globaltrace)
        try:
            exec(cmd, *namespaces)
        finally:
            sys.settrace(None)
            threading.settrace(None)

    def runfunc(self, func, /, *args, **kw):
        """Trace a call; its result."""
        if self.donothing:
            return func(*args, **kw)
        sys.settrace(self.globaltrace)
        try:
            return func(*args, **kw)
        finally:
            sys.settrace(None)

    def file_module_function_of(self, frame):
        code = frame.f_code
        filename = code.co_filename
        return filename, _modname(filename) if filename else None, code.co_qualname if "<locals>" not in code.co_qualname else code.co_name

    def globaltrace_trackcallers(self, frame, why, arg):
        if why == "call":
            self._callers[self.file_module_function_of(frame.f_back), self.file_module_function_of(frame)] = 1

    def globaltrace_countfuncs(self, frame, why, arg):
        if why == "call":
            self._calledfuncs[self.file_module_function_of(frame)] = 1

    def globaltrace_lt(self, frame, why, arg):
        if why != "call":
            return None
        filename = frame.f_globals.get("__file__", None)
        if not filename:
            return None
        modulename = _modname(filename)
        if modulename is None or self.ignore.names(filename, modulename):
            return None
        if self.trace:
            print(" --- modulename: %s, funcname: %s" % (modulename, frame.f_code.co_name))
        return self.localtrace

    def _print_line(self, frame):
        filename, lineno = frame.f_code.co_filename, frame.f_lineno
        if self.start_time:
            print("%.2f" % (_time() - self.start_time), end=" ")
        line = linecache.getline(filename, lineno)
        place = "%s(%d)" % (os.path.basename(filename), lineno)
        print(place + ":  " + line if line else place + "\n", end="")

    def _count_line(self, frame):
        key = frame.f_code.co_filename, frame.f_lineno
        self.counts[key] = self.counts.get(key, 0) + 1

    def localtrace_trace_and_count(self, frame, why, arg):
        if why == "line":
            self._count_line(frame)
            self._print_line(frame)
        return self.localtrace

    def localtrace_trace(self, frame, why, arg):
        if why == "line":
            self._print_line(frame)
        return self.localtrace

    def localtrace_count(self, frame, why, arg):
        if why == "line":
            self._count_line(frame)
        return self.localtrace

    def results(self):
        """What was counted so far."""
        return CoverageResults(self.counts, infile=self.infile, outfile=self.outfile, calledfuncs=self._calledfuncs,
                               callers=self._callers)


def main():
    import argparse
    parser = argparse.ArgumentParser(prog="trace")
    parser.add_argument("--version", action="version", version="trace 2.0")
    group = parser.add_argument_group("Main options", "One of these (or --report) must be given")
    group.add_argument("-c", "--count", action="store_true", help="count lines, and write them with their counts to <module>.cover files")
    group.add_argument("-t", "--trace", action="store_true", help="print each line before it is executed")
    group.add_argument("-l", "--listfuncs", action="store_true", help="list the functions that are called at least once")
    group.add_argument("-T", "--trackcalls", action="store_true", help="list which functions call which")
    group = parser.add_argument_group("Modifiers")
    group.add_argument("-r", "--report", action="store_true", help="make a report from a counts file; --file is needed")
    group.add_argument("-R", "--no-report", action="store_true", help="make no report, only counts")
    group.add_argument("-f", "--file", help="file of counts over several runs")
    group.add_argument("-C", "--coverdir", help="folder for the .cover files")
    group.add_argument("-m", "--missing", action="store_true", help="mark lines that were not executed with >>>>>>")
    group.add_argument("-s", "--summary", action="store_true", help="print a short summary for each file")
    group.add_argument("-g", "--timing", action="store_true", help="print the time since the start before each line")
    group = parser.add_argument_group("Filters", "May be given several times")
    group.add_argument("--ignore-module", action="append", default=[], help="modules to ignore, separated by commas")
    group.add_argument("--ignore-dir", action="append", default=[], help="folders to ignore, separated by %r" % os.pathsep)
    parser.add_argument("--module", action="store_true", default=False, help="trace a module")
    parser.add_argument("progname", nargs="?", help="file to run")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="its arguments")
    options = parser.parse_args()
    paths = {"stdlib": sysconfig.get_path("stdlib"), "platstdlib": sysconfig.get_path("platstdlib")}
    ignore_dirs = []
    for value in options.ignore_dir:
        for folder in value.split(os.pathsep):
            folder = os.path.expandvars(os.path.expanduser(folder))
            for name, path in paths.items():
                if path:
                    folder = folder.replace("$" + name, path)
            ignore_dirs.append(os.path.normpath(folder))
    ignore_modules = [name.strip() for value in options.ignore_module for name in value.split(",")]
    if options.report:
        if not options.file:
            parser.error("-r/--report requires -f/--file")
        CoverageResults(infile=options.file, outfile=options.file).write_results(options.missing, options.summary, options.coverdir)
        return
    if not any([options.trace, options.count, options.listfuncs, options.trackcalls]):
        parser.error("must specify one of --trace, --count, --report, --listfuncs, or --trackcalls")
    if options.listfuncs and (options.count or options.trace):
        parser.error("cannot specify both --listfuncs and (--trace or --count)")
    if options.summary and not options.count:
        parser.error("--summary can only be used with --count or --report")
    if options.progname is None:
        parser.error("progname is missing: required with the main options")
    tracer = Trace(options.count, options.trace, countfuncs=options.listfuncs, countcallers=options.trackcalls,
                   ignoremods=ignore_modules, ignoredirs=ignore_dirs, infile=options.file, outfile=options.file, timing=options.timing)
    try:
        if options.module:
            import runpy
            sys.argv = [options.progname, *options.arguments]
            code, namespace = "run_module(name, run_name='__main__', alter_sys=True)", {"run_module": runpy.run_module, "name": options.progname}
        else:
            sys.argv = [options.progname, *options.arguments]
            sys.path[0] = os.path.dirname(options.progname)
            with io.open_code(options.progname) as file:
                code = compile(file.read(), options.progname, "exec")
            namespace = {"__file__": options.progname, "__name__": "__main__", "__package__": None, "__cached__": None}
        tracer.runctx(code, namespace, namespace)
    except OSError as error:
        sys.exit("Cannot run file %r because: %s" % (sys.argv[0], error))
    except SystemExit:
        pass
    if not options.no_report:
        tracer.results().write_results(options.missing, options.summary, options.coverdir)


if __name__ == "__main__":
    main()
