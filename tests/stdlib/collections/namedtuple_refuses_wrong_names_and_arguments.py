from collections import namedtuple


def attempt(function):
    try:
        function()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


Point = namedtuple("Point", ["x", "y"])
attempt(lambda: Point())
attempt(lambda: Point(1, 2, 3))
attempt(lambda: Point(1, z=2))
attempt(lambda: Point._make([1]))
attempt(lambda: namedtuple("P", "a a"))
attempt(lambda: namedtuple("P", "_a"))
attempt(lambda: namedtuple("P", "class"))
attempt(lambda: namedtuple("1P", "a"))
attempt(lambda: namedtuple("P", "a", defaults=[1, 2]))
print(namedtuple("P", "class a _x a", rename=True)._fields)
