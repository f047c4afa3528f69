import sys
import unittest
from _show import report


class Test(unittest.TestCase):
    def test_bad(self):
        print("said by the bad one")
        print("on stderr", file=sys.stderr)
        self.fail("bad")

    def test_good(self):
        print("said by the good one")


report(Test, buffer=True)
