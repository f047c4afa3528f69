from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Point:
    x: int
    y: int


point = Point(1, 2)
print(hash(point) == hash(Point(1, 2)), point < Point(1, 3), sorted([Point(2, 0), Point(1, 0)]))
for change in (lambda: setattr(point, "x", 5), lambda: delattr(point, "x")):
    try:
        change()
    except AttributeError as error:
        print(type(error).__name__, error)
