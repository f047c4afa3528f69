class Meta(type):
    def __instancecheck__(cls, instance):
        return instance == "magic"
    def __subclasscheck__(cls, subclass):
        return subclass is int
class Magic(metaclass=Meta):
    pass
print(isinstance("magic", Magic), isinstance("other", Magic), issubclass(int, Magic), issubclass(str, Magic))
print(isinstance(True, int), isinstance(1, (str, int)), issubclass(bool, (float, int)), isinstance(1, int | str))
for call in (lambda: isinstance(1, 1), lambda: issubclass(1, int), lambda: isinstance(1, (int, "x")) or isinstance("a", (int, "x"))):
    try:
        print(call())
    except TypeError as error:
        print(error)
