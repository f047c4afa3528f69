# The operator module: functions, itemgetter, attrgetter, methodcaller and their errors.
import operator
from operator import *

print(add(1, 2), sub(5, 3), mul("a", 3), truediv(1, 4), floordiv(7, 2), mod(7, 3), pow(2, 10), lshift(1, 4), rshift(16, 2), and_(6, 3), or_(6, 3), xor(6, 3))
print(lt(1, 2), le(2, 2), eq(1, 1.0), ne(1, 2), gt(1, 2), ge(1, 2), not_([]), truth([0]), is_(None, None), is_not(1, None))
print(abs(-3), neg(3), pos(-3), inv(5), invert(5), index(7), concat([1], [2]), contains([1, 2], 2), countOf([1, 2, 1], 1), indexOf("abc", "c"))
items = [1, 2, 3]
setitem(items, 0, 9)
delitem(items, 1)
print(items, getitem(items, 0), iadd(items, [5]), items, iconcat([1], (2,)), length_hint(iter([1, 2])), length_hint(5, 7))
print(itemgetter(1)("abc"), itemgetter(0, -1)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1, 3))("abcd"))


class P:
    x = 1

    class inner:
        y = "deep"

    def method(self, *args, **kwargs):
        return args, kwargs


print(attrgetter("x")(P), attrgetter("x", "inner.y")(P), methodcaller("method", 1, k=2)(P()), methodcaller("upper")("abc"))
print(itemgetter(1, 2), attrgetter("a", "b.c"), methodcaller("name", 1, key="v"), call(max, 1, 2, key=lambda v: -v))
import _operator

print(operator.__add__(1, 2), operator.__not__(1), _operator._compare_digest("abc", "abc"), _operator._compare_digest(b"abc", b"abd"))
for expression in ('abs("a")', 'neg("a")', 'index(1.5)', 'indexOf([1], 2)', 'itemgetter()', 'attrgetter(5)', 'methodcaller()', 'methodcaller(5)',
                   'concat(1, 2)', 'attrgetter("zz")(5)', 'itemgetter(5)("a")', 'length_hint(5, "a")', 'itemgetter(1)(1, 2)', 'add(1)',
                   'getitem(5, 0)', 'contains(5, 1)'):
    try:
        print(eval(expression))
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        print(expression, "->", type(error).__name__, error)
print(sorted([("b", 2), ("a", 2), ("c", 1)], key=itemgetter(1)), list(map(itemgetter(0), ["xy", "zw"])), max([P, P], key=attrgetter("x")) is P)
