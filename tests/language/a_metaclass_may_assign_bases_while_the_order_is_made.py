# mro() is Python code: it may assign other bases to the class in whose making it runs. What it assigned stays, and no class becomes its
# own ancestor.
class Meta(type):
    busy = False

    def mro(cls):
        if Meta.busy and cls.__name__ == "C":
            Meta.busy = False
            C.__bases__ = (B2,)
        return type.mro(cls)


class A(metaclass=Meta):
    pass


class B1(A):
    pass


class B2(A):
    pass


class C(A):
    pass


Meta.busy = True
C.__bases__ = (B1,)
print(C.__bases__ == (B2,), [cls.__name__ for cls in C.__mro__])
B1.__bases__ = (C,)
print([cls.__name__ for cls in B1.__mro__])
B1.new = 1
print(B1().new, [cls.__name__ for cls in A.__subclasses__()], [cls.__name__ for cls in C.__subclasses__()])
try:
    C.__bases__ = (B1,)
except TypeError as error:
    print(error)


# One that leaves the class out of its own order.
class Without(type):
    def mro(cls):
        return (A, object) if cls.__name__ == "Lost" else type.mro(cls)


try:
    class Lost(metaclass=Without):
        pass
except TypeError as error:
    print(error)


# One that turns the order around.
class Turned(type):
    def mro(cls):
        return type.mro(cls)[::-1]


class Base:
    def name(self):
        return "Base"


class Derived(Base, metaclass=Turned):
    def name(self):
        return "Derived"


print(Derived().name(), [cls.__name__ for cls in Derived.__mro__])
