from collections import namedtuple

Point = namedtuple("Point", "x y", defaults=[7])
point = Point(1)
print(point, point.x, point[1], len(point), point == (1, 7))
print(point._asdict(), point._replace(x=5), Point._make([3, 4]), Point._fields, Point._field_defaults)
x, y = point
print(x, y, Point.__doc__, Point.x.__doc__)
