import unittest

case = unittest.TestCase()


def told(first, second):
    try:
        case.assertEqual(first, second)
    except AssertionError as error:
        print(error)


told("x" * 200 + "a", "x" * 200 + "b")
told(list(range(60)), list(range(59)) + [61])
told({n: n * n for n in range(40)}, {n: n * n for n in range(41)})
case.maxDiff = None
told(list(range(30)), list(range(29)) + [61])
told("a" * 100 + "b" * 100, "a" * 20 + "c" * 200)
