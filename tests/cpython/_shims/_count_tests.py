"""Runs unittest as `python -m unittest` does, and notes in the file $GILDED_TEST_RESULTS what becomes of each test method.

A line is an outcome and the name of a test. Each line is written at once, so that a crash or a hang loses none.
"""

import os
import unittest

notes = open(os.environ["GILDED_TEST_RESULTS"], "a", encoding="utf-8", errors="backslashreplace")


def note(outcome, test):
    # The outcome of a part of a method is one of the method; a class or a module that cannot be set up has only a description.
    test = getattr(test, "test_case", test)
    notes.write(f"{outcome} {test.id()}\n")
    notes.flush()


class CountingResult(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        note("started", test)

    def stopTest(self, test):
        super().stopTest(test)
        note("ended", test)

    def addError(self, test, err):
        super().addError(test, err)
        note("failed", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        note("failed", test)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        note("failed", test)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            note("failed", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        note("skipped", test)


if __name__ == "__main__":
    unittest.main(module=None, testRunner=unittest.TextTestRunner(verbosity=2, resultclass=CountingResult))
