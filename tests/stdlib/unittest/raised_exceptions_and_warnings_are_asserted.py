import unittest
import warnings

case = unittest.TestCase()

with case.assertRaises(ValueError) as caught:
    int("x")
print(type(caught.exception).__name__, caught.exception)
case.assertRaises(ZeroDivisionError, lambda: 1 / 0)
case.assertRaises((KeyError, IndexError), [].pop)
with case.assertRaisesRegex(ValueError, "base 10"):
    int("x")
with case.assertWarns(DeprecationWarning) as caught:
    warnings.warn("old", DeprecationWarning)
print(caught.warning, caught.lineno)
with case.assertWarnsRegex(UserWarning, "^b"):
    warnings.warn("a")
    warnings.warn("b")


def told(function):
    try:
        function()
    except Exception as error:
        print(type(error).__name__, error)


def block(context, body=lambda: None):
    with context:
        body()


told(lambda: case.assertRaises(ValueError, int, "1"))
told(lambda: block(case.assertRaises(ValueError)))
told(lambda: block(case.assertRaises(ValueError, msg="said")))
told(lambda: block(case.assertRaises(ValueError), lambda: {}[1]))
told(lambda: block(case.assertRaisesRegex(ValueError, "zzz"), lambda: int("x")))
told(lambda: case.assertWarns(UserWarning, int, "1"))
told(lambda: block(case.assertWarnsRegex(UserWarning, "b"), lambda: warnings.warn("a")))
told(lambda: case.assertRaises(1))
told(lambda: case.assertRaises(ValueError, nope=1))
told(lambda: case.assertWarns(ValueError))
