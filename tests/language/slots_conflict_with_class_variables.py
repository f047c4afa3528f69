try:
    class Wrong:
        __slots__ = ("a",)
        a = 1
except ValueError as error:
    print(error)
try:
    class Named:
        __slots__ = ("not a name",)
except TypeError as error:
    print(error)
class A:
    __slots__ = ("a",)
class B:
    __slots__ = ("b",)
try:
    class Both(A, B):
        pass
except TypeError as error:
    print(error)
class WithDict:
    __slots__ = ("a", "__dict__")
w = WithDict()
w.other = 1
print(w.__dict__)
