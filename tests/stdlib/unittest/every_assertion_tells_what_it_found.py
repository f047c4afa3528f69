import unittest

case = unittest.TestCase()


def told(method, *args, **kwargs):
    try:
        getattr(case, method)(*args, **kwargs)
    except AssertionError as error:
        print(f"{method}: {error}")
    else:
        print(f"{method}: holds")


for method, good, bad in [
    ("assertTrue", (1,), (0,)),
    ("assertFalse", ("",), ("x",)),
    ("assertEqual", (1, 1.0), (1, 2)),
    ("assertNotEqual", (1, 2), (1, 1)),
    ("assertIs", (None, None), ([], [])),
    ("assertIsNot", ([], []), (None, None)),
    ("assertIsNone", (None,), (0,)),
    ("assertIsNotNone", (0,), (None,)),
    ("assertIn", (1, [1]), (2, [1])),
    ("assertNotIn", (2, [1]), (1, [1])),
    ("assertIsInstance", (1, int), (1, (str, bytes))),
    ("assertNotIsInstance", (1, str), (1, int)),
    ("assertAlmostEqual", (1.00000001, 1), (1.001, 1)),
    ("assertNotAlmostEqual", (1.1, 1), (1.00000001, 1)),
    ("assertLess", (1, 2), (2, 2)),
    ("assertLessEqual", (2, 2), (3, 2)),
    ("assertGreater", (3, 2), (2, 2)),
    ("assertGreaterEqual", (2, 2), (1, 2)),
    ("assertRegex", ("abc", "b"), ("abc", "x+")),
    ("assertNotRegex", ("abc", "x"), ("abc", "b.")),
    ("assertCountEqual", ([1, 2, 1], [2, 1, 1]), ([1, 2, 2], [1, 1, 2])),
    ("assertCountEqual", ([[1], [2]], [[2], [1]]), ([[1], [1]], [[1], {}])),
    ("assertSetEqual", ({1}, {1}), ({1, 2}, {2, 3})),
    ("assertTupleEqual", ((1,), (1,)), ((1,), [1])),
    ("assertListEqual", ([1], [1]), ([1, 2], [1])),
    ("assertSequenceEqual", ((1,), [1]), ((1, 2), [1, 3])),
    ("assertSequenceEqual", ([], ()), (1, ())),
    ("assertDictEqual", ({1: 2}, {1: 2}), ({1: 2}, {1: 3})),
    ("assertMultiLineEqual", ("a", "a"), ("one\ntwo\n", "one\nzwo\n")),
]:
    told(method, *good)
    told(method, *bad)
    told(method, *bad, msg="because")
told("assertAlmostEqual", 10, 12, delta=1)
told("assertNotAlmostEqual", 10, 12, delta=3)
try:
    case.assertAlmostEqual(1, 2, places=1, delta=1)
except TypeError as error:
    print(error)
case.longMessage = False
told("assertEqual", 1, 2, "only this")
told("assertEqual", 1, 2)
