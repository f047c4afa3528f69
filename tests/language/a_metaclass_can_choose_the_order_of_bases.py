class Meta(type):
    def mro(cls):
        return list(reversed(super().mro()[:-1])) + [object]
class A:
    name = "A"
class B(A, metaclass=Meta):
    name = "B"
print(B.name, [k.__name__ for k in B.__mro__])
class Bad(type):
    def mro(cls):
        return [cls, 1]
try:
    class C(metaclass=Bad):
        pass
except TypeError as error:
    print(error)
class Calls(type):
    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)
    def __getattr__(cls, name):
        return "meta " + name
    def __len__(cls):
        return 7
    def __iter__(cls):
        return iter("xyz")
    def __getitem__(cls, key):
        return key
    def __contains__(cls, key):
        return key == 1
    @property
    def title(cls):
        return cls.__name__.title()
class thing(metaclass=Calls):
    def __init__(self, n):
        self.n = n
print(thing(3).n, thing.missing, len(thing), list(thing), thing[1, 2], 1 in thing, thing.title)
try:
    thing(1).title
except AttributeError as error:
    print(error)
class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
try:
    class Z(X, Y): pass
except TypeError as error:
    print(str(error)[:18])
class M3(M1, M2): pass
class W(X, Y, metaclass=M3): pass
print(type(W).__name__, type(type(W)).__name__)
