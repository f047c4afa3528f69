# expect: Can't instantiate abstract class Shape without an implementation for abstract method 'area'
# expect: 4
import abc


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self):
        pass


class Square(Shape):
    def area(self):
        return 4


try:
    Shape()
except TypeError as error:
    print(error)
print(Square().area())
