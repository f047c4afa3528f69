class C:
    def method(self, x=0):
        return (type(self).__name__, x)
c = C()
bound = c.method
print(bound(1), C.method(c, 2), bound.__self__ is c, bound.__func__ is C.method)
print(c.method == c.method, c.method is c.method)
def outside(self):
    return "outside"
C.added = outside
c.own = outside
print(c.added(), c.own(None))
import types
c.bound_by_hand = types.MethodType(outside, c)
print(c.bound_by_hand())
print(outside.__get__(c, C)())
try:
    C.method()
except TypeError as error:
    print(error)
