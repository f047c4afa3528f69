from dataclasses import dataclass, field, fields, asdict, astuple, replace


@dataclass
class Point:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, repr=False)


point = Point(1)
print(point, point == Point(1), point == Point(2), Point.__doc__)
print(asdict(point), astuple(point), replace(point, x=9), [one.name for one in fields(Point)])
try:
    Point()
except TypeError as error:
    print(error)
