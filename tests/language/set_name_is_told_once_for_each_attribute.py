# oracle: 3.13
class Named:
    def __set_name__(self, owner, name):
        print("named", owner.__name__, name)
        self.name = name
    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__.get("_" + self.name, "unset")
    def __set__(self, instance, value):
        instance.__dict__["_" + self.name] = value
class A:
    first = Named()
    second = same = Named()
a = A()
a.first = 1
print(a.first, a.second, a.__dict__, A.first.name)
A.late = Named()
print(hasattr(A.__dict__["late"], "name"))
class Broken:
    def __set_name__(self, owner, name):
        raise ValueError("no")
try:
    class B:
        attribute = Broken()
except ValueError as error:
    print(error, error.__notes__)
class P:
    @property
    def x(self):
        "documented"
        return 1
    @x.setter
    def x(self, value):
        print("set", value)
    @property
    def y(self):
        return 2
p = P()
p.x = 5
print(p.x, P.x.__doc__, P.x.fget.__name__)
for action in (lambda: setattr(p, "y", 1), lambda: delattr(p, "x"), lambda: setattr(P(), "z", 1)):
    try:
        action()
    except AttributeError as error:
        print(error)
print(p.z if hasattr(p, "z") else "no z")
class C:
    @classmethod
    def make(cls, *args):
        return cls.__name__, args
    @staticmethod
    def plain(*args):
        return args
class D(C):
    pass
print(C.make(1), D().make(2), D.plain(3), D().plain(4), C.__dict__["plain"](5), C.__dict__["make"].__func__ is C.make.__func__)
