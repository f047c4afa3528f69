"""What a profiler has counted: sorted, cut down and printed.

    pstats.Stats("file").strip_dirs().sort_stats("cumulative").print_stats(10)

Files of statistics hold a dict written by pickle; those of CPython are in a format of its own and cannot be read.
"""

import os
import re
import sys
import time
from dataclasses import dataclass
from enum import StrEnum, _simple_enum
from functools import cmp_to_key

__all__ = ["Stats", "SortKey", "FunctionProfile", "StatsProfile"]


@_simple_enum(StrEnum)
class SortKey:
    """What to sort by."""

    CALLS = "calls", "ncalls"
    CUMULATIVE = "cumulative", "cumtime"
    FILENAME = "filename", "module"
    LINE = "line"
    NAME = "name"
    NFL = "nfl"
    PCALLS = "pcalls"
    STDNAME = "stdname"
    TIME = "time", "tottime"

    def __new__(cls, *values):
        value = values[0]
        self = str.__new__(cls, value)
        self._value_ = value
        for other_value in values[1:]:
            cls._value2member_map_[other_value] = self
        self._all_values = values
        return self


@dataclass(unsafe_hash=True)
class FunctionProfile:
    """The figures of one function."""

    ncalls: str
    tottime: float
    percall_tottime: float
    cumtime: float
    percall_cumtime: float
    file_name: str
    line_number: int


@dataclass(unsafe_hash=True)
class StatsProfile:
    """All figures: the time in total, and a FunctionProfile for each name."""

    total_tt: float
    func_profiles: dict


# A function is (file, line, name); its figures are (calls that no other of it was below, calls, own time, time with what it calls,
# callers: function -> the same four, of the calls that came from there).

class Stats:
    """Statistics of files, profilers, or other Stats, added together."""

    def __init__(self, *args, stream=None):
        self.stream = stream or sys.stdout
        arg = None
        if args:
            arg, *args = args
        self.init(arg)
        self.add(*args)

    def init(self, arg):
        # Figures by function, the sums of them, and the functions that nobody called.
        self.stats, self.top_level = {}, set()
        self.total_tt = self.total_calls = self.prim_calls = self.max_name_len = 0
        # Made when asked for: the order in which functions are printed, what each calls, names of orders.
        self.fcn_list = self.all_callees = None
        self.sort_arg_dict = {}
        self.files = []
        self.load_stats(arg)
        try:
            self.get_top_level_stats()
        except Exception:
            last_file = "".join(self.files[-1:])
            print(f"Invalid timing data {last_file}", file=self.stream)
            raise

    def load_stats(self, arg):
        if arg is None:
            self.stats = {}
            return
        if isinstance(arg, str):
            self.stats = _read(arg)
            try:
                arg = time.ctime(os.stat(arg).st_mtime) + "    " + arg
            except OSError:
                pass
            self.files = [arg]
        elif hasattr(arg, "create_stats"):
            arg.create_stats()
            self.stats = arg.stats
            arg.stats = {}
        if not self.stats:
            raise TypeError("Cannot create or construct a %r object from %r" % (self.__class__, arg))

    def get_top_level_stats(self):
        for function, (primitive, calls, own, cumulative, callers) in self.stats.items():
            self.total_calls += calls
            self.prim_calls += primitive
            self.total_tt += own
            if ("jprofile", 0, "profiler") in callers:
                self.top_level.add(function)
            self.max_name_len = max(self.max_name_len, len(func_std_string(function)))

    def add(self, *arg_list):
        """Add other statistics to these."""
        for given in reversed(arg_list):
            item = given if type(given) is type(self) else Stats(given)
            for sum_of in ("files", "total_calls", "prim_calls", "total_tt"):
                setattr(self, sum_of, getattr(self, sum_of) + getattr(item, sum_of))
            self.top_level |= item.top_level
            self.max_name_len, self.fcn_list = max(self.max_name_len, item.max_name_len), None
            for function, figures in item.stats.items():
                old = self.stats.get(function, (0, 0, 0, 0, {}))
                self.stats[function] = add_func_stats(old, figures)
        return self

    def dump_stats(self, filename):
        """Write the statistics into a file."""
        _write(self.stats, filename)

    # --- Order

    sort_arg_dict_default = {
        "calls": (((1, -1),), "call count"),
        "ncalls": (((1, -1),), "call count"),
        "cumtime": (((3, -1),), "cumulative time"),
        "cumulative": (((3, -1),), "cumulative time"),
        "filename": (((4, 1),), "file name"),
        "line": (((5, 1),), "line number"),
        "module": (((4, 1),), "file name"),
        "name": (((6, 1),), "function name"),
        "nfl": (((6, 1), (4, 1), (5, 1)), "name/file/line"),
        "pcalls": (((0, -1),), "primitive call count"),
        "stdname": (((7, 1),), "standard name"),
        "time": (((2, -1),), "internal time"),
        "tottime": (((2, -1),), "internal time"),
    }

    def get_sort_arg_defs(self):
        """The keys and all unambiguous beginnings of them."""
        if not self.sort_arg_dict:
            self.sort_arg_dict = known = {}
            ambiguous = set()
            for word, definition in self.sort_arg_dict_default.items():
                for end in range(1, len(word) + 1):
                    fragment = word[:end]
                    if fragment in known and fragment not in self.sort_arg_dict_default and known[fragment] != definition:
                        ambiguous.add(fragment)
                    else:
                        known.setdefault(fragment, definition)
                known[word] = definition
            for fragment in ambiguous:
                known.pop(fragment, None)
        return self.sort_arg_dict

    def sort_stats(self, *field):
        """Sort by one key or several, the first of which counts most."""
        if not field:
            self.fcn_list = 0
            return self
        if len(field) == 1 and isinstance(field[0], int):
            # The way of old.
            field = [{-1: "stdname", 0: "calls", 1: "time", 2: "cumulative"}[field[0]]]
        elif len(field) >= 2:
            for arg in field[1:]:
                if type(arg) != type(field[0]):
                    raise TypeError("Can't have mixed argument type")
        definitions = self.get_sort_arg_defs()
        columns = ()
        self.sort_type = ""
        separator = ""
        for word in field:
            if isinstance(word, SortKey):
                word = word.value
            columns += definitions[word][0]
            self.sort_type += separator + definitions[word][1]
            separator = ", "
        rows = []
        for function, (primitive, calls, own, cumulative, callers) in self.stats.items():
            rows.append((primitive, calls, own, cumulative) + function + (func_std_string(function), function))

        def compare(a, b):
            for column, direction in columns:
                if a[column] != b[column]:
                    return -direction if a[column] < b[column] else direction
            return 0
        rows.sort(key=cmp_to_key(compare))
        self.fcn_list = [row[-1] for row in rows]
        return self

    def reverse_order(self):
        """Turn the order around."""
        if self.fcn_list:
            self.fcn_list.reverse()
        return self

    def strip_dirs(self):
        """Leave the folders out of the names of files; what is the same then is added together."""
        old_stats = self.stats
        self.stats = {}
        longest = 0
        for function, (primitive, calls, own, cumulative, callers) in old_stats.items():
            new = func_strip_path(function)
            longest = max(longest, len(func_std_string(new)))
            new_callers = {}
            for caller, counts in callers.items():
                new_callers[func_strip_path(caller)] = counts
            figures = primitive, calls, own, cumulative, new_callers
            self.stats[new] = add_func_stats(self.stats[new], figures) if new in self.stats else figures
        self.top_level = {func_strip_path(function) for function in self.top_level}
        self.max_name_len, self.fcn_list, self.all_callees = longest, None, None
        return self

    def calc_callees(self):
        if self.all_callees:
            return
        self.all_callees = callees = {}
        for function, (_, _, _, _, callers) in self.stats.items():
            callees.setdefault(function, {})
            for caller, counts in callers.items():
                callees.setdefault(caller, {})[function] = counts

    # --- Printing

    def eval_print_amount(self, sel, list, msg):
        """Cut a list down: by a regular expression, a number of lines, or a fraction."""
        new_list = list
        if isinstance(sel, str):
            try:
                pattern = re.compile(sel)
            except re.PatternError:
                msg += "   <Invalid regular expression %r>\n" % sel
                return new_list, msg
            new_list = [function for function in list if pattern.search(func_std_string(function))]
        else:
            count = len(list)
            if isinstance(sel, float) and 0.0 <= sel < 1.0:
                count = int(count * sel + 0.5)
                new_list = list[:count]
            elif isinstance(sel, int) and 0 <= sel < count:
                count = sel
                new_list = list[:count]
        if len(list) != len(new_list):
            msg += "   List reduced from %r to %r due to restriction <%r>\n" % (len(list), len(new_list), sel)
        return new_list, msg

    def get_stats_profile(self):
        """All figures as a StatsProfile."""
        functions = self.fcn_list[:] if self.fcn_list else list(self.stats.keys())
        if not functions:
            return StatsProfile(0, {})
        profiles = {}
        result = StatsProfile(float(f8(self.total_tt)), profiles)
        for function in functions:
            primitive, calls, own, cumulative, _ = self.stats[function]
            file_name, line_number, name = function
            profiles[name] = FunctionProfile(
                str(calls) if calls == primitive else str(calls) + "/" + str(primitive), float(f8(own)),
                -1 if calls == 0 else float(f8(own / calls)), float(f8(cumulative)),
                -1 if primitive == 0 else float(f8(cumulative / primitive)), file_name, line_number)
        return result

    def get_print_list(self, sel_list):
        width = self.max_name_len
        if self.fcn_list:
            functions = self.fcn_list[:]
            msg = "   Ordered by: " + self.sort_type + "\n"
        else:
            functions = list(self.stats.keys())
            msg = "   Random listing order was used\n"
        for selection in sel_list:
            functions, msg = self.eval_print_amount(selection, functions, msg)
        count = len(functions)
        if not functions:
            return 0, functions
        print(msg, file=self.stream)
        if count < len(self.stats):
            width = max(len(func_std_string(function)) for function in functions)
        return width + 2, functions

    def print_stats(self, *amount):
        """Print a table; the arguments cut it down."""
        for filename in self.files:
            print(filename, file=self.stream)
        if self.files:
            print(file=self.stream)
        indent = " " * 8
        for function in self.top_level:
            print(indent, func_get_function_name(function), file=self.stream)
        print(indent, self.total_calls, "function calls", end=" ", file=self.stream)
        if self.total_calls != self.prim_calls:
            print("(%d primitive calls)" % self.prim_calls, end=" ", file=self.stream)
        print("in %.3f seconds" % self.total_tt, file=self.stream)
        print(file=self.stream)
        width, functions = self.get_print_list(amount)
        if functions:
            self.print_title()
            for function in functions:
                self.print_line(function)
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callees(self, *amount):
        """Print what each function called."""
        width, functions = self.get_print_list(amount)
        if functions:
            self.calc_callees()
            self.print_call_heading(width, "called...")
            for function in functions:
                self.print_call_line(width, function, self.all_callees.get(function, {}))
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callers(self, *amount):
        """Print by what each function was called."""
        width, functions = self.get_print_list(amount)
        if functions:
            self.print_call_heading(width, "was called by...")
            for function in functions:
                self.print_call_line(width, function, self.stats[function][4], "<-")
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_call_heading(self, name_size, column_title):
        print("Function ".ljust(name_size) + column_title, file=self.stream)
        has_figures = False
        for _, _, _, _, callers in self.stats.values():
            if callers:
                has_figures = isinstance(next(iter(callers.values())), tuple)
                break
        if has_figures:
            print(" " * name_size + "    ncalls  tottime  cumtime", file=self.stream)

    def print_call_line(self, name_size, source, call_dict, arrow="->"):
        print(func_std_string(source).ljust(name_size) + arrow, end=" ", file=self.stream)
        if not call_dict:
            print(file=self.stream)
            return
        indent = ""
        for function in sorted(call_dict):
            name = func_std_string(function)
            value = call_dict[function]
            if isinstance(value, tuple):
                calls, primitive, own, cumulative = value
                text = "%d/%d" % (calls, primitive) if calls != primitive else "%d" % calls
                line = "%s %s %s  %s" % (text.rjust(7 + 2 * len(indent)), f8(own), f8(cumulative), name)
                left_width = name_size + 1
            else:
                line = "%s(%r) %s" % (name, value, f8(self.stats[function][3]))
                left_width = name_size + 3
            print(indent * left_width + line, file=self.stream)
            indent = " "

    def print_line(self, func):
        primitive, calls, own, cumulative, _ = self.stats[func]
        count = str(calls)
        if calls != primitive:
            count += "/" + str(primitive)
        print(count.rjust(9), end=" ", file=self.stream)
        print(f8(own), end=" ", file=self.stream)
        print(" " * 8 if calls == 0 else f8(own / calls), end=" ", file=self.stream)
        print(f8(cumulative), end=" ", file=self.stream)
        print(" " * 8 if primitive == 0 else f8(cumulative / primitive), end=" ", file=self.stream)
        print(func_std_string(func), file=self.stream)

    def print_title(self):
        print("   ncalls  tottime  percall  cumtime  percall", end=" ", file=self.stream)
        print("filename:lineno(function)", file=self.stream)


def func_strip_path(func_name):
    filename, line, name = func_name
    return os.path.basename(filename), line, name


def func_get_function_name(func):
    return func[2]


def func_std_string(func_name):
    """A function as tables name it: file:line(name), or what a built-in one is called."""
    if func_name[:2] == ("~", 0):
        name = func_name[2]
        if name.startswith("<") and name.endswith(">"):
            return "{%s}" % name[1:-1]
        return name
    return "%s:%d(%s)" % func_name


def add_func_stats(target, source):
    primitive, calls, own, cumulative, callers = source
    t_primitive, t_calls, t_own, t_cumulative, t_callers = target
    return primitive + t_primitive, calls + t_calls, own + t_own, cumulative + t_cumulative, add_callers(t_callers, callers)


def add_callers(target, source):
    result = dict(target)
    for function, counts in source.items():
        if function not in result:
            result[function] = counts
        elif isinstance(counts, tuple):
            result[function] = tuple(a + b for a, b in zip(counts, result[function]))
        else:
            result[function] += counts
    return result


def count_calls(callers):
    return sum(callers.values())


def f8(x):
    return "%8.3f" % x


# --- Files

def _write(stats, filename):
    import pickle
    with open(filename, "wb") as file:
        pickle.dump(stats, file)


def _read(filename):
    import pickle

    class DataOnly(pickle.Unpickler):
        """Figures need no classes: a file that names some is none of ours."""

        def find_class(self, module, name):
            raise pickle.UnpicklingError("%s is no file of statistics" % filename)
    with open(filename, "rb") as file:
        return DataOnly(file).load()


if __name__ == "__main__":
    import cmd

    class ProfileBrowser(cmd.Cmd):
        """Looks at statistics, command by command."""

        def __init__(self, profile=None):
            super().__init__()
            self.prompt = "% "
            self.stats = None
            self.stream = sys.stdout
            if profile is not None:
                self.do_read(profile)

        def generic(self, function, line):
            selections = []
            for word in line.split():
                try:
                    selections.append(int(word))
                    continue
                except ValueError:
                    pass
                try:
                    fraction = float(word)
                    if not 0 <= fraction <= 1:
                        print("Fraction argument must be in [0, 1]", file=self.stream)
                        continue
                    selections.append(fraction)
                    continue
                except ValueError:
                    pass
                selections.append(word)
            if self.stats:
                getattr(self.stats, function)(*selections)
            else:
                print("No statistics object is loaded.", file=self.stream)
            return 0

        def do_add(self, line):
            """Add the statistics of a file."""
            if not self.stats:
                print("No statistics object is loaded.", file=self.stream)
                return
            try:
                self.stats.add(line)
            except OSError as error:
                print("Failed to load statistics for %s: %s" % (line, error), file=self.stream)

        def do_callees(self, line):
            """Print what functions called."""
            return self.generic("print_callees", line)

        def do_callers(self, line):
            """Print by what functions were called."""
            return self.generic("print_callers", line)

        def do_EOF(self, line):
            print("", file=self.stream)
            return 1

        def do_quit(self, line):
            return 1

        def do_read(self, line):
            """Read a file of statistics."""
            if line:
                try:
                    self.stats = Stats(line)
                except OSError as error:
                    print(error.args[1], file=self.stream)
                    return
                self.prompt = line + "% "
            return 0

        def do_reverse(self, line):
            """Turn the order around."""
            if self.stats:
                self.stats.reverse_order()
            else:
                print("No statistics object is loaded.", file=self.stream)
            return 0

        def do_sort(self, line):
            """Sort by keys."""
            if not self.stats:
                print("No statistics object is loaded.", file=self.stream)
                return
            definitions = self.stats.get_sort_arg_defs()
            if line and all(word in definitions for word in line.split()):
                self.stats.sort_stats(*line.split())
            else:
                print("Valid sort keys (unique prefixes are accepted):", file=self.stream)
                for key, value in Stats.sort_arg_dict_default.items():
                    print("%s -- %s" % (key, value[1]), file=self.stream)
            return 0

        def do_stats(self, line):
            """Print the table."""
            return self.generic("print_stats", line)

        def do_strip(self, line):
            """Leave folders out of names."""
            if self.stats:
                self.stats.strip_dirs()
            else:
                print("No statistics object is loaded.", file=self.stream)

    browser = ProfileBrowser(sys.argv[1] if len(sys.argv) > 1 else None)
    for profile in sys.argv[2:]:
        browser.do_add(profile)
    print("Welcome to the profile statistics browser.", file=browser.stream)
    browser.cmdloop()
    print("Goodbye.", file=browser.stream)
