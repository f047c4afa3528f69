class Base:
    def __init__(self):
        self._x = 1
    def get(self):
        return self._x
    def set(self, v):
        self._x = v
    x = property(get, set, doc="the x")
    y = property(lambda self: self.get() * 10)
class Child(Base):
    def get(self):
        return 100
    @Base.x.getter
    def x(self):
        return self._x + 1000
c = Child()
print(c.x, c.y, Base.x.__doc__)
c.x = 5
print(c.x, Base.x.fget is Base.get, type(Child.x).__name__)
from functools import cached_property
class Cached:
    calls = 0
    @cached_property
    def value(self):
        Cached.calls += 1
        return 42
k = Cached()
print(k.value, k.value, Cached.calls, vars(k))
del k.value
print(k.value, Cached.calls)
