import copy


class Point:
    def __init__(self, x):
        self.x = x

    def __copy__(self):
        return Point(("copied", self.x))

    def __deepcopy__(self, memo):
        return Point(("deep", self.x))


class Slots:
    __slots__ = ("a",)


slots = Slots()
slots.a = [1]
print(copy.copy(Point(1)).x, copy.deepcopy([Point(1)])[0].x, copy.copy(slots).a is slots.a, copy.deepcopy(slots).a)
