# The plain fields of built-in objects are members: they cannot be written, and their descriptors say so.
import types


def function():
    pass


for value, name in ((slice(1), "start"), (range(3), "stop"), (1j, "real"), (property(), "fget"), (function, "__closure__"),
                    (function, "__globals__"), (function.__code__, "co_name"), ([].append, "__name__"), (staticmethod(len), "__func__")):
    try:
        setattr(value, name, 1)
    except AttributeError as error:
        print(name, error)
print(isinstance(complex.real, types.MemberDescriptorType), isinstance(float.real, types.GetSetDescriptorType), slice.start)


# A method is bound once and for all.
class A:
    def method(self):
        return self


class B:
    pass


a, b = A(), B()
B.method = a.method
print(b.method() is a, a.method.__get__(b, B)() is a)
b.__dict__["x"] = 1
del b.__dict__
print(b.__dict__)


# Members of __slots__ in another order are the same layout; the names must be identifiers.
class G:
    __slots__ = ("a", "b")


class H:
    __slots__ = ("b", "a")


g = G()
g.a, g.b = 1, 2
g.__class__ = H
print(type(g).__name__, g.a, g.b)
try:
    class Bad:
        __slots__ = (chr(128),)
except TypeError as error:
    print(error)
