# Operators, comparisons, items, calls and properties written in Python: results, NotImplemented, reflection, exceptions, depth.
import sys


class Plain:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        if isinstance(other, Plain):
            return Plain(self.value + other.value)
        if isinstance(other, int):
            return Plain(self.value + other)
        return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, Plain):
            return NotImplemented
        return self.value < other.value

    def __eq__(self, other):
        return "equal" if self.value == getattr(other, "value", None) else ""

    def __getitem__(self, key):
        if key == "missing":
            raise KeyError(key)
        return NotImplemented if key == "odd" else (self.value, key)

    def __call__(self, *args, **kwargs):
        return self.value, args, kwargs

    def __repr__(self):
        return "Plain(%r)" % self.value


class Right:
    def __radd__(self, other):
        return "radd", type(other).__name__

    def __gt__(self, other):
        return "gt", type(other).__name__


class Child(Plain):
    def __radd__(self, other):
        return "child first"


class InPlace(Plain):
    def __iadd__(self, other):
        self.value += 100
        return self


def attempt(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__, str(error)


for round in range(3):
    a, b = Plain(1), Plain(2)
    print(a + b, a + 5, a + Right(), a + Child(9))
    print(attempt(lambda: a + "text"), attempt(lambda: a + Plain("x")), attempt(lambda: a - b))
    print(a < b, b < a, a < Right(), attempt(lambda: a < 3), attempt(lambda: a <= b))
    print(a == b, a == Plain(1), a != b)
    print("yes" if a == Plain(1) else "no", "yes" if a == b else "no", "yes" if not a < b else "no")
    if a < Right():
        print("the reflected result is true")
    count = 0
    while Plain(count) < Plain(4):
        count += 1
    print(count, [x for x in range(5) if Plain(x) < Plain(2)])
    print(a["key"], a["odd"], attempt(lambda: a["missing"]), attempt(lambda: Right()["x"]))
    print(a(), b(1, 2, k=3), attempt(lambda: Right()(1)))
    c = InPlace(1)
    c += 5
    a += 7
    print(c, a, sorted([Plain(3), Plain(1), Plain(2)]))


class Temperature:
    def __init__(self, degrees):
        self._degrees = degrees

    @property
    def degrees(self):
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        self._degrees = value

    @property
    def broken(self):
        raise ValueError("broken getter")

    @property
    def values(self):
        yield self._degrees
        yield -self._degrees

    @property
    def absent(self):
        return self.nothing


def read(t):
    return t.degrees, list(t.values), attempt(lambda: t.broken), attempt(lambda: t.absent)


t = Temperature(20)
for round in range(3):
    print(read(t))
    t.degrees += 1
del Temperature.values
Temperature.values = ()
print(read(t))
Temperature.degrees = 5
Temperature.values = "xy"
print(read(t))


class Deep:
    def __add__(self, other):
        return self + other

    @property
    def again(self):
        return self.again

    def __getitem__(self, key):
        return self[key]

    def __lt__(self, other):
        return self < other

    def __call__(self):
        return self()


deep = Deep()
sys.setrecursionlimit(300)
for function in (lambda: deep + 1, lambda: deep.again, lambda: deep[0], lambda: deep < 1, lambda: deep()):
    print(attempt(function)[0])


class Base:
    level = 1

    @staticmethod
    def helper(x):
        return "helper", x

    @classmethod
    def named(cls):
        return cls.__name__, cls.level


class Derived(Base):
    pass


def look():
    return Derived.level, Base.level, Derived.helper(1), Derived().helper(2), Derived.named(), Derived.__name__


for round in range(3):
    print(look())
Base.level = 2
print(look())
Derived.level = 3
print(look())
del Derived.level
Base.helper = staticmethod(lambda x: ("other", x))
print(look())
Base.helper = lambda *args: len(args)
print(look())


class Starts:
    def __init__(self, x):
        self.x = x


print([Starts(i).x for i in range(3)])
Starts.__init__ = lambda self, x: setattr(self, "x", -x)
print([Starts(i).x for i in range(3)])
del Starts.__init__
print(attempt(lambda: Starts(1)), Starts().__dict__)
