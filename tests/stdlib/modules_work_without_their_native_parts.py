# A program may put None in the place of a native part: functools, operator and collections then do the same in Python.
import sys


def without(name, part):
    sys.modules[part] = None
    sys.modules.pop(name, None)
    return __import__(name)


functools, operator, collections = without("functools", "_functools"), without("operator", "_operator"), without("collections", "_collections")
print(functools.reduce(operator.add, [1, 2, 3]), sorted("bca", key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b))))
half = functools.partial(functools.partial(pow, 2), mod=5)
print(half(4), half.args, half.keywords, half.func is pow)


@functools.lru_cache(maxsize=2)
def square(number):
    return number * number


print([square(n) for n in (1, 2, 1, 3, 2)], square.cache_info())
print(operator.itemgetter(1, 2)("abc"), operator.attrgetter("real")(4), operator.methodcaller("split", "-")("a-b"))
print(operator.length_hint(iter([1, 2])), operator.countOf("banana", "a"), operator.indexOf("abc", "c"))
Point = collections.namedtuple("Point", "x y")
print(Point(1, 2).y, collections.Counter("hello").most_common(1), hasattr(collections, "deque"))
for wrong in (lambda: functools.partial(5), lambda: functools.reduce(max, []), lambda: operator.concat(1, 2)):
    try:
        wrong()
    except TypeError as error:
        print(error)
