class Base:
    pass
class Derived(Base):
    pass
d = Derived()
def ask():
    try:
        return d.method()
    except AttributeError as error:
        return str(error)
for _ in range(3):
    print(ask())
Base.method = lambda self: "base"
for _ in range(3):
    print(ask())
Derived.method = lambda self: "derived"
for _ in range(3):
    print(ask())
del Derived.method
print(ask())
Base.method = property(lambda self: lambda: "property")
print(ask())
del Base.method
print(ask())
class Number:
    def __init__(self, n):
        self.n = n
a, b = Number(1), Number(2)
def add():
    try:
        return a + b
    except TypeError as error:
        return str(error)
print(add())
Number.__add__ = lambda self, other: self.n + other.n
print(add())
Number.__radd__ = lambda self, other: "r"
print(1 + a)
del Number.__add__
print(add())
class Sub(Number):
    pass
Number.__len__ = lambda self: self.n
Number.__getattr__ = lambda self, name: name.upper()
print(len(Sub(4)), Sub(1).hello, bool(Sub(0)))
Number.count = 0
for i in range(1000):
    Number.count += 1
print(Sub.count, Sub(1).count)
Sub.count = 5
print(Number.count, Sub(1).count)
Number.__call__ = lambda self: "called"
print(Sub(1)())
