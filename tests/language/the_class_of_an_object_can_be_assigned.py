class A:
    def __init__(self):
        self.x, self.y = 1, 2
    def who(self):
        return "A", self.x
class B:
    def who(self):
        return "B", self.x
a = A()
a.__class__ = B
print(type(a) is B, a.who(), a.__dict__, isinstance(a, A))
a.z = 3
del a.x
a.x = 10
a.__class__ = A
print(a.who(), list(a.__dict__))
class Slotted:
    __slots__ = ("x",)
class Same:
    __slots__ = ("x",)
s = Slotted()
s.x = 5
s.__class__ = Same
print(s.x, type(s).__name__)
def assign(o, c):
    try:
        o.__class__ = c
    except TypeError as error:
        print(error)
assign(A(), Slotted)
assign(A(), int)
assign(1, A)
assign(A(), 3)
