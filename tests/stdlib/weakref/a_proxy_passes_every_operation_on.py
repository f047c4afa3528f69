# In-place operations give a proxy's name what the object gave; conversions and unary operators are the object's.
import operator
import weakref


class Thing:
    def __index__(self):
        return 10

    def __int__(self):
        return 11

    def __float__(self):
        return 1.5

    def __neg__(self):
        return "negative"

    def __pos__(self):
        return "positive"

    def __invert__(self):
        return "inverted"

    def __abs__(self):
        return "absolute"

    def __bytes__(self):
        return b"bytes"

    def __reversed__(self):
        return iter("cba")

    def __imatmul__(self, other):
        return "in place", other

    def __ifloordiv__(self, other):
        self.divided = other
        return self


thing = Thing()
proxy = weakref.proxy(thing)
print(operator.index(proxy), int(proxy), float(proxy), -proxy, +proxy, ~proxy, abs(proxy), bytes(proxy), "".join(reversed(proxy)))
changed = proxy
changed @= 3
print(changed)
proxy //= 7
print(thing.divided, proxy is thing)
