"""Groups of tests, and the fixtures of classes and modules that a group runs around them."""

import sys

from . import case
from . import util

__unittest = True


def _call_if_exists(parent, attr):
    getattr(parent, attr, lambda: None)()


class BaseTestSuite:
    """A list of tests and suites without class and module fixtures."""

    # Whether tests that ran are dropped, so that what they hold can go.
    _cleanup = True

    def __init__(self, tests=()):
        self._tests, self._removed_tests = [], 0
        self.addTests(tests)

    def __iter__(self):
        return iter(self._tests)

    def __eq__(self, other):
        if isinstance(other, type(self)):
            return [*self] == [*other]
        return NotImplemented

    def __repr__(self):
        return f"<{util.strclass(type(self))} tests={[*self]}>"

    def countTestCases(self):
        """How many tests the suite has or had."""
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        """Append a test or a suite."""
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        """Append all tests of an iterable."""
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result):
        """Run the tests until the result says stop; returns the result."""
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        return result

    def _removeTestAtIndex(self, index):
        try:
            test, self._tests[index] = self._tests[index], None
        except TypeError:
            return  # a subclass keeps its tests elsewhere
        # The number of what is no test is int(), 0.
        self._removed_tests += getattr(test, "countTestCases", int)()

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the tests without collecting results: exceptions come through."""
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    """A list of tests. It runs setUpModule/tearDownModule and setUpClass/tearDownClass when the module or the class of the next
    test is another one than that of the test before; what this suite remembers of them lives in the result, so that nested
    suites go on where others left."""

    def run(self, result, debug=False):
        top_level = False
        if getattr(result, "_testRunEntered", False) is False:
            result._testRunEntered = top_level = True

        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if _isnotsuite(test) and not self._change_fixtures(test, result):
                continue
            test.debug() if debug else test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)

        if top_level:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def _change_fixtures(self, test, result):
        """Leave the class and module of the test before, enter those of this one; whether that went well."""
        for step in (self._tearDownPreviousClass, self._handleModuleFixture, self._handleClassSetUp):
            step(test, result)
        result._previousTestClass = kind = test.__class__
        return not (getattr(kind, "_classSetupFailed", False) or getattr(result, "_moduleSetUpFailed", False))

    def debug(self):
        """Run the tests without collecting results: exceptions come through."""
        self.run(_DebugResult(), True)

    # --- Classes -------------------------------------------------------------------------------------------------------------

    def _handleClassSetUp(self, test, result):
        current = test.__class__
        if current == getattr(result, "_previousTestClass", None):
            return
        if getattr(result, "_moduleSetUpFailed", False) or getattr(current, "__unittest_skip__", False):
            return

        failed = False
        try:
            current._classSetupFailed = False
        except TypeError:
            pass  # such a class cannot have attributes: it has no fixture either

        set_up = getattr(current, "setUpClass", None)
        do_cleanups = getattr(current, "doClassCleanups", None)
        if set_up is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            try:
                set_up()
            except Exception as error:
                if isinstance(result, _DebugResult):
                    raise
                failed = True
                try:
                    current._classSetupFailed = True
                except TypeError:
                    pass
                name = util.strclass(current)
                self._createClassOrModuleLevelException(result, error, "setUpClass", name)
            if failed and do_cleanups is not None:
                do_cleanups()
                for info in current.tearDown_exceptions:
                    self._createClassOrModuleLevelException(result, info[1], "setUpClass", name, info=info)
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _tearDownPreviousClass(self, test, result):
        previous = getattr(result, "_previousTestClass", None)
        current = test.__class__
        if current == previous or previous is None:
            return
        if (getattr(previous, "_classSetupFailed", False) or getattr(result, "_moduleSetUpFailed", False)
                or getattr(previous, "__unittest_skip__", False)):
            return

        tear_down = getattr(previous, "tearDownClass", None)
        do_cleanups = getattr(previous, "doClassCleanups", None)
        if tear_down is None and do_cleanups is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            if tear_down is not None:
                try:
                    tear_down()
                except Exception as error:
                    if isinstance(result, _DebugResult):
                        raise
                    self._createClassOrModuleLevelException(result, error, "tearDownClass", util.strclass(previous))
            if do_cleanups is not None:
                do_cleanups()
                for info in previous.tearDown_exceptions:
                    if isinstance(result, _DebugResult):
                        raise info[1]
                    self._createClassOrModuleLevelException(result, info[1], "tearDownClass", util.strclass(previous), info=info)
        finally:
            _call_if_exists(result, "_restoreStdout")

    # --- Modules -------------------------------------------------------------------------------------------------------------

    def _get_previous_module(self, result):
        previous = getattr(result, "_previousTestClass", None)
        return None if previous is None else previous.__module__

    def _handleModuleFixture(self, test, result):
        current = test.__class__.__module__
        if current == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)

        result._moduleSetUpFailed = False
        module = sys.modules.get(current)
        if module is None:
            return
        set_up = getattr(module, "setUpModule", None)
        if set_up is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            try:
                set_up()
            except Exception as error:
                if isinstance(result, _DebugResult):
                    raise
                result._moduleSetUpFailed = True
                self._createClassOrModuleLevelException(result, error, "setUpModule", current)
            if result._moduleSetUpFailed:
                try:
                    case.doModuleCleanups()
                except Exception as error:
                    self._createClassOrModuleLevelException(result, error, "setUpModule", current)
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _handleModuleTearDown(self, result):
        previous = self._get_previous_module(result)
        if previous is None or getattr(result, "_moduleSetUpFailed", False):
            return
        module = sys.modules.get(previous)
        if module is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            steps = [step for step in (getattr(module, "tearDownModule", None), case.doModuleCleanups) if step is not None]
            for step in steps:
                try:
                    step()
                except Exception as error:
                    if isinstance(result, _DebugResult):
                        raise
                    self._createClassOrModuleLevelException(result, error, "tearDownModule", previous)
        finally:
            _call_if_exists(result, "_restoreStdout")

    # --- Errors of fixtures --------------------------------------------------------------------------------------------------

    def _createClassOrModuleLevelException(self, result, exc, method_name, parent, info=None):
        self._addClassOrModuleLevelException(result, exc, f"{method_name} ({parent})", info)

    def _addClassOrModuleLevelException(self, result, exception, errorName, info=None):
        holder = _ErrorHolder(errorName)
        add_skip = getattr(result, "addSkip", None)
        if add_skip is not None and isinstance(exception, case.SkipTest):
            add_skip(holder, str(exception))
        else:
            result.addError(holder, info or sys.exc_info())


class _ErrorHolder:
    """Stands for a fixture in the place of a test, which cannot be run."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def __repr__(self):
        return f"<ErrorHolder description={self.description!r}>"

    def __str__(self):
        return self.description

    id = __str__

    def shortDescription(self):
        return None

    def countTestCases(self):
        return 0

    def __call__(self, result):
        return None

    run = __call__


def _isnotsuite(test):
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _DebugResult:
    """Remembers fixtures for debug(), which collects nothing."""

    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
