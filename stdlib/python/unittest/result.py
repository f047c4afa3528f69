"""What happened to the tests of a run."""

import io
import sys
import traceback

from functools import wraps

from . import util

__unittest = True

STDOUT_LINE = "\nStdout:\n%s"
STDERR_LINE = "\nStderr:\n%s"


def failfast(method):
    """Let a reporting method end the run if the result's failfast says so."""
    @wraps(method)
    def stopping(self, *args, **kwargs):
        if getattr(self, "failfast", False):
            self.stop()
        return method(self, *args, **kwargs)
    return stopping


class TestResult:
    """Collects failures and errors as (test, traceback text). Runners call its methods; a subclass may show more.

    It serves one run, in one thread.
    """

    # What suites remember here.
    _testRunEntered = _moduleSetUpFailed = False
    _previousTestClass = None

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.testsRun, self.shouldStop = 0, False
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.collectedDurations = []
        # Set by the runner.
        self.failfast = self.buffer = self.tb_locals = False
        # Where output goes with `buffer`, where it went before, and whether it is to be shown, too.
        self._stdout_buffer = self._stderr_buffer = None
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """Called after a run, for results that show what went wrong."""

    # --- Around a test -------------------------------------------------------------------------------------------------------

    def startTestRun(self):
        """Called before any test of a run."""

    def stopTestRun(self):
        """Called after all tests of a run."""

    def startTest(self, test):
        """Called before a test."""
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def stopTest(self, test):
        """Called after a test, whatever happened."""
        self._restoreStdout()
        self._mirrorOutput = False

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._stderr_buffer is None:
            self._stdout_buffer, self._stderr_buffer = io.StringIO(), io.StringIO()
        sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def _restoreStdout(self):
        if not self.buffer:
            return
        originals = self._original_stdout, self._original_stderr
        if self._mirrorOutput:
            for original, text in zip(originals, self._kept_output()):
                if text:
                    original.write(text)
        sys.stdout, sys.stderr = originals
        for buffer in (self._stdout_buffer, self._stderr_buffer):
            buffer.seek(0)
            buffer.truncate()

    @staticmethod
    def _kept_output():
        """What the test has written to both streams, as it is to be shown."""
        for stream, form in ((sys.stdout, STDOUT_LINE), (sys.stderr, STDERR_LINE)):
            text = stream.getvalue()
            end = "" if text.endswith("\n") else "\n"
            yield form % (text + end) if text else ""

    # --- Outcomes ------------------------------------------------------------------------------------------------------------

    @failfast
    def addError(self, test, err):
        """A test raised something else than its failureException; err is as from sys.exc_info()."""
        self._keep(self.errors, test, test, err)

    @failfast
    def addFailure(self, test, err):
        """A test raised its failureException."""
        self._keep(self.failures, test, test, err)

    def addSubTest(self, test, subtest, err):
        """A part of a test ended; err is None if well."""
        if err is None:
            return
        if getattr(self, "failfast", False):
            self.stop()
        entries = self.failures if issubclass(err[0], test.failureException) else self.errors
        self._keep(entries, subtest, test, err)

    def _keep(self, entries, named, test, err):
        entries.append((named, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        """A test ended well."""

    def addSkip(self, test, reason):
        """A test was skipped."""
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        """A test failed as it should."""
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        """A test that should fail did not."""
        self.unexpectedSuccesses.append(test)

    def addDuration(self, test, elapsed):
        """How long a test took, in seconds."""
        if hasattr(self, "collectedDurations"):  # not so in a subclass that keeps its own lists
            self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        """Whether nothing went wrong so far."""
        return not (self.failures or self.errors or getattr(self, "unexpectedSuccesses", None))

    def stop(self):
        """Ask the run to end after the current test."""
        self.shouldStop = True

    # --- Tracebacks ----------------------------------------------------------------------------------------------------------

    def _exc_info_to_string(self, err, test):
        exctype, value, tb = err
        tb = self._clean_tracebacks(exctype, value, tb, test)
        report = traceback.TracebackException(exctype, value, tb, capture_locals=self.tb_locals, compact=True)
        lines = list(report.format())
        if self.buffer:
            lines += self._kept_output()
        return "".join(lines)

    def _clean_tracebacks(self, exctype, value, tb, test):
        # Frames of this package say nothing to the reader: those of the runner before the test, and in a failed assertion also
        # those after it. The exceptions of the chain are cleaned too.
        cleaned = None
        chain = [(exctype, value, tb)]
        seen = {id(value)}
        first = True
        while chain:
            exctype, value, tb = chain.pop()
            while tb and self._is_relevant_tb_level(tb):
                tb = tb.tb_next
            if exctype is test.failureException:
                self._remove_unittest_tb_frames(tb)
            if first:
                cleaned, first = tb, False
            else:
                value.__traceback__ = tb
            if value is not None:
                for other in (value.__cause__, value.__context__):
                    if other is not None and id(other) not in seen:
                        chain.append((type(other), other, other.__traceback__))
                        seen.add(id(other))
        return cleaned

    def _is_relevant_tb_level(self, tb):
        return "__unittest" in tb.tb_frame.f_globals

    def _remove_unittest_tb_frames(self, tb):
        last = None
        while tb and not self._is_relevant_tb_level(tb):
            last, tb = tb, tb.tb_next
        if last is not None:
            last.tb_next = None

    def __repr__(self):
        return "<%s run=%i errors=%i failures=%i>" % (util.strclass(self.__class__), self.testsRun, len(self.errors),
                                                      len(self.failures))
