import unittest
from _show import report


class Test(unittest.TestCase):
    def test_numbers(self):
        for number in range(4):
            with self.subTest("odd", number=number):
                with self.subTest(half=number / 2):
                    self.assertEqual(number % 2, 0)
                    if number == 2:
                        raise ValueError(number)

    def test_nothing_said(self):
        with self.subTest():
            self.fail()


report(Test)
report(Test, verbosity=2)
report(Test, failfast=True)
