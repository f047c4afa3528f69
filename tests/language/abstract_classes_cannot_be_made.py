from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self):
        return 0
    @property
    @abstractmethod
    def name(self):
        ...
    def describe(self):
        return f"{self.name}: {self.area()}"
class Square(Shape):
    name = "square"
    def area(self):
        return super().area() + 4
class Half(Shape):
    def area(self):
        return 1
print(Square().describe(), isinstance(Square(), Shape), sorted(Half.__abstractmethods__))
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(type(error).__name__, cls.__name__ in str(error))
class Registered:
    pass
Shape.register(Registered)
print(isinstance(Registered(), Shape), issubclass(Registered, Shape), Registered.__mro__[1].__name__)
from collections.abc import Iterable, Sized, Callable, Mapping, Sequence, Hashable
print(isinstance([], Iterable), isinstance(5, Sized), isinstance(len, Callable), isinstance({}, Mapping), isinstance("", Sequence), isinstance([], Hashable))
