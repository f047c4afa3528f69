import functools


class Circle:
    @functools.cached_property
    def area(self):
        print("computing")
        return 3


circle = Circle()
print(circle.area, circle.area, circle.__dict__)
del circle.area
print(circle.area)
