"""Finding tests: in classes, in modules, by name, in directories."""

import contextlib
import functools
import os
import re
import sys
import traceback
import types

from fnmatch import fnmatch, fnmatchcase

from . import case, suite, util

__unittest = True

# Files whose names no `import` could write are left alone.
VALID_MODULE_NAME = re.compile(r"[_a-z]\w*\.py$", re.IGNORECASE)


class _FailedTest(case.TestCase):
    """Stands for tests that could not be loaded: any method of it raises what went wrong."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception
        return testFailure


def _make_failed_import_test(name, suiteClass):
    message = f"Failed to import test module: {name}\n{traceback.format_exc()}"
    return _make_failed_test(name, ImportError(message), suiteClass, message)


def _make_failed_load_tests(name, exception, suiteClass):
    return _make_failed_test(name, exception, suiteClass, f"Failed to call load_tests:\n{traceback.format_exc()}")


def _make_failed_test(methodname, exception, suiteClass, message):
    return suiteClass((_FailedTest(methodname, exception),)), message


def _make_skipped_test(methodname, exception, suiteClass):
    @case.skip(str(exception))
    def testSkipped(self):
        pass

    cls = type("ModuleSkipped", (case.TestCase,), {methodname: testSkipped})
    return suiteClass((cls(methodname),))


def _splitext(path):
    return os.path.splitext(path)[0]


_NO_TESTS_OF_THEIR_OWN = case.TestCase, case.FunctionTestCase


def _is_test_class(obj):
    return isinstance(obj, type) and issubclass(obj, case.TestCase) and obj not in _NO_TESTS_OF_THEIR_OWN


class TestLoader:
    """Makes suites of tests. Tests that cannot be loaded become tests that fail; what went wrong is in `errors` too."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        super().__init__()
        self.errors = []
        self._loading_packages = set()

    # --- Classes, modules, names ---------------------------------------------------------------------------------------------

    def loadTestsFromTestCase(self, testCaseClass):
        """Return a suite of all tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?")
        if testCaseClass in _NO_TESTS_OF_THEIR_OWN:
            names = []
        else:
            names = self.getTestCaseNames(testCaseClass) or [name for name in ["runTest"] if hasattr(testCaseClass, name)]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """Return a suite of all tests of a module; its load_tests(loader, tests, pattern) may change it."""
        objects = (getattr(module, name) for name in dir(module))
        found = self.suiteClass([self.loadTestsFromTestCase(each) for each in objects if _is_test_class(each)])
        change = getattr(module, "load_tests", None)
        if change is None:
            return found
        try:
            return change(self, found, pattern)
        except Exception as error:
            failed, message = _make_failed_load_tests(module.__name__, error, self.suiteClass)
            self.errors.append(message)
            return failed

    def loadTestsFromName(self, name, module=None):
        """Return a suite of what a dotted name means: a module, a class, a method, a suite, or a callable that gives a test."""
        parts = name.split(".")
        failed, message = None, None
        if module is None:
            # As much of the name as can be imported is the module.
            prefix = parts[:]
            while prefix:
                try:
                    module = __import__(".".join(prefix))
                    break
                except ImportError:
                    failed, message = _make_failed_import_test(prefix.pop(), self.suiteClass)
                    if not prefix:
                        self.errors.append(message)
                        return failed
            parts = parts[1:]

        obj = module
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as error:
                # A package without that attribute: what its import said is more telling.
                if getattr(obj, "__path__", None) is None or failed is None:
                    failed, message = _make_failed_test(part, error, self.suiteClass,
                                                        f"Failed to access attribute:\n{traceback.format_exc()}")
                self.errors.append(message)
                return failed

        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if _is_test_class(obj):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            test = parent(parts[-1])
            # A static method is called as any other callable.
            if not isinstance(getattr(test, parts[-1]), types.FunctionType):
                return self.suiteClass([test])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if callable(obj):
            test = obj()
            if isinstance(test, suite.TestSuite):
                return test
            if isinstance(test, case.TestCase):
                return self.suiteClass([test])
            raise TypeError(f"calling {obj} returned {test}, not a test")
        raise TypeError(f"don't know how to make test from: {obj}")

    def loadTestsFromNames(self, names, module=None):
        """Return a suite of what several names mean."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """Return the sorted names of the test methods of a class."""
        def is_test(name):
            if not name.startswith(self.testMethodPrefix) or not callable(getattr(testCaseClass, name)):
                return False
            if self.testNamePatterns is None:
                return True
            full_name = f"{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}"
            return any(fnmatchcase(full_name, pattern) for pattern in self.testNamePatterns)

        names = list(filter(is_test, dir(testCaseClass)))
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    # --- Discovery -----------------------------------------------------------------------------------------------------------

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """Return a suite of the tests in the files below a directory (or package) whose names match the pattern.

        The top level directory is where imports start; it is put into sys.path. A package's load_tests decides for its directory.
        """
        outer_top_level = self._top_level_dir
        explicit_top_level = top_level_dir is not None
        if not explicit_top_level:
            top_level_dir = self._top_level_dir if self._top_level_dir is not None else start_dir
        explicit_top_level = explicit_top_level or self._top_level_dir is not None
        top_level_dir = os.path.abspath(top_level_dir)
        if top_level_dir not in sys.path:
            sys.path.insert(0, top_level_dir)
        self._top_level_dir = top_level_dir

        importable = True
        if os.path.isdir(os.path.abspath(start_dir)):
            start_dir = os.path.abspath(start_dir)
            if start_dir != top_level_dir:
                importable = os.path.isfile(os.path.join(start_dir, "__init__.py"))
        else:
            try:
                __import__(start_dir)
            except ImportError:
                importable = False
            else:
                module = sys.modules[start_dir]
                top_name = start_dir.split(".")[0]
                try:
                    start_dir = os.path.abspath(os.path.dirname(module.__file__))
                except AttributeError:
                    if module.__name__ in sys.builtin_module_names:
                        raise TypeError("Can not use builtin modules as dotted module names") from None
                    raise TypeError(f"don't know how to discover from {module!r}") from None
                if not explicit_top_level:
                    sys.path.remove(top_level_dir)
                    self._top_level_dir = self._get_directory_containing_module(top_name)
                    sys.path.insert(0, self._top_level_dir)
        if not importable:
            raise ImportError(f"Start directory is not importable: {start_dir!r}")

        tests = list(self._find_tests(start_dir, pattern))
        self._top_level_dir = outer_top_level
        return self.suiteClass(tests)

    def _get_directory_containing_module(self, module_name):
        path = os.path.realpath(sys.modules[module_name].__file__)
        directory = os.path.dirname(path)
        if os.path.basename(path).lower().startswith("__init__.py"):
            return os.path.dirname(directory)
        return directory

    def _get_name_from_path(self, path):
        if path == self._top_level_dir:
            return "."
        relative = os.path.relpath(_splitext(os.path.normpath(path)), self._top_level_dir)
        assert not os.path.isabs(relative), "Path must be within the project"
        assert not relative.startswith(".."), "Path must be within the project"
        return relative.replace(os.path.sep, ".")

    def _get_module_from_name(self, name):
        __import__(name)
        return sys.modules[name]

    def _match_path(self, path, full_path, pattern):
        # For subclasses, which may look at more than the name.
        return fnmatch(path, pattern)

    def _find_tests(self, start_dir, pattern):
        # A package's load_tests may discover its own directory again: the package is then being loaded already.
        name = self._get_name_from_path(start_dir)
        if name != "." and name not in self._loading_packages:
            tests, should_recurse = self._find_test_path(start_dir, pattern)
            if tests is not None:
                yield tests
            if not should_recurse:
                return  # load_tests decided
        for entry in sorted(os.listdir(start_dir)):
            path = os.path.join(start_dir, entry)
            tests, should_recurse = self._find_test_path(path, pattern)
            if tests is not None:
                yield tests
            if should_recurse:
                with self._while_loading(path):
                    yield from self._find_tests(path, pattern)

    def _find_test_path(self, full_path, pattern):
        # Returns the tests (or None) and whether the directory below is to be searched.
        base = os.path.basename(full_path)
        if os.path.isfile(full_path):
            if not VALID_MODULE_NAME.match(base) or not self._match_path(base, full_path, pattern):
                return None, False
            module, instead = self._imported(full_path)
            if module is None:
                return instead, False
            self._check_location(module, base, full_path)
            return self.loadTestsFromModule(module, pattern=pattern), False

        if os.path.isdir(full_path):
            if not os.path.isfile(os.path.join(full_path, "__init__.py")):
                return None, False
            package, instead = self._imported(full_path)
            if package is None:
                return instead, False
            with self._while_loading(full_path):
                return self.loadTestsFromModule(package, pattern=pattern), getattr(package, "load_tests", None) is None
        return None, False

    def _imported(self, path):
        """A module or package, or else a test that says why there is none."""
        name = self._get_name_from_path(path)
        try:
            return self._get_module_from_name(name), None
        except case.SkipTest as error:
            return None, _make_skipped_test(name, error, self.suiteClass)
        except BaseException:
            failed, message = _make_failed_import_test(name, self.suiteClass)
            self.errors.append(message)
            return None, failed

    @contextlib.contextmanager
    def _while_loading(self, path):
        name = self._get_name_from_path(path)
        self._loading_packages.add(name)
        try:
            yield
        finally:
            self._loading_packages.discard(name)

    def _check_location(self, module, base, full_path):
        # The same name elsewhere on the path would make other tests run than those that were found.
        module_file = os.path.abspath(getattr(module, "__file__", full_path))
        real = _splitext(os.path.realpath(module_file))
        expected = _splitext(os.path.realpath(full_path))
        if real.lower() != expected.lower():
            module_dir = os.path.dirname(os.path.realpath(full_path))
            raise ImportError("%r module incorrectly imported from %r. Expected %r. Is this module globally installed?" % (
                _splitext(base), os.path.dirname(os.path.realpath(module_file)), module_dir))


defaultTestLoader = TestLoader()
