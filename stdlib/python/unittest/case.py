"""Test cases: fixtures, assertions, skips, subtests."""

import collections
import contextlib
import functools
import itertools
import sys
import time
import traceback
import types
import warnings

from . import result
from .util import _common_shorten_repr, _count_diff_all_purpose, _count_diff_hashable, safe_repr, strclass

# difflib, pprint, re and logging are imported where something is to be shown: most runs need none of them.

__unittest = True

_subtest_msg_sentinel = object()

DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."


class SkipTest(Exception):
    """Raised by a test, a fixture or a module to be skipped; skipTest() and the skip decorators are the usual way."""


class _ShouldStop(Exception):
    """Ends a test after a failed subtest: the run stops at the first failure, or the failure was expected."""


class _Outcome:
    """How a test is doing: what its parts raise is told to the result."""

    def __init__(self, result=None):
        self.result, self.result_supports_subtests = result, hasattr(result, "addSubTest")
        # Whether all is well so far; whether the part that runs is meant to fail, and then how it did.
        self.success = True
        self.expecting_failure, self.expectedFailure = False, None

    @contextlib.contextmanager
    def testPartExecutor(self, test_case, subTest=False):
        """Run a part of a test: what it raises is told, except for what ends the run."""
        well_before, self.success = self.success, True
        try:
            yield
            if subTest and self.success:
                self._tell_subtest(test_case, None)
        except KeyboardInterrupt:
            raise
        except _ShouldStop:
            pass
        except SkipTest as skipped:
            self.success = False
            _addSkip(self.result, test_case, str(skipped))
        except BaseException:
            self._failed(test_case, subTest)
        finally:
            self.success &= well_before

    def _failed(self, test_case, is_subtest):
        exc_info = sys.exc_info()
        if self.expecting_failure:
            self.expectedFailure = exc_info
            return
        self.success = False
        tell = self._tell_subtest if is_subtest else functools.partial(_addError, self.result)
        tell(test_case, exc_info)

    def _tell_subtest(self, test_case, exc_info):
        self.result.addSubTest(test_case.test_case, test_case, exc_info)


def _addSkip(result, test_case, reason):
    if hasattr(result, "addSkip"):
        result.addSkip(test_case, reason)
        return
    warnings.warn("TestResult has no addSkip method, skips not reported", RuntimeWarning, 2)
    result.addSuccess(test_case)


def _addError(result, test, exc_info):
    if result is None or exc_info is None:
        return
    add = result.addFailure if issubclass(exc_info[0], test.failureException) else result.addError
    add(test, exc_info)


def _id(obj):
    return obj


def _enter_context(cm, addcleanup):
    """Enter a context and have it left by a cleanup. Like `with`, this asks the class for the methods."""
    kind = type(cm)
    if not (hasattr(kind, "__enter__") and hasattr(kind, "__exit__")):
        name = f"{kind.__module__}.{kind.__qualname__}"
        raise TypeError(f"'{name}' object does not support the context manager protocol")
    leave = kind.__exit__
    entered = kind.__enter__(cm)
    addcleanup(leave, cm, None, None, None)
    return entered


def _do_cleanups(calls, failed):
    """Call what cleanups there are, those that come meanwhile too; failed() is told of each exception."""
    while calls:
        function, positional, named = calls.pop()
        try:
            function(*positional, **named)
        except Exception as error:
            failed(error)


# --- Modules -----------------------------------------------------------------------------------------------------------------

_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Have a function called after tearDownModule(), or after setUpModule() if that fails; last in, first out."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """Enter a context that is left when the tests of the module are done; returns what `as` would get."""
    return _enter_context(cm, addModuleCleanup)


def doModuleCleanups():
    """Call the functions given to addModuleCleanup(). All are called; then the first of their exceptions is raised."""
    errors = []
    _do_cleanups(_module_cleanups, errors.append)
    for first in errors:
        raise first


# --- Skips -------------------------------------------------------------------------------------------------------------------

def skip(reason):
    """Decorator: skip a test or a class of tests."""
    if isinstance(reason, types.FunctionType):
        # Written without parentheses.
        return skip("")(reason)

    def decorator(test_item):
        if isinstance(test_item, type):
            skipped = test_item
        else:
            @functools.wraps(test_item)
            def skipped(*args, **kwargs):
                raise SkipTest(reason)
        skipped.__unittest_skip__, skipped.__unittest_skip_why__ = True, reason
        return skipped

    return decorator


def skipIf(condition, reason):
    """Decorator: skip if the condition is true."""
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """Decorator: skip if the condition is false."""
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    """Decorator: the test should fail, and it is wrong if it does not."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


def _first_line(text):
    return text.partition("\n")[0].strip() if text else None


def _skip_reason(test, method):
    # None, or why the test is to be skipped: its class says it, or the method.
    marked = type(test), method
    if any(getattr(item, "__unittest_skip__", False) for item in marked):
        reasons = (getattr(item, "__unittest_skip_why__", "") for item in marked)
        return next(filter(None, reasons), "")
    return None


# --- Assertions that look into a block ---------------------------------------------------------------------------------------

def _compiled(pattern):
    """A pattern, which may be given as text. The module is needed by few runs."""
    import re

    return re.compile(pattern)


def _is_subtype(expected, basetype):
    match expected:
        case type():
            return issubclass(expected, basetype)
        case tuple():
            return all(_is_subtype(item, basetype) for item in expected)
        case _:
            return False


class _BaseTestCaseContext:
    """A context that fails a test."""

    # What the caller has to say in the message.
    msg = None

    def __init__(self, test_case):
        self.test_case = test_case

    def _raiseFailure(self, standardMsg):
        test = self.test_case
        raise test.failureException(test._formatMessage(self.msg, standardMsg))


class _AssertRaisesBaseContext(_BaseTestCaseContext):
    """What the contexts for exceptions and warnings of some kind have in common."""

    # The name of what is called, if this is no `with`.
    obj_name = None

    def __init__(self, expected, test_case, expected_regex=None):
        super().__init__(test_case)
        self.expected = expected
        self.expected_regex = None if expected_regex is None else _compiled(expected_regex)

    def handle(self, name, args, kwargs):
        """Call the given callable in this context, or return the context if there is none."""
        try:
            if not _is_subtype(self.expected, self._base_type):
                raise TypeError(f"{name}() arg 1 must be {self._base_type_str}")
            if args:
                function, *rest = args
                self.obj_name = _name_of(function)
                with self:
                    function(*rest, **kwargs)
                return None
            self.msg = kwargs.pop("msg", None)
            for unknown in kwargs:
                raise TypeError(f"{unknown!r} is an invalid keyword argument for this function")
            return self
        finally:
            # The frames of an exception that goes through here must not keep the context.
            self = None

    def _fits(self, text):
        return self.expected_regex is None or self.expected_regex.search(text) is not None

    def _raise_missing(self, what):
        self._raise_present(f"not {what}")

    def _raise_present(self, what):
        by = f" by {self.obj_name}" if self.obj_name else ""
        self._raiseFailure(f"{_name_of(self.expected)} {what}{by}")

    def _raise_mismatch(self, value):
        self._raiseFailure(f'"{self.expected_regex.pattern}" does not match "{value}"')


def _name_of(thing):
    return getattr(thing, "__name__", None) or str(thing)


class _AssertRaisesContext(_AssertRaisesBaseContext):
    """The context of assertRaises() and assertRaisesRegex(); `exception` is what was raised."""

    _base_type = BaseException
    _base_type_str = "an exception type or tuple of exception types"

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._raise_missing("raised")
        traceback.clear_frames(tb)
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if not self._fits(str(exc_value)):
            self._raise_mismatch(exc_value)
        return True

    __class_getitem__ = classmethod(types.GenericAlias)


class _AssertWarnsContext(_AssertRaisesBaseContext):
    """The context of assertWarns() and assertWarnsRegex(); `warning`, `filename` and `lineno` tell of the first that fits."""

    _base_type = Warning
    _base_type_str = "a warning type or tuple of warning types"

    def __enter__(self):
        # A warning that was already told somewhere must come again.
        for told in [module for module in list(sys.modules.values()) if getattr(module, "__warningregistry__", None)]:
            told.__warningregistry__ = {}
        manager = self.warnings_manager = warnings.catch_warnings(record=True)
        self.warnings = manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        of_kind = [record for record in self.warnings if isinstance(record.message, self.expected)]
        for record in of_kind:
            if self._fits(str(record.message)):
                self.warning, self.filename, self.lineno = record.message, record.filename, record.lineno
                return
        if of_kind:
            self._raise_mismatch(of_kind[0].message)
        self._raise_missing("triggered")


class _AssertNotWarnsContext(_AssertWarnsContext):
    """The context of _assertNotWarns()."""

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        if any(isinstance(record.message, self.expected) for record in self.warnings):
            self._raise_present("triggered")


def _nothing():
    """Stands for a method that a result need not have."""


class _OrderedChainMap(collections.ChainMap):
    """Parameters of nested subtests, those of the inner one first."""

    def __iter__(self):
        return iter(dict.fromkeys(itertools.chain.from_iterable(self.maps)))


# --- The test case -----------------------------------------------------------------------------------------------------------

def _distance(first, second, places, delta):
    """Whether two numbers are near, whether they are far (neither with NaN), how far apart, and in words how near is near."""
    if not (delta is None or places is None):
        raise TypeError("specify delta or places not both")
    difference = abs(first - second)
    if delta is not None:
        return difference <= delta, difference > delta, difference, f"{safe_repr(delta)} delta"
    places = 7 if places is None else places
    near = round(difference, places) == 0
    return near, not near, difference, f"{places!r} places"


class TestCase:
    """One test: an instance runs one method of its class, with setUp() before and tearDown() after it."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    # Longer texts are not compared line by line.
    _diffThreshold = 2 ** 16
    _classSetupFailed = False
    _class_cleanups = []

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        method = getattr(self, methodName, None)
        # An instance for its assertions alone is fine.
        if method is None and methodName != "runTest":
            raise ValueError(f"no such test method in {type(self)}: {methodName}")
        self._testMethodDoc = "No test" if method is None else method.__doc__
        self._outcome, self._subtest, self._cleanups = None, None, []
        self._type_equality_funcs = {
            dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual", set: "assertSetEqual",
            frozenset: "assertSetEqual", str: "assertMultiLineEqual"}

    def addTypeEqualityFunc(self, typeobj, function):
        """Let assertEqual() of two objects of exactly this type call function(first, second, msg=None)."""
        self._type_equality_funcs[typeobj] = function

    # --- Fixtures ------------------------------------------------------------------------------------------------------------

    def setUp(self):
        """Called before the test method."""

    def tearDown(self):
        """Called after the test method if setUp() went well."""

    @classmethod
    def setUpClass(cls):
        """Called before the tests of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the tests of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Have a function called after tearDown(), or after setUp() if that fails; last in, first out."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enter a context that is left when the test is done; returns what `as` would get."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Have a function called after tearDownClass(), or after setUpClass() if that fails."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Enter a context that is left when the tests of the class are done."""
        return _enter_context(cm, cls.addClassCleanup)

    def doCleanups(self):
        """Call the functions given to addCleanup()."""
        outcome = self._outcome or _Outcome()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Call the functions given to addClassCleanup(); what they raise is left in tearDown_exceptions."""
        cls.tearDown_exceptions = told = []
        _do_cleanups(cls._class_cleanups, lambda error: told.append(sys.exc_info()))

    # --- Identity ------------------------------------------------------------------------------------------------------------

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """Return the first line of the method's documentation, or None."""
        return _first_line((self._testMethodDoc or "").strip())

    def id(self):
        return f"{strclass(self.__class__)}.{self._testMethodName}"

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __eq__(self, other):
        if type(other) is type(self):
            return other._testMethodName == self._testMethodName
        return NotImplemented

    def __str__(self):
        return f"{self._testMethodName} ({strclass(self.__class__)}.{self._testMethodName})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} testMethod={self._testMethodName}>"

    # --- Running -------------------------------------------------------------------------------------------------------------

    def run(self, result=None):
        """Run the test; what happens goes to the result, which is returned."""
        if result is None:
            result = self.defaultTestResult()
            getattr(result, "startTestRun", _nothing)()
            stop_run = getattr(result, "stopTestRun", _nothing)
        else:
            stop_run = _nothing
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = _skip_reason(self, method)
            if reason is not None:
                _addSkip(result, self, reason)
                return result

            # An attribute set on the class afterwards counts too.
            meant_to_fail = any(getattr(item, "__unittest_expecting_failure__", False) for item in (self, method))
            self._outcome = outcome = _Outcome(result)
            try:
                begin = time.perf_counter()
                with outcome.testPartExecutor(self):
                    self._callSetUp()
                if outcome.success:
                    outcome.expecting_failure = meant_to_fail
                    with outcome.testPartExecutor(self):
                        self._callTestMethod(method)
                    outcome.expecting_failure = False
                    with outcome.testPartExecutor(self):
                        self._callTearDown()
                self.doCleanups()
                self._addDuration(result, time.perf_counter() - begin)
                if outcome.success:
                    self._tell_success(result, meant_to_fail, outcome.expectedFailure)
                return result
            finally:
                # Tracebacks lead to these frames, which must not lead back to them.
                self._outcome = outcome.expectedFailure = outcome = None
        finally:
            result.stopTest(self)
            stop_run()

    def _tell_success(self, result, meant_to_fail, failure):
        """Nothing went wrong, unless something should have."""
        if not meant_to_fail:
            result.addSuccess(self)
        elif failure:
            self._addExpectedFailure(result, failure)
        else:
            self._addUnexpectedSuccess(result)

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without collecting results: exceptions come through."""
        method = getattr(self, self._testMethodName)
        if (reason := _skip_reason(self, method)) is not None:
            raise SkipTest(reason)
        for part, *given in ((self._callSetUp,), (self._callTestMethod, method), (self._callTearDown,)):
            part(*given)
        while self._cleanups:
            function, positional, named = self._cleanups.pop()
            self._callCleanup(function, *positional, **named)

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)

    @contextlib.contextmanager
    def subTest(self, msg=_subtest_msg_sentinel, **params):
        """A part of a test whose failure is told with these words and values and does not end the test."""
        outcome, outer = self._outcome, self._subtest
        if not (outcome and outcome.result_supports_subtests):
            yield
            return
        values = outer.params.new_child(params) if outer else _OrderedChainMap(params)
        self._subtest = _SubTest(self, msg, values)
        try:
            with outcome.testPartExecutor(self._subtest, subTest=True):
                yield
            if outcome.success:
                is_the_end = outcome.expectedFailure
            else:
                is_the_end = outcome.result is not None and outcome.result.failfast
            if is_the_end:
                raise _ShouldStop
        finally:
            self._subtest = outer

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        value = method()
        if value is not None:
            warnings.warn(f"It is deprecated to return a value that is not None from a test case ({method})", DeprecationWarning,
                          stacklevel=3)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    # Old results lack some methods: they are told in another way, or not at all.

    def _addExpectedFailure(self, result, exc_info):
        if hasattr(result, "addExpectedFailure"):
            result.addExpectedFailure(self, exc_info)
            return
        warnings.warn("TestResult has no addExpectedFailure method, reporting as passes", RuntimeWarning)
        result.addSuccess(self)

    def _addUnexpectedSuccess(self, result):
        if hasattr(result, "addUnexpectedSuccess"):
            result.addUnexpectedSuccess(self)
            return
        warnings.warn("TestResult has no addUnexpectedSuccess method, reporting as failure", RuntimeWarning)
        try:
            # The result wants a traceback, so something must be raised.
            raise _UnexpectedSuccess
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _addDuration(self, result, elapsed):
        if hasattr(result, "addDuration"):
            result.addDuration(self, elapsed)
        else:
            warnings.warn("TestResult has no addDuration method", RuntimeWarning)

    # --- Messages ------------------------------------------------------------------------------------------------------------

    def fail(self, msg=None):
        """Fail, whatever holds."""
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return f"{standardMsg} : {msg}"
        except UnicodeDecodeError:
            return f"{safe_repr(standardMsg)} : {safe_repr(msg)}"

    def _raise_failure(self, msg, standardMsg):
        # These assertions do not go by fail(), which a subclass may replace.
        raise self.failureException(self._formatMessage(msg, standardMsg))

    def _fail(self, msg, standardMsg):
        self.fail(self._formatMessage(msg, standardMsg))

    def _truncateMessage(self, message, diff):
        limit = self.maxDiff
        if limit is None or len(diff) <= limit:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def _line_diff(self, first, second):
        import difflib
        import pprint

        return "\n" + "\n".join(difflib.ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))

    # --- Assertions: truth and identity --------------------------------------------------------------------------------------

    def assertFalse(self, expr, msg=None):
        """Fail unless the expression is false."""
        if expr:
            raise self.failureException(self._formatMessage(msg, f"{safe_repr(expr)} is not false"))

    def assertTrue(self, expr, msg=None):
        """Fail unless the expression is true."""
        if not expr:
            raise self.failureException(self._formatMessage(msg, f"{safe_repr(expr)} is not true"))

    def assertIs(self, expr1, expr2, msg=None):
        """Fail unless both are the same object."""
        if expr1 is not expr2:
            self._fail(msg, f"{safe_repr(expr1)} is not {safe_repr(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        """Fail if both are the same object."""
        if expr1 is expr2:
            self._fail(msg, f"unexpectedly identical: {safe_repr(expr1)}")

    def assertIsNone(self, obj, msg=None):
        """Fail unless the object is None."""
        if obj is not None:
            self._fail(msg, f"{safe_repr(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        """Fail if the object is None."""
        if obj is None:
            self._fail(msg, "unexpectedly None")

    def assertIsInstance(self, obj, cls, msg=None):
        """Fail unless the object is an instance of the class (or of one of a tuple)."""
        if not isinstance(obj, cls):
            self._fail(msg, f"{safe_repr(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        """Fail if the object is an instance of the class (or of one of a tuple)."""
        if isinstance(obj, cls):
            self._fail(msg, f"{safe_repr(obj)} is an instance of {cls!r}")

    # --- Assertions: comparison ----------------------------------------------------------------------------------------------

    def _getAssertEqualityFunc(self, first, second):
        if type(first) == type(second):
            asserter = self._type_equality_funcs.get(type(first))
            if asserter is not None:
                return getattr(self, asserter) if isinstance(asserter, str) else asserter
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._raise_failure(msg, "%s != %s" % _common_shorten_repr(first, second))

    def assertEqual(self, first, second, msg=None):
        """Fail unless both are equal; what is shown depends on their type."""
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """Fail if both are equal."""
        if not first != second:
            self._raise_failure(msg, f"{safe_repr(first)} == {safe_repr(second)}")

    def assertLess(self, a, b, msg=None):
        """Fail unless a < b."""
        if not a < b:
            self._fail(msg, f"{safe_repr(a)} not less than {safe_repr(b)}")

    def assertLessEqual(self, a, b, msg=None):
        """Fail unless a <= b."""
        if not a <= b:
            self._fail(msg, f"{safe_repr(a)} not less than or equal to {safe_repr(b)}")

    def assertGreater(self, a, b, msg=None):
        """Fail unless a > b."""
        if not a > b:
            self._fail(msg, f"{safe_repr(a)} not greater than {safe_repr(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        """Fail unless a >= b."""
        if not a >= b:
            self._fail(msg, f"{safe_repr(a)} not greater than or equal to {safe_repr(b)}")

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail unless the difference is at most delta, or is 0 when rounded to so many decimal places (7)."""
        if first == second:
            return
        near, _, difference, how = _distance(first, second, places, delta)
        if not near:
            self._raise_failure(msg, f"{safe_repr(first)} != {safe_repr(second)} within {how} ({safe_repr(difference)} difference)")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if assertAlmostEqual() would not."""
        _, far, difference, how = _distance(first, second, places, delta)
        if first == second or not far:
            detail = "" if delta is None else f" ({safe_repr(difference)} difference)"
            self._raise_failure(msg, f"{safe_repr(first)} == {safe_repr(second)} within {how}{detail}")

    # --- Assertions: containers ----------------------------------------------------------------------------------------------

    def assertIn(self, member, container, msg=None):
        """Fail unless member in container."""
        if member not in container:
            self._fail(msg, f"{safe_repr(member)} not found in {safe_repr(container)}")

    def assertNotIn(self, member, container, msg=None):
        """Fail if member in container."""
        if member in container:
            self._fail(msg, f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}")

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Fail unless both have the same elements in the same order; if a type is given, both must be of it."""
        if seq_type is None:
            kind = "sequence"
        else:
            kind = seq_type.__name__
            for order, sequence in (("First", seq1), ("Second", seq2)):
                if not isinstance(sequence, seq_type):
                    raise self.failureException(f"{order} sequence is not a {kind}: {safe_repr(sequence)}")

        problem = self._sequence_problem(seq1, seq2, kind, seq_type)
        if problem is not None:
            self._fail(msg, self._truncateMessage(problem, self._line_diff(seq1, seq2)))

    def _sequence_problem(self, seq1, seq2, kind, seq_type):
        lengths = []
        for order, sequence in (("First", seq1), ("Second", seq2)):
            try:
                lengths.append(len(sequence))
            except (TypeError, NotImplementedError):
                return f"{order} {kind} has no length.    Non-sequence?"
        if seq1 == seq2:
            return None

        len1, len2 = lengths
        problem = "%ss differ: %s != %s\n" % (kind.capitalize(), *_common_shorten_repr(seq1, seq2))
        for index in range(min(len1, len2)):
            items = []
            for order, sequence in (("first", seq1), ("second", seq2)):
                try:
                    items.append(sequence[index])
                except (TypeError, IndexError, NotImplementedError):
                    problem += f"\nUnable to index element {index} of {order} {kind}\n"
                    break
            if len(items) < 2:
                break
            if items[0] != items[1]:
                problem += "\nFirst differing element %d:\n%s\n%s\n" % (index, *_common_shorten_repr(*items))
                break
        else:
            if len1 == len2 and seq_type is None and type(seq1) != type(seq2):
                return None  # the same elements in sequences of two kinds

        if len1 != len2:
            order, longer, start, extra = ("First", seq1, len2, len1 - len2) if len1 > len2 else ("Second", seq2, len1, len2 - len1)
            problem += f"\n{order} {kind} contains {extra} additional elements.\n"
            try:
                problem += f"First extra element {start}:\n{safe_repr(longer[start])}\n"
            except (TypeError, IndexError, NotImplementedError):
                problem += f"Unable to index element {start} of {order.lower()} {kind}\n"
        return problem

    def assertListEqual(self, list1, list2, msg=None):
        """Fail unless both are equal lists."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """Fail unless both are equal tuples."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Fail unless both have the same elements; anything with difference() will do."""
        differences = []
        for order, one, other in (("first", set1, set2), ("second", set2, set1)):
            try:
                differences.append(one.difference(other))
            except TypeError as error:
                self.fail(f"invalid type when attempting set difference: {error}")
            except AttributeError as error:
                self.fail(f"{order} argument does not support set difference: {error}")
        if not any(differences):
            return
        lines = []
        for one, other, difference in (("first", "second", differences[0]), ("second", "first", differences[1])):
            if difference:
                lines.append(f"Items in the {one} set but not the {other}:")
                lines.extend(repr(item) for item in difference)
        self._fail(msg, "\n".join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        """Fail unless both are equal dicts."""
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            self._fail(msg, self._truncateMessage("%s != %s" % _common_shorten_repr(d1, d2), self._line_diff(d1, d2)))

    def assertCountEqual(self, first, second, msg=None):
        """Fail unless both have the same elements equally often, in any order."""
        left, right = list(first), list(second)
        try:
            counts = collections.Counter(left), collections.Counter(right)
        except TypeError:
            differences = _count_diff_all_purpose(left, right)
        else:
            if counts[0] == counts[1]:
                return
            differences = _count_diff_hashable(left, right)
        if differences:
            lines = ["First has %d, Second has %d:  %r" % difference for difference in differences]
            self._fail(msg, self._truncateMessage("Element counts were not equal:\n", "\n".join(lines)))

    # --- Assertions: text ----------------------------------------------------------------------------------------------------

    def assertMultiLineEqual(self, first, second, msg=None):
        """Fail unless both are equal strings; shows the lines that differ."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        import difflib

        # A last line without its newline would run into the next line of the diff. If one of two texts lacks it, both get one, and
        # so the difference of the newlines themselves shows.
        left, right = first, second
        if first and second:
            if first[-1] != "\n" or second[-1] != "\n":
                left += "\n"
                right += "\n"
        elif second and second[-1] != "\n":
            right += "\n"
        elif first and first[-1] != "\n":
            left += "\n"
        diff = "\n" + "".join(difflib.ndiff(left.splitlines(keepends=True), right.splitlines(keepends=True)))
        self._fail(msg, self._truncateMessage("%s != %s" % _common_shorten_repr(first, second), diff))

    def assertRegex(self, text, expected_regex, msg=None):
        """Fail unless the pattern is found in the text."""
        pattern = expected_regex
        if isinstance(pattern, (str, bytes)):
            assert pattern, "expected_regex must not be empty."
            pattern = _compiled(pattern)
        if pattern.search(text) is None:
            self._raise_failure(msg, f"Regex didn't match: {pattern.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """Fail if the pattern is found in the text."""
        pattern = _compiled(unexpected_regex) if isinstance(unexpected_regex, (str, bytes)) else unexpected_regex
        if found := pattern.search(text):
            self._raise_failure(msg, f"Regex matched: {found[0]!r} matches {pattern.pattern!r} in {text!r}")

    # --- Assertions: exceptions, warnings, logs ------------------------------------------------------------------------------

    def assertRaises(self, expected_exception, *args, **kwargs):
        """Fail unless the callable raises the exception; without a callable, a context manager for a block that should."""
        context = _AssertRaisesContext(expected_exception, self)
        try:
            return context.handle("assertRaises", args, kwargs)
        finally:
            context = None

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """As assertRaises(); the pattern must be found in str() of the exception."""
        return _AssertRaisesContext(expected_exception, self, expected_regex).handle("assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """Fail unless the callable (or the block) warns."""
        return _AssertWarnsContext(expected_warning, self).handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """As assertWarns(); the pattern must be found in the message."""
        return _AssertWarnsContext(expected_warning, self, expected_regex).handle("assertWarnsRegex", args, kwargs)

    def _assertNotWarns(self, expected_warning, *args, **kwargs):
        return _AssertNotWarnsContext(expected_warning, self).handle("_assertNotWarns", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """Context manager: fail unless something of this level or above is logged to this logger. Gives records and output."""
        from . import _log

        return _log._AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """Context manager: fail if something of this level or above is logged to this logger."""
        from . import _log

        return _log._AssertLogsContext(self, logger, level, no_logs=True)


class _UnexpectedSuccess(Exception):
    """Stands for an unexpected success in results that know only failures."""


class FunctionTestCase(TestCase):
    """Makes a test of a function; setUp and tearDown are functions too."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._testFunc, self._description = testFunc, description
        self._setUpFunc, self._tearDownFunc = setUp, tearDown

    def setUp(self):
        (self._setUpFunc or _nothing)()

    def runTest(self):
        self._testFunc()

    def tearDown(self):
        (self._tearDownFunc or _nothing)()

    def id(self):
        return self._testFunc.__name__

    def _identity(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self):
        return hash((type(self), *self._identity()))

    def __str__(self):
        return f"{strclass(self.__class__)} ({self._testFunc.__name__})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} tec={self._testFunc}>"

    def shortDescription(self):
        if self._description is not None:
            return self._description
        text = self._testFunc.__doc__
        return _first_line(text)


class _SubTest(TestCase):
    """Names a part of a test in results."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self.test_case, self._message, self.params = test_case, message, params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        message = "" if self._message is _subtest_msg_sentinel else f"[{self._message}]"
        values = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return " ".join(filter(None, (message, values and f"({values})"))) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._subDescription()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._subDescription()}"
