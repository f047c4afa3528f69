import unittest
from _show import report


class Test(unittest.TestCase):
    def test_error(self):
        raise KeyError("lost")

    def test_failure(self):
        """First line of its documentation.

        Not shown."""
        self.fail("so it goes")

    def test_ok(self):
        pass

    @unittest.skip("not today")
    def test_skipped(self):
        raise AssertionError

    def test_skips_itself(self):
        self.skipTest("no reason")

    @unittest.expectedFailure
    def test_should_fail(self):
        self.assertEqual(1, 2)

    @unittest.expectedFailure
    def test_should_fail_but_does_not(self):
        pass

    def test_cause(self):
        try:
            {}["a"]
        except KeyError as error:
            raise ValueError("b") from error


for verbosity in (0, 1, 2):
    result = report(Test, verbosity=verbosity)
    print(result.wasSuccessful(), result)
report(Test, failfast=True)
