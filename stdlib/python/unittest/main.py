"""The command line of a test module and of `python -m unittest`."""

import functools
import os
import sys

from . import loader, runner
from .signals import installHandler

__unittest = True

# Exit status of a run in which there was nothing to run.
_NO_TESTS_EXITCODE = 5

MAIN_EXAMPLES = """\
Examples:
  %(prog)s test_module               - all tests of test_module
  %(prog)s module.TestClass          - all tests of module.TestClass
  %(prog)s module.Class.test_method  - one test method
  %(prog)s path/to/test_file.py      - all tests of test_file.py
"""

MODULE_EXAMPLES = """\
Examples:
  %(prog)s                           - the default set of tests
  %(prog)s MyTestSuite               - the suite MyTestSuite
  %(prog)s MyTestCase.testSomething  - MyTestCase.testSomething
  %(prog)s MyTestCase                - all tests of MyTestCase
"""


def _convert_name(name):
    # A file below the current directory is written as the module it is.
    if os.path.isfile(name) and name.lower().endswith(".py"):
        if os.path.isabs(name):
            relative = os.path.relpath(name, os.getcwd())
            if os.path.isabs(relative) or relative.startswith(os.pardir):
                return name
            name = relative
        return os.path.normpath(name)[:-3].replace("\\", ".").replace("/", ".")
    return name


def _convert_names(names):
    return [_convert_name(name) for name in names]


def _convert_select_pattern(pattern):
    return pattern if "*" in pattern else f"*{pattern}*"


class TestProgram:
    """Reads arguments, loads tests, runs them and exits with 0, 1 (something failed) or 5 (nothing was run)."""

    # Defaults of what the command line may set.
    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _discovery_parser = None

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None, testLoader=loader.defaultTestLoader,
                 exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *, tb_locals=False,
                 durations=None):
        if isinstance(module, str):
            # import a.b gives a: the rest are its attributes.
            module = functools.reduce(getattr, module.split(".")[1:], __import__(module))
        argv = sys.argv if argv is None else argv
        self.module, self.progName = module, os.path.basename(argv[0])
        self.defaultTest, self.testRunner, self.testLoader = defaultTest, testRunner, testLoader
        self.exit, self.verbosity, self.failfast = exit, verbosity, failfast
        self.catchbreak, self.buffer = catchbreak, buffer
        self.tb_locals, self.durations = tb_locals, durations
        # Warnings are shown unless the person who started the program decided about them.
        self.warnings = "default" if warnings is None and not sys.warnoptions else warnings
        self.parseArgs(argv)
        self.runTests()

    # --- Arguments -----------------------------------------------------------------------------------------------------------

    def parseArgs(self, argv):
        """Find out what to run: by name, by looking for it, or by default."""
        self._initArgParsers()
        arguments = argv[1:]
        if self.module is None and arguments and arguments[0].lower() == "discover":
            return self._do_discovery(arguments[1:])
        self._main_parser.parse_args(arguments, self)
        if self.module is None and not self.tests:
            return self._do_discovery([])
        self.testNames = self._chosen_names()
        self.createTests()

    def _chosen_names(self):
        """The names of the tests to run; None: all of the module."""
        if self.tests:
            if __name__ == "__main__":
                # Run as a program: they are names of modules.
                self.module = None
            return _convert_names(self.tests)
        match self.defaultTest:
            case None:
                return None
            case str(name):
                return (name,)
            case names:
                return list(names)

    def createTests(self, from_discovery=False, Loader=None):
        """Load the tests."""
        load = self.testLoader
        if self.testNamePatterns:
            load.testNamePatterns = self.testNamePatterns
        if from_discovery:
            load = load if Loader is None else Loader()
            self.test = load.discover(self.start, self.pattern, self.top)
        elif self.testNames is not None:
            self.test = load.loadTestsFromNames(self.testNames, self.module)
        else:
            self.test = load.loadTestsFromModule(self.module)

    def _initArgParsers(self):
        common = self._getParentArgParser()
        self._main_parser, self._discovery_parser = self._getMainArgParser(common), self._getDiscoveryArgParser(common)

    def _getParentArgParser(self):
        import argparse

        parser = argparse.ArgumentParser(add_help=False)
        parser.add_argument("-v", "--verbose", dest="verbosity", action="store_const", const=2, help="one line for each test")
        parser.add_argument("-q", "--quiet", dest="verbosity", action="store_const", const=0, help="only what went wrong and the sum")
        parser.add_argument("--locals", dest="tb_locals", action="store_true", help="local variables in tracebacks")
        parser.add_argument("--durations", dest="durations", type=int, default=None, metavar="N",
                            help="the N slowest tests (N=0: all)")
        # Options that the program itself may have decided about; then there is no option.
        flag = {"action": "store_true"}
        for name, off, names, details in (
                ("failfast", False, ("-f", "--failfast"), flag | {"help": "stop at the first failure"}),
                ("catchbreak", False, ("-c", "--catch"), flag | {"help": "end with a report on Ctrl-C"}),
                ("buffer", False, ("-b", "--buffer"), flag | {"help": "keep output of tests, show that of failed ones"}),
                ("testNamePatterns", [], ("-k",), {"action": "append", "type": _convert_select_pattern,
                                                   "help": "only tests whose name has or matches this"})):
            if getattr(self, name) is None:
                parser.add_argument(*names, dest=name, **details)
                setattr(self, name, off)
        return parser

    def _getMainArgParser(self, parent):
        import argparse

        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = self.progName
        parser.print_help = self._print_help
        parser.add_argument("tests", nargs="*", help="test modules, classes, methods")
        return parser

    def _getDiscoveryArgParser(self, parent):
        import argparse

        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = "%s discover" % self.progName
        parser.epilog = "The top level directory of the tests must be importable."
        parser.add_argument("-s", "--start-directory", dest="start", help="where to start (default: '.')")
        parser.add_argument("-p", "--pattern", dest="pattern", help="which files (default: 'test*.py')")
        parser.add_argument("-t", "--top-level-directory", dest="top",
                            help="top level directory of the project (default: where to start)")
        for name, default in (("start", "."), ("pattern", "test*.py"), ("top", None)):
            parser.add_argument(name, nargs="?", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
            setattr(self, name, default)
        return parser

    def _print_help(self, *args, **kwargs):
        examples = MAIN_EXAMPLES if self.module is None else MODULE_EXAMPLES
        print(self._main_parser.format_help(), examples % {"prog": self.progName}, sep="\n")
        if self.module is None:
            self._discovery_parser.print_help()

    def _do_discovery(self, argv, Loader=None):
        self.start, self.pattern, self.top = ".", "test*.py", None
        if argv is not None:
            if self._discovery_parser is None:
                self._initArgParsers()
            self._discovery_parser.parse_args(argv, self)
        self.createTests(from_discovery=True, Loader=Loader)

    # --- Running -------------------------------------------------------------------------------------------------------------

    def runTests(self):
        """Run them, and exit unless that is not wanted."""
        if self.catchbreak:
            installHandler()
        test_runner = self.testRunner = self.testRunner or runner.TextTestRunner
        if isinstance(test_runner, type):
            test_runner = self._made_runner(test_runner)
        self.result = test_runner.run(self.test)
        if self.exit:
            sys.exit(self._exit_code())

    def _made_runner(self, kind):
        """Runners of other makes may know fewer options."""
        for names in (("tb_locals", "durations"), ()):
            names += ("verbosity", "failfast", "buffer", "warnings")
            try:
                return kind(**{name: getattr(self, name) for name in names})
            except TypeError:
                continue
        return kind()

    def _exit_code(self):
        if not self.result.wasSuccessful():
            return 1
        something_was_run = self.result.testsRun or self.result.skipped
        return 0 if something_was_run else _NO_TESTS_EXITCODE


main = TestProgram
