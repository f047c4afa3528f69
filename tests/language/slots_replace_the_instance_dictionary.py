class Point:
    __slots__ = ("x", "y")
    def __init__(self, x):
        self.x = x
p = Point(1)
print(p.x, hasattr(p, "__dict__"), hasattr(p, "y"))
for name in ("y", "z"):
    try:
        getattr(p, name)
    except AttributeError as error:
        print(error)
try:
    p.z = 3
except AttributeError as error:
    print(type(error).__name__)
p.y = 2
del p.y
try:
    del p.y
except AttributeError:
    print("already gone")
class Wide(Point):
    pass
w = Wide(5)
w.z = 9
print(w.x, w.z, w.__dict__)
class More(Point):
    __slots__ = "q"
m = More(1)
m.q = 2
print(m.x, m.q, hasattr(m, "__dict__"))
