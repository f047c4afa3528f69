"""Examples in documentation, run and compared with what they claim to print.

    >>> 1 + 1
    2

testmod() runs those of a module, testfile() those of a text file; DocTestSuite() makes them cases of unittest.
"""

import inspect
import io
import linecache
import os
import re
import sys
import traceback
import unittest
from collections import namedtuple

__all__ = [
    "register_optionflag", "DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "NORMALIZE_WHITESPACE", "ELLIPSIS", "SKIP",
    "IGNORE_EXCEPTION_DETAIL", "COMPARISON_FLAGS", "REPORT_UDIFF", "REPORT_CDIFF", "REPORT_NDIFF",
    "REPORT_ONLY_FIRST_FAILURE", "REPORTING_FLAGS", "FAIL_FAST", "Example", "DocTest", "DocTestParser", "DocTestFinder",
    "DocTestRunner", "OutputChecker", "DocTestFailure", "UnexpectedException", "DebugRunner", "testmod", "testfile",
    "run_docstring_examples", "DocTestSuite", "DocFileSuite", "set_unittest_reportflags", "script_from_examples",
    "testsource", "debug_src", "debug",
]

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    """The bit of the option `name`, a new one at the first call."""
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


DONT_ACCEPT_TRUE_FOR_1 = register_optionflag("DONT_ACCEPT_TRUE_FOR_1")
DONT_ACCEPT_BLANKLINE = register_optionflag("DONT_ACCEPT_BLANKLINE")
NORMALIZE_WHITESPACE = register_optionflag("NORMALIZE_WHITESPACE")
ELLIPSIS = register_optionflag("ELLIPSIS")
SKIP = register_optionflag("SKIP")
IGNORE_EXCEPTION_DETAIL = register_optionflag("IGNORE_EXCEPTION_DETAIL")
COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE | ELLIPSIS | SKIP |
                    IGNORE_EXCEPTION_DETAIL)

REPORT_UDIFF = register_optionflag("REPORT_UDIFF")
REPORT_CDIFF = register_optionflag("REPORT_CDIFF")
REPORT_NDIFF = register_optionflag("REPORT_NDIFF")
REPORT_ONLY_FIRST_FAILURE = register_optionflag("REPORT_ONLY_FIRST_FAILURE")
FAIL_FAST = register_optionflag("FAIL_FAST")
REPORTING_FLAGS = REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE | FAIL_FAST

BLANKLINE_MARKER = "<BLANKLINE>"
ELLIPSIS_MARKER = "..."


class TestResults(namedtuple("TestResults", "failed attempted")):
    """How many examples failed, and how many were tried; `skipped` counts those that were passed over."""

    def __new__(cls, failed, attempted, *, skipped=0):
        counted = super().__new__(cls, failed, attempted)
        counted.skipped = skipped
        return counted

    def __repr__(self):
        text = super().__repr__()
        return f"{text[:-1]}, skipped={self.skipped})" if self.skipped else text


def _normalize_module(module, depth=2):
    """The module that is meant: itself, by name, or that of the caller `depth` frames up."""
    if inspect.ismodule(module):
        return module
    if isinstance(module, str):
        return __import__(module, globals(), locals(), ["*"])
    if module is None:
        try:
            return sys.modules[sys._getframe(depth).f_globals["__name__"]]
        except KeyError:
            pass
        return None
    raise TypeError("Expected a module, string, or None")


def _load_testfile(filename, package, module_relative, encoding):
    if module_relative:
        package = _normalize_module(package, 3)
        filename = _module_relative_path(package, filename)
        loader = getattr(package, "__loader__", None)
        if loader is None:
            loader = getattr(getattr(package, "__spec__", None), "loader", None)
        if hasattr(loader, "get_data") and os.path.exists(filename):
            text = loader.get_data(filename).decode(encoding)
            return text.replace("\r\n", "\n").replace("\r", "\n"), filename
    with open(filename, encoding=encoding) as file:
        return file.read(), filename


def _module_relative_path(module, test_path):
    if not inspect.ismodule(module):
        raise TypeError("Expected a module: %r" % module)
    if test_path.startswith("/"):
        raise ValueError("Module-relative files may not have absolute paths")
    test_path = os.path.join(*test_path.split("/"))
    if hasattr(module, "__file__"):
        folder = os.path.split(module.__file__)[0]
    elif module.__name__ == "__main__":
        folder = os.path.split(sys.argv[0])[0] if len(sys.argv) > 0 and sys.argv[0] != "" else os.curdir
    else:
        if hasattr(module, "__path__"):
            for directory in module.__path__:
                full_path = os.path.join(directory, test_path)
                if os.path.exists(full_path):
                    return full_path
        raise ValueError("Can't resolve paths relative to the module %r (it has no __file__)" % module.__name__)
    return os.path.join(folder, test_path)


def _indent(text, indent=4):
    return re.sub("(?m)^(?!$)", indent * " ", text)


def _exception_traceback(exception):
    return "".join(traceback.format_exception(*exception))


class _SpoofOut(io.StringIO):
    """Stands for sys.stdout while an example runs."""

    def getvalue(self):
        result = super().getvalue()
        # What was printed without a newline could not be written in a docstring otherwise.
        if result and not result.endswith("\n"):
            result += "\n"
        return result

    def truncate(self, size=None):
        self.seek(size)
        super().truncate()


def _ellipsis_match(want, got):
    """Does `got` read like `want`, where each ... stands for anything?"""
    if ELLIPSIS_MARKER not in want:
        return want == got
    first, *middle, last = want.split(ELLIPSIS_MARKER)
    if len(first) + len(last) > len(got) or not got.startswith(first) or not got.endswith(last):
        return False
    position, end = len(first), len(got) - len(last)
    for piece in middle:
        # The leftmost place leaves the most room for the others.
        position = got.find(piece, position, end)
        if position < 0:
            return False
        position += len(piece)
    return True


def _comment_line(line):
    line = line.rstrip()
    return "# " + line if line else "#"


def _strip_exception_details(message):
    """The bare name of the exception: without module, text and further lines."""
    first = message.split("\n", 1)[0]
    return first.split(":", 1)[0].rsplit(".", 1)[-1]


class Example:
    """One statement and what it should print. `lineno` counts from 0 within the text it stands in."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        if not source.endswith("\n"):
            source += "\n"
        if want and not want.endswith("\n"):
            want += "\n"
        if exc_msg is not None and not exc_msg.endswith("\n"):
            exc_msg += "\n"
        self.source = source
        self.want = want
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options
        self.exc_msg = exc_msg

    def _key(self):
        return self.source, self.want, self.lineno, self.indent, self.options, self.exc_msg

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash((self.source, self.want, self.lineno, self.indent, self.exc_msg))


class DocTest:
    """The examples of one docstring and the namespace they run in."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        assert not isinstance(examples, str), "DocTest no longer accepts str; use DocTestParser instead"
        self.examples, self.docstring, self.globs = examples, docstring, globs.copy()
        self.name, self.filename, self.lineno = name, filename, lineno

    def __repr__(self):
        count = len(self.examples)
        examples = f"{count or 'no'} example{'' if count == 1 else 's'}"
        return f"<{type(self).__name__} {self.name} from {self.filename}:{self.lineno} ({examples})>"

    def _key(self):
        return self.examples, self.docstring, self.globs, self.name, self.filename, self.lineno

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash((self.docstring, self.name, self.filename, self.lineno))

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented

        def key(test):
            return test.name, test.filename or "", -1 if test.lineno is None else test.lineno, id(test)
        return key(self) < key(other)


class DocTestParser:
    """Finds the examples in a text."""

    _EXCEPTION_RE = re.compile(r"Traceback \((?:most recent call last|innermost last)\):[^\S\n]*\n(?P<rest>.*)", re.DOTALL)
    _DIRECTIVE_RE = re.compile(r"#\s*doctest:\s*([^\n'\"]*)$", re.MULTILINE)

    def parse(self, string, name="<string>"):
        """The text as a list: pieces of prose (str) and Examples, by turns."""
        lines = string.expandtabs().splitlines(keepends=True)
        margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
        margin = min(margins, default=0)
        lines = [line[margin:] if line.strip() else line[margin:] or "\n" * line.endswith("\n") for line in lines]

        output, prose, index = [], [], 0
        while index < len(lines):
            line = lines[index]
            if not line.lstrip(" ").startswith(">>>"):
                prose.append(line)
                index += 1
                continue
            output.append("".join(prose))
            prose = []
            start = index
            index += 1
            while index < len(lines) and lines[index].lstrip(" ").startswith("..."):
                index += 1
            source_lines = lines[start:index]
            want_start = index
            while index < len(lines) and lines[index].strip() and not lines[index].lstrip(" ").startswith(">>>"):
                index += 1
            example = self._make_example(source_lines, lines[want_start:index], name, start)
            if example is not None:
                output.append(example)
        output.append("".join(prose))
        return output

    def _make_example(self, source_lines, want_lines, name, lineno):
        source_lines = [line.rstrip("\n") for line in source_lines]
        indent = len(source_lines[0]) - len(source_lines[0].lstrip(" "))
        for number, line in enumerate(source_lines):
            if len(line) >= indent + 4 and line[indent + 3] != " ":
                raise ValueError("line %r of the docstring for %s lacks blank after %s: %r" %
                                 (lineno + number + 1, name, line[indent:indent + 3], line))
        self._check_prefix(source_lines[1:], " " * indent + ".", name, lineno)
        source = "\n".join(line[indent + 4:] for line in source_lines)

        want_lines = [line.rstrip("\n") for line in want_lines]
        self._check_prefix(want_lines, " " * indent, name, lineno + len(source_lines))
        want = "\n".join(line[indent:] for line in want_lines)

        exc_msg = None
        match = self._EXCEPTION_RE.match(want)
        if match:
            message = re.search(r"(?ms)^\w+.*", match["rest"])
            exc_msg = message.group() if message else None
        options = self._find_options(source, name, lineno)
        # A line of comments alone is no example.
        if all(not line.strip() or line.lstrip(" ").startswith("#") for line in source.split("\n")):
            return None
        return Example(source, want, exc_msg, lineno=lineno, indent=indent, options=options)

    def _find_options(self, source, name, lineno):
        options = {}
        for match in self._DIRECTIVE_RE.finditer(source):
            for option in match[1].replace(",", " ").split():
                if option[0] not in "+-" or option[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError("line %r of the doctest for %s has an invalid option: %r" % (lineno + 1, name, option))
                options[OPTIONFLAGS_BY_NAME[option[1:]]] = option[0] == "+"
        if options and all(not line.strip() or line.lstrip(" ").startswith("#") for line in source.split("\n")):
            raise ValueError("line %r of the doctest for %s has an option directive on a line with no example: %r" %
                             (lineno, name, source))
        return options

    def _check_prefix(self, lines, prefix, name, lineno):
        for number, line in enumerate(lines):
            if line and not line.startswith(prefix):
                raise ValueError("line %r of the docstring for %s has inconsistent leading whitespace: %r" %
                                 (lineno + number + 1, name, line))

    def get_doctest(self, string, globs, name, filename, lineno):
        """The examples of a text as a DocTest."""
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)

    def get_examples(self, string, name="<string>"):
        """The examples of a text alone."""
        return [piece for piece in self.parse(string, name) if isinstance(piece, Example)]


class DocTestFinder:
    """Finds the docstrings of a module, class or function and of what it contains."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._verbose = verbose
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        """The DocTests of obj. module=False: it has none, and none is looked for."""
        if name is None:
            name = getattr(obj, "__name__", None)
            if name is None:
                raise ValueError("DocTestFinder.find: name must be given when obj.__name__ doesn't exist: %r" % (type(obj),))
        if module is False:
            module = None
        elif module is None:
            module = inspect.getmodule(obj)
        source_lines = self._source_lines(obj, module)
        if globs is None:
            globs = {} if module is None else module.__dict__.copy()
        else:
            globs = globs.copy()
        if extraglobs is not None:
            globs.update(extraglobs)
        globs.setdefault("__name__", "__main__")
        tests = []
        self._find(tests, obj, name, module, source_lines, globs, {})
        tests.sort()
        return tests

    def _source_lines(self, obj, module):
        try:
            file = inspect.getsourcefile(obj)
        except TypeError:
            return None
        if not file:
            # Code of a prompt or a cell: linecache knows it by a name in angle brackets.
            file = inspect.getfile(obj)
            if not file[:1] + file[-2:] == "<]>":
                return None
        lines = linecache.getlines(file) if module is None else linecache.getlines(file, module.__dict__)
        return lines or None

    def _from_module(self, module, object):
        if module is None:
            return True
        if inspect.getmodule(object) is not None:
            return module is inspect.getmodule(object)
        if inspect.isfunction(object):
            return module.__dict__ is object.__globals__
        if inspect.ismethoddescriptor(object) or inspect.ismethodwrapper(object):
            owner = getattr(object, "__objclass__", None)
            return module.__name__ == (owner.__module__ if owner is not None else getattr(object, "__module__", None))
        if inspect.isclass(object):
            return module.__name__ == object.__module__
        if hasattr(object, "__module__"):
            return module.__name__ == object.__module__
        if isinstance(object, property):
            return True
        raise ValueError("object must be a class or function")

    def _is_routine(self, obj):
        try:
            return inspect.isroutine(inspect.unwrap(obj))
        except ValueError:
            # It wraps itself.
            return inspect.isroutine(obj)

    def _find(self, tests, obj, name, module, source_lines, globs, seen):
        if self._verbose:
            print(f"Finding tests in {name}")
        if id(obj) in seen:
            # By another name.
            return
        seen[id(obj)] = 1
        if (found := self._get_test(obj, name, module, globs, source_lines)) is not None:
            tests.append(found)
        if self._recurse:
            for suffix, inner in self._inside(obj, module):
                self._find(tests, inner, f"{name}.{suffix}", module, source_lines, globs, seen)

    def _inside(self, obj, module):
        """(name, object) of what a module or class has that may have examples."""
        if inspect.ismodule(obj):
            for key, value in vars(obj).items():
                if (inspect.isclass(value) or self._is_routine(value)) and self._from_module(module, value):
                    yield key, value
            for key, value in getattr(obj, "__test__", {}).items():
                if not isinstance(key, str):
                    raise ValueError(f"DocTestFinder.find: __test__ keys must be strings: {type(key)!r}")
                if not (isinstance(value, str) or inspect.isclass(value) or inspect.ismodule(value) or inspect.isroutine(value)):
                    raise ValueError("DocTestFinder.find: __test__ values must be strings, functions, methods, classes, or "
                                     f"modules: {type(value)!r}")
                yield f"__test__.{key}", value
        elif inspect.isclass(obj):
            for key, value in vars(obj).items():
                if isinstance(value, (classmethod, staticmethod)):
                    value = value.__func__
                testable = inspect.isclass(value) or inspect.isroutine(value) or isinstance(value, property)
                if testable and self._from_module(module, value):
                    yield key, value

    def _get_test(self, obj, name, module, globs, source_lines):
        text = obj if isinstance(obj, str) else getattr(obj, "__doc__", None)
        docstring = "" if text is None else str(text)
        lineno = self._find_lineno(obj, source_lines)
        if self._exclude_empty and not docstring:
            return None
        filename = module and (getattr(module, "__file__", None) or module.__name__)
        if filename and filename.endswith(".pyc"):
            filename = filename.removesuffix("c")
        return self._parser.get_doctest(docstring, globs, name, filename, lineno)

    def _find_lineno(self, obj, source_lines):
        """The line of the docstring, from 0; None when it is not known."""
        lineno = None
        docstring = getattr(obj, "__doc__", None)
        if inspect.ismodule(obj) and docstring is not None:
            lineno = 0
        if inspect.isclass(obj) and docstring is not None:
            if source_lines is None:
                return None
            # The class statement of this name that comes first.
            pattern = re.compile(r"^\s*class\s*%s\b" % re.escape(getattr(obj, "__name__", "-")))
            for number, line in enumerate(source_lines):
                if pattern.match(line):
                    lineno = number
                    break
        if inspect.ismethod(obj):
            obj = obj.__func__
        if isinstance(obj, property):
            obj = obj.fget
        if self._is_routine(obj) and getattr(obj, "__doc__", None):
            obj = inspect.unwrap(obj)
            try:
                obj = obj.__code__
            except AttributeError:
                return None
        if inspect.istraceback(obj):
            obj = obj.tb_frame
        if inspect.isframe(obj):
            obj = obj.f_code
        if inspect.iscode(obj):
            lineno = obj.co_firstlineno - 1
        if lineno is not None:
            if source_lines is None:
                return lineno + 1
            # From the head of the definition on, the first line that opens a string.
            quote = re.compile(r"""(^|.*:)\s*\w*("|')""")
            for number in range(lineno, len(source_lines)):
                if quote.match(source_lines[number]):
                    return number
        return None


class OutputChecker:
    """Decides whether what an example printed is what it should print."""

    def _toAscii(self, s):
        return str(s.encode("ASCII", "backslashreplace"), "ASCII")

    def check_output(self, want, got, optionflags):
        """Is `got` as good as `want`?"""
        # Docstrings of modules in ASCII spell other characters as escapes.
        got = self._toAscii(got)
        want = self._toAscii(want)
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (("True\n", "1\n"), ("False\n", "0\n")):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r"(?m)^%s\s*?$" % re.escape(BLANKLINE_MARKER), "", want)
            got = re.sub(r"(?m)^[^\S\n]+$", "", got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got = " ".join(got.split())
            want = " ".join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS and _ellipsis_match(want, got))

    def _do_a_fancy_diff(self, want, got, optionflags):
        if not optionflags & (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF):
            return False
        if optionflags & REPORT_NDIFF:
            return True
        return want.count("\n") > 2 and got.count("\n") > 2

    def output_difference(self, example, got, optionflags):
        """The text that shows how `got` differs from what the example wants."""
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub("(?m)^[ ]*(?=\n)", BLANKLINE_MARKER, got)
        if self._do_a_fancy_diff(want, got, optionflags):
            import difflib
            want_lines = want.splitlines(keepends=True)
            got_lines = got.splitlines(keepends=True)
            if optionflags & REPORT_UDIFF:
                diff = list(difflib.unified_diff(want_lines, got_lines, n=2))[2:]
                kind = "unified diff with -expected +actual"
            elif optionflags & REPORT_CDIFF:
                diff = list(difflib.context_diff(want_lines, got_lines, n=2))[2:]
                kind = "context diff with expected followed by actual"
            else:
                diff = list(difflib.Differ(charjunk=difflib.IS_CHARACTER_JUNK).compare(want_lines, got_lines))
                kind = "ndiff with -expected +actual"
            return "Differences (%s):\n" % kind + _indent("".join(diff))
        if want and got:
            return "Expected:\n%sGot:\n%s" % (_indent(want), _indent(got))
        if want:
            return "Expected:\n%sGot nothing\n" % _indent(want)
        if got:
            return "Expected nothing\nGot:\n%s" % _indent(got)
        return "Expected nothing\nGot nothing\n"


class _Failed(Exception):
    """What a DebugRunner raises: which example failed."""

    def __init__(self, test, example):
        self.test, self.example = test, example

    def __str__(self):
        return str(self.test)


class DocTestFailure(_Failed):
    """An example printed something else: the test, the example, what it printed."""

    def __init__(self, test, example, got):
        super().__init__(test, example)
        self.got = got


class UnexpectedException(_Failed):
    """An example raised what it does not announce: the test, the example, sys.exc_info()."""

    def __init__(self, test, example, exc_info):
        super().__init__(test, example)
        self.exc_info = exc_info


def _writer_to(stream):
    """A function that writes text to a stream, with escapes for what its encoding does not have."""
    encoding = stream.encoding
    if encoding is None or encoding.lower() == "utf-8":
        return stream.write
    return lambda text: stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


class DocTestRunner:
    """Runs DocTests, reports what fails, and counts."""

    DIVIDER = "*" * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._stats = {}  # name -> (failures, tries, skips)
        self._fakeout = _SpoofOut()

    def report_start(self, out, test, example):
        """An example is about to run."""
        if self._verbose:
            wanted = "Expecting:\n" + _indent(example.want) if example.want else "Expecting nothing\n"
            out("Trying:\n" + _indent(example.source) + wanted)

    def report_success(self, out, test, example, got):
        """It printed what it should."""
        if self._verbose:
            out("ok\n")

    def report_failure(self, out, test, example, got):
        """It printed something else."""
        out(self._failure_header(test, example) + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        """It raised what it does not announce."""
        out(self._failure_header(test, example) + "Exception raised:\n" + _indent(_exception_traceback(exc_info)))

    def _failure_header(self, test, example):
        lines = [self.DIVIDER]
        if test.filename:
            lineno = test.lineno + example.lineno + 1 if test.lineno is not None and example.lineno is not None else "?"
            lines.append('File "%s", line %s, in %s' % (test.filename, lineno, test.name))
        else:
            lines.append("Line %s, in %s" % (example.lineno + 1, test.name))
        lines.append("Failed example:")
        lines.append(_indent(example.source))
        return "\n".join(lines)

    def _flags_of(self, example):
        flags = self.original_optionflags
        for bit, is_on in example.options.items():
            flags = flags | bit if is_on else flags & ~bit
        return flags

    def _execute(self, example, filename, compileflags, test):
        """Runs an example in the test's namespace; sys.exc_info() of what it raised, or None."""
        try:
            exec(compile(example.source, filename, "single", compileflags, True), test.globs)
            self.debugger.set_continue()
            return None
        except KeyboardInterrupt:
            raise
        except:  # anything: that is what is reported
            self.debugger.set_continue()
            type_, value, trace = sys.exc_info()
            return type_, value, trace.tb_next

    def _outcome(self, example, got, exception, check):
        """'success', 'failure' or 'exception', and what counts as printed."""
        if exception is None:
            return ("success" if check(example.want, got, self.optionflags) else "failure"), got
        formatted = traceback.format_exception_only(*exception[:2])
        if issubclass(exception[0], SyntaxError):
            # Above the message stand file and line, which nobody writes into an example.
            heads = (exception[0].__qualname__, exception[0].__module__ + "." + exception[0].__qualname__)
            first = next((number for number, line in enumerate(formatted)
                          if line.startswith(tuple(head + mark for head in heads for mark in (":", "\n")))), 0)
            formatted = formatted[first:]
        message = "".join(formatted)
        got += _exception_traceback(exception)
        if example.exc_msg is None:
            return "exception", got
        if check(example.exc_msg, message, self.optionflags):
            return "success", got
        if self.optionflags & IGNORE_EXCEPTION_DETAIL and check(
                _strip_exception_details(example.exc_msg), _strip_exception_details(message), self.optionflags):
            return "success", got
        return "failure", got

    def __run(self, test, compileflags, out):
        failures = tries = skips = 0
        saved_flags = self.optionflags
        for number, example in enumerate(test.examples):
            quiet = self.optionflags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            self.optionflags = self._flags_of(example)
            tries += 1
            if self.optionflags & SKIP:
                skips += 1
                continue
            if not quiet:
                self.report_start(out, test, example)
            exception = self._execute(example, "<doctest %s[%d]>" % (test.name, number), compileflags, test)
            got = self._fakeout.getvalue()
            self._fakeout.truncate(0)
            outcome, got = self._outcome(example, got, exception, self._checker.check_output)
            if outcome == "success":
                if not quiet:
                    self.report_success(out, test, example, got)
                continue
            if not quiet:
                if outcome == "failure":
                    self.report_failure(out, test, example, got)
                else:
                    self.report_unexpected_exception(out, test, example, exception)
            failures += 1
            if self.optionflags & FAIL_FAST:
                break
        self.optionflags = saved_flags
        self.__record_outcome(test, failures, tries, skips)
        return TestResults(failures, tries, skipped=skips)

    def __record_outcome(self, test, failures, tries, skips):
        before = self._stats.get(test.name, (0, 0, 0))
        self._stats[test.name] = before[0] + failures, before[1] + tries, before[2] + skips
        self.failures += failures
        self.tries += tries
        self.skips += skips

    __LINECACHE_FILENAME_RE = re.compile(r"<doctest (?P<name>.+)\[(?P<examplenum>\d+)\]>$")

    def __patched_linecache_getlines(self, filename, module_globals=None):
        match = self.__LINECACHE_FILENAME_RE.match(filename)
        if match and match["name"] == self.test.name:
            return self.test.examples[int(match["examplenum"])].source.splitlines(keepends=True)
        return self.save_linecache_getlines(filename, module_globals)

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        """Run the examples of a test. `out(text)` receives reports; the namespace is emptied afterwards."""
        self.test = test
        if compileflags is None:
            compileflags = _extract_future_flags(test.globs)
        save_stdout = sys.stdout
        out = out or _writer_to(save_stdout)
        sys.stdout = self._fakeout
        save_trace = sys.gettrace()
        save_set_trace, pdb = None, sys.modules.get("pdb")
        self.debugger = _NoDebugger()
        if pdb is not None and hasattr(pdb, "Pdb"):
            save_set_trace = pdb.set_trace
            self.debugger = _make_output_redirecting_debugger(pdb, save_stdout)
            self.debugger.reset()
            pdb.set_trace = self.debugger.set_trace
        self.save_linecache_getlines = linecache.getlines
        linecache.getlines = self.__patched_linecache_getlines
        save_displayhook = sys.displayhook
        sys.displayhook = sys.__displayhook__
        try:
            return self.__run(test, compileflags, out)
        finally:
            sys.stdout = save_stdout
            if save_set_trace is not None:
                pdb.set_trace = save_set_trace
            sys.settrace(save_trace)
            linecache.getlines = self.save_linecache_getlines
            sys.displayhook = save_displayhook
            if clear_globs:
                test.globs.clear()
                import builtins
                builtins._ = None

    def summarize(self, verbose=None):
        """Print what was run, and return the TestResults of all together."""
        if verbose is None:
            verbose = self._verbose

        def items(count):
            return "%d item%s" % (count, "" if count == 1 else "s")

        def tests(count, width=""):
            return ("%" + width + "d test%s") % (count, "" if count == 1 else "s")
        empty, passed, failed = [], [], []
        total_tries = total_failures = total_skips = 0
        for name, (failures, tries, skips) in self._stats.items():
            total_failures += failures
            total_tries += tries
            total_skips += skips
            if tries == 0:
                empty.append(name)
            elif failures == 0:
                passed.append((name, tries))
            else:
                failed.append((name, (failures, tries, skips)))
        if verbose:
            if empty:
                print(items(len(empty)), "had no tests:")
                for name in sorted(empty):
                    print("    " + name)
            if passed:
                print(items(len(passed)), "passed all tests:")
                for name, count in sorted(passed):
                    print(" %s in %s" % (tests(count, "3"), name))
        if failed:
            print(self.DIVIDER)
            print(items(len(failed)), "had failures:")
            for name, (failures, tries, skips) in sorted(failed):
                print(" %3d of %3d in %s" % (failures, tries, name))
        if verbose:
            print("%s in %s." % (tests(total_tries), items(len(self._stats))))
            text = "%d passed" % (total_tries - total_failures)
            if total_failures:
                text += " and %d failed" % total_failures
            print(text + ".")
        if total_failures:
            text = "%d failure%s" % (total_failures, "" if total_failures == 1 else "s")
            if total_skips:
                text += " and %d skipped test%s" % (total_skips, "" if total_skips == 1 else "s")
            print("***Test Failed*** %s." % text)
        elif verbose:
            print("Test passed.")
        return TestResults(total_failures, total_tries, skipped=total_skips)

    def merge(self, other):
        """Add what another runner has counted."""
        for name, counts in other._stats.items():
            mine = self._stats.get(name, (0, 0, 0))
            self._stats[name] = tuple(a + b for a, b in zip(mine, counts))


class _NoDebugger:
    """Where pdb is not loaded nothing is to be resumed."""

    def set_continue(self):
        pass


def _make_output_redirecting_debugger(pdb, out):
    class OutputRedirectingPdb(pdb.Pdb):
        """The debugger talks to the real standard output, not to that of the example."""

        def __init__(self):
            self._used = False
            super().__init__(stdout=out, nosigint=True)
            self.use_rawinput = 1

        def set_trace(self, frame=None):
            self._used = True
            super().set_trace(frame if frame is not None else sys._getframe().f_back)

        def set_continue(self):
            if self._used:
                super().set_continue()

        def trace_dispatch(self, *arguments):
            save_stdout, sys.stdout = sys.stdout, out
            try:
                return super().trace_dispatch(*arguments)
            finally:
                sys.stdout = save_stdout
    return OutputRedirectingPdb()


def _extract_future_flags(globs):
    import __future__
    flags = 0
    for name in __future__.all_feature_names:
        feature = getattr(__future__, name)
        if globs.get(name, None) is feature:
            flags |= feature.compiler_flag
    return flags


class DebugRunner(DocTestRunner):
    """Raises at the first example that fails, with its namespace left as it is."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        result = super().run(test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return result

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)


# The runner of the last testmod() and testfile() calls together.
master = None


def _run_all(tests, runner, report):
    global master
    for each in tests:
        runner.run(each)
    if report:
        runner.summarize()
    if master:
        master.merge(runner)
    else:
        master = runner
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def _make_runner(raise_on_error, verbose, optionflags):
    return (DebugRunner if raise_on_error else DocTestRunner)(verbose=verbose, optionflags=optionflags)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None, raise_on_error=False,
            exclude_empty=False):
    """Run the examples in a module (the program itself without one) and return the TestResults."""
    if m is None:
        m = sys.modules.get("__main__")
    if not inspect.ismodule(m):
        raise TypeError("testmod: module required; %r" % (m,))
    finder = DocTestFinder(exclude_empty=exclude_empty)
    runner = _make_runner(raise_on_error, verbose, optionflags)
    return _run_all(finder.find(m, m.__name__ if name is None else name, globs=globs, extraglobs=extraglobs), runner, report)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None, report=True, optionflags=0,
             extraglobs=None, raise_on_error=False, parser=DocTestParser(), encoding=None):
    """Run the examples in a text file and return the TestResults."""
    if package and not module_relative:
        raise ValueError("Package may only be specified for module-relative paths.")
    text, filename = _load_testfile(filename, package, module_relative, encoding or "utf-8")
    globs = {} if globs is None else globs.copy()
    globs.update(extraglobs or {})
    globs.setdefault("__name__", "__main__")
    test = parser.get_doctest(text, globs, name if name is not None else os.path.basename(filename), filename, 0)
    return _run_all([test], _make_runner(raise_on_error, verbose, optionflags), report)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None, optionflags=0):
    """Run the examples of one object in the namespace `globs`; only failures are printed."""
    runner = _make_runner(False, verbose, optionflags)
    for each in DocTestFinder(verbose=verbose, recurse=False).find(f, name, globs=globs):
        runner.run(each, compileflags=compileflags)


# --- unittest

_unittest_reportflags = 0


def set_unittest_reportflags(flags):
    """Set how cases of unittest report; the flags that were set before."""
    global _unittest_reportflags
    if flags & REPORTING_FLAGS != flags:
        raise ValueError("Only reporting flags allowed", flags)
    old, _unittest_reportflags = _unittest_reportflags, flags
    return old


class DocTestCase(unittest.TestCase):
    """A DocTest as a case of unittest."""

    def __init__(self, test, optionflags=0, setUp=None, tearDown=None, checker=None):
        super().__init__()
        self._dt_test, self._dt_optionflags, self._dt_checker = test, optionflags, checker
        self._dt_setUp, self._dt_tearDown = setUp, tearDown

    def setUp(self):
        self._dt_globs = self._dt_test.globs.copy()
        if self._dt_setUp is not None:
            self._dt_setUp(self._dt_test)

    def tearDown(self):
        if self._dt_tearDown is not None:
            self._dt_tearDown(self._dt_test)
        # The namespace is as before: a case may run twice.
        self._dt_test.globs.clear()
        self._dt_test.globs.update(self._dt_globs)

    def runTest(self):
        report = io.StringIO()
        optionflags = self._dt_optionflags
        if not optionflags & REPORTING_FLAGS:
            optionflags |= _unittest_reportflags
        runner = DocTestRunner(optionflags=optionflags, checker=self._dt_checker, verbose=False)
        runner.DIVIDER = "-" * 70
        old_stdout = sys.stdout
        try:
            results = runner.run(self._dt_test, out=report.write, clear_globs=False)
        finally:
            sys.stdout = old_stdout
        if results.skipped == results.attempted and results.attempted:
            raise unittest.SkipTest("all examples were skipped")
        if results.failed:
            raise self.failureException(self.format_failure(report.getvalue()))

    def format_failure(self, err):
        test = self._dt_test
        lineno = "unknown line number" if test.lineno is None else "%s" % test.lineno
        return ('Failed doctest test for %s\n  File "%s", line %s, in %s\n\n%s' %
                (test.name, test.filename, lineno, test.name.rpartition(".")[2], err))

    def debug(self):
        """Run the test; what fails is raised."""
        self.setUp()
        DebugRunner(optionflags=self._dt_optionflags, checker=self._dt_checker, verbose=False).run(
            self._dt_test, clear_globs=False)
        self.tearDown()

    # What makes two cases the same, besides the test.
    _dt_settings = property(lambda self: (self._dt_optionflags, self._dt_setUp, self._dt_tearDown, self._dt_checker))

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return (self._dt_test, *self._dt_settings) == (other._dt_test, *other._dt_settings)

    def __hash__(self):
        return hash(self._dt_settings)

    def __repr__(self):
        where, _, what = self._dt_test.name.rpartition(".")
        return f"{what} ({where})"

    __str__ = object.__str__

    def id(self):
        return self._dt_test.name

    def shortDescription(self):
        return f"Doctest: {self.id()}"


class SkipDocTestCase(DocTestCase):
    """Stands for a module without docstrings, where they were thrown away."""

    def __init__(self, module):
        self.module = module
        super().__init__(None)

    def shortDescription(self):
        return f"Skipping tests from {self.module.__name__}"

    def setUp(self):
        self.skipTest("DocTestSuite will not work with -O2 and above")

    def test_skip(self):
        pass

    __str__ = shortDescription


class _DocTestSuite(unittest.TestSuite):
    def _removeTestAtIndex(self, index):
        pass  # the cases are kept: they may run again


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, **options):
    """The examples of a module as a suite of unittest, one case for each docstring."""
    if test_finder is None:
        test_finder = DocTestFinder()
    module = _normalize_module(module)
    tests = test_finder.find(module, globs=globs, extraglobs=extraglobs)
    if not tests and sys.flags.optimize >= 2:
        suite = _DocTestSuite()
        suite.addTest(SkipDocTestCase(module))
        return suite
    tests.sort()
    suite = _DocTestSuite()
    for test in tests:
        if not test.examples:
            continue
        if not test.filename:
            filename = module.__file__
            test.filename = filename[:-1] if filename[-4:] == ".pyc" else filename
        suite.addTest(DocTestCase(test, **options))
    return suite


class DocFileCase(DocTestCase):
    """A text file as a case of unittest."""

    def id(self):
        return "_".join(self._dt_test.name.split("."))

    def __repr__(self):
        return self._dt_test.filename

    def format_failure(self, err):
        return 'Failed doctest test for %s\n  File "%s", line 0\n\n%s' % (self._dt_test.name, self._dt_test.filename, err)


def DocFileTest(path, module_relative=True, package=None, globs=None, parser=DocTestParser(), encoding=None, **options):
    """A text file as one case."""
    globs = {} if globs is None else globs.copy()
    if package and not module_relative:
        raise ValueError("Package may only be specified for module-relative paths.")
    doc, path = _load_testfile(path, package, module_relative, encoding or "utf-8")
    globs.setdefault("__file__", path)
    return DocFileCase(parser.get_doctest(doc, globs, os.path.basename(path), path, 0), **options)


def DocFileSuite(*paths, **keywords):
    """Text files as a suite of unittest, one case for each."""
    suite = _DocTestSuite()
    if keywords.get("module_relative", True):
        # Paths are relative to the caller.
        keywords["package"] = _normalize_module(keywords.get("package"))
    for path in paths:
        suite.addTest(DocFileTest(path, **keywords))
    return suite


# --- Debugging

def script_from_examples(s):
    """A text with examples as a program, where all the rest became comments."""
    output = []
    for piece in DocTestParser().parse(s):
        if isinstance(piece, Example):
            output.append(piece.source[:-1])
            if piece.want:
                output.append("# Expected:")
                output += ["## " + line for line in piece.want.split("\n")[:-1]]
        else:
            output += [_comment_line(line) for line in piece.split("\n")[:-1]]
    while output and output[-1] == "#":
        output.pop()
    while output and output[0] == "#":
        output.pop(0)
    return "\n".join(output) + "\n"


def testsource(module, name):
    """The examples of one object of a module as a program; `name` is its full dotted name."""
    module = _normalize_module(module)
    for test in DocTestFinder().find(module):
        if test.name == name:
            return script_from_examples(test.docstring)
    raise ValueError(name, "not found in tests")


def debug_src(src, pm=False, globs=None):
    """Debug the examples in a text."""
    debug_script(script_from_examples(src), pm, globs)


def debug_script(src, pm=False, globs=None):
    """Debug a program; pm: only once it has failed."""
    import pdb
    globs = globs.copy() if globs else {}
    if not pm:
        pdb.Pdb(nosigint=True).run("exec(%r)" % src, globs, globs)
        return
    try:
        exec(src, globs, globs)
    except:  # whatever it is, that is where the debugger starts
        print(sys.exc_info()[1])
        debugger = pdb.Pdb(nosigint=True)
        debugger.reset()
        debugger.interaction(None, sys.exc_info()[2])


def debug(module, name, pm=False):
    """Debug the examples of one object of a module."""
    module = _normalize_module(module)
    debug_script(testsource(module, name), pm, module.__dict__)


def _test():
    import argparse
    parser = argparse.ArgumentParser(description="doctest runner")
    parser.add_argument("-v", "--verbose", action="store_true", default=False,
                        help="print very verbose output for all tests")
    parser.add_argument("-o", "--option", action="append", choices=OPTIONFLAGS_BY_NAME.keys(), default=[],
                        help="specify a doctest option flag to apply to the test run; may be specified more than once to "
                             "apply multiple options")
    parser.add_argument("-f", "--fail-fast", action="store_true",
                        help="stop running tests after first failure (this is a shorthand for -o FAIL_FAST, and is in "
                             "addition to any other -o options)")
    parser.add_argument("file", nargs="+", help="file containing the tests to run")
    arguments = parser.parse_args()
    options = 0
    for option in arguments.option:
        options |= OPTIONFLAGS_BY_NAME[option]
    if arguments.fail_fast:
        options |= FAIL_FAST
    for filename in arguments.file:
        if filename.endswith(".py"):
            # Modules are imported from where they are.
            folder, filename = os.path.split(filename)
            sys.path.insert(0, folder)
            module = __import__(filename[:-3])
            del sys.path[0]
            failures, _ = testmod(module, verbose=arguments.verbose, optionflags=options)
        else:
            failures, _ = testfile(filename, module_relative=False, verbose=arguments.verbose, optionflags=options)
        if failures:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(_test())
