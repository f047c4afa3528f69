import abc


class Marker(abc.ABC):
    pass


print(isinstance(3, Marker), issubclass(bool, Marker))
Marker.register(int)
print(isinstance(3, Marker), issubclass(bool, Marker), isinstance("a", Marker))
