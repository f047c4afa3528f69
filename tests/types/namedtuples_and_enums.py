from collections import namedtuple
from enum import Enum, IntEnum
Point = namedtuple("Point", "x y", defaults=[0])
p = Point(3)
print(p, p.x, p[1], p._replace(y=9), p._asdict(), Point._fields, Point._make([5, 6]), p == (3, 0), isinstance(p, tuple))
x, y = p
print(x, y, max(Point(1, 2), Point(2, 0)))
try:
    Point()
except TypeError as error:
    print(error)
try:
    p.x = 1
except AttributeError as error:
    print(error)
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
print(Color.RED, repr(Color.GREEN), Color(1), Color["RED"], Color.CRIMSON is Color.RED, [c.name for c in Color], Color.RED == 1, len(Color), Color.RED in Color)
try:
    Color(7)
except ValueError as error:
    print(error)
class Level(IntEnum):
    LOW = 1
    HIGH = 5
print(Level.LOW < Level.HIGH, Level.HIGH + 1, Level.LOW == 1, max(Level).name, Level.LOW.value)
