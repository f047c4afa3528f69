"""Measuring how long small pieces of code take."""

import sys
import time
from itertools import repeat as _repeat

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

dummy_src_name = "<timeit-src>"
default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


class Timer:
    """Runs a statement many times; the statement and its preparation are source text or callables."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        space = globals if globals is not None else {}
        local_space = {}
        parameters = ["_it", "_timer"]
        if isinstance(setup, str):
            compile(setup, dummy_src_name, "exec")
            setup_source = setup.replace("\n", "\n    ")
            prefix = setup + "\n"
        elif callable(setup):
            local_space["_setup"] = setup
            parameters.append("_setup=_setup")
            setup_source = "_setup()"
            prefix = ""
        else:
            raise ValueError("setup is neither a string nor callable")
        if isinstance(stmt, str):
            compile(prefix + stmt, dummy_src_name, "exec")
            statement_source = stmt.replace("\n", "\n        ")
        elif callable(stmt):
            local_space["_stmt"] = stmt
            parameters.append("_stmt=_stmt")
            statement_source = "_stmt()"
        else:
            raise ValueError("stmt is neither a string nor callable")
        source = (f"def inner({', '.join(parameters)}):\n"
                  f"    {setup_source}\n"
                  f"    _t0 = _timer()\n"
                  f"    for _i in _it:\n"
                  f"        {statement_source}\n"
                  f"        pass\n"
                  f"    _t1 = _timer()\n"
                  f"    return _t1 - _t0\n")
        self.src = source
        exec(compile(source, dummy_src_name, "exec"), space, local_space)
        self.inner = local_space["inner"]

    def print_exc(self, file=None):
        """Print the traceback of an error in the timed code, with its source."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = (len(self.src), None, self.src.split("\n"), dummy_src_name)
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """Return the seconds that `number` runs take. The garbage collector rests meanwhile."""
        import gc
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(_repeat(None, number), self.timer)
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """Call timeit() several times and return the list of its results."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """Find a number of runs that takes at least 0.2 seconds; return it and the time it took."""
        scale = 1
        while True:
            for step in (1, 2, 5):
                number = scale * step
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Return the seconds that `number` runs of a statement take."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    """Return a list of such times."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def _print_usage():
    print("usage: timeit [-n N] [-r N] [-s SETUP] [-u {nsec,usec,msec,sec}] [-p] [-v] [statement ...]")


_units = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}


def main(args=None, *, _wrap_timer=None):
    """The command line: time the statements in the arguments and print the best result."""
    if args is None:
        args = sys.argv[1:]
    args = list(args)
    timer = default_timer
    number = 0
    setup = []
    repetitions = default_repeat
    verbose = 0
    unit = None
    while args and args[0].startswith("-") and args[0] != "-":
        option = args.pop(0)
        if option == "--":
            break
        name, _, value = option.partition("=")
        if name in ("-p", "--process"):
            timer = time.process_time
            continue
        if name in ("-v", "--verbose"):
            verbose += 1
            continue
        if name in ("-h", "--help"):
            _print_usage()
            return 0
        if not name.startswith("--") and len(name) > 2:
            name, value = option[:2], option[2:]
        if not value:
            if not args:
                print(f"option {name} requires argument")
                return 2
            value = args.pop(0)
        if name in ("-n", "--number"):
            number = int(value)
        elif name in ("-s", "--setup"):
            setup.append(value)
        elif name in ("-r", "--repeat"):
            repetitions = max(1, int(value))
        elif name in ("-u", "--unit"):
            if value not in _units:
                print("Unrecognized unit. Please select nsec, usec, msec, or sec.", file=sys.stderr)
                return 2
            unit = value
        else:
            print(f"option {option} not recognized")
            print("use -h/--help for command line help")
            return 2
    statement = "\n".join(args) or "pass"
    measured = Timer(statement, "\n".join(setup) or "pass", timer)
    try:
        if number == 0:
            callback = None
            if verbose:
                def callback(number, taken):
                    plural = "s" if number != 1 else ""
                    print(f"{number} loop{plural} -> {taken:.3g} secs")
            number, _ = measured.autorange(callback)
            if verbose:
                print()
        results = measured.repeat(repetitions, number)
    except:
        measured.print_exc()
        return 1

    def show(seconds):
        if unit is not None:
            return "%.3g %s" % (seconds / _units[unit], unit)
        for name in ("sec", "msec", "usec", "nsec"):
            if seconds >= _units[name]:
                break
        return "%.3g %s" % (seconds / _units[name], name)

    best = min(results) / number
    worst = max(results) / number
    if verbose:
        print("raw times: %s\n" % ", ".join(map(show, results)))
    print("%d loop%s, best of %d: %s per loop" % (number, "s" if number != 1 else "", repetitions, show(best)))
    if worst >= best * 4:
        import warnings
        warnings.warn_explicit(f"The test results are likely unreliable. The worst time ({show(worst)}) was more than four times "
                               f"slower than the best time ({show(best)}).", UserWarning, "", 0)
    return None


if __name__ == "__main__":
    sys.exit(main())
