# partial, reduce, cmp_to_key, lru_cache.
import functools
from functools import partial, reduce, cmp_to_key, lru_cache, cache


def f(*args, **kwargs):
    return args, kwargs


p = partial(f, 1, x=2)
print(p(), p(3, y=4), p(x=5), p.func is f, p.args, p.keywords)
q = partial(p, 9, z=1)
print(q(10), q.func is f, q.args, q.keywords)
p.note = "attribute"
print(p.note, p.__dict__, partial(int, base=2)("101"), repr(partial(len)), repr(partial(print, 1, sep="-")))
for action in (lambda: partial(), lambda: partial(5), lambda: reduce(1), lambda: reduce(f, []), lambda: reduce(f, 5)):
    try:
        print(action())
    except TypeError as error:
        print(error)
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + [b], "ab", []), reduce(f, [7]))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), cmp_to_key(lambda a, b: 0)(1) == cmp_to_key(lambda a, b: 0)(2))


@lru_cache(maxsize=3)
def square(n):
    calls.append(n)
    return n * n


calls = []
print([square(i) for i in (1, 2, 3, 1, 4, 1, 2)], calls, square.cache_info())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(5), square.cache_parameters())


@lru_cache(maxsize=None, typed=True)
def typed(x, y=0):
    calls.append((x, y))
    return x


calls = []
typed(1), typed(1.0), typed(True), typed(1), typed(1, y=2), typed(1, 2), typed(x=1)
print(calls, typed.cache_info())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())


@lru_cache(0)
def never(x):
    return x


print(never(1), never(1), never.cache_info())


class C:
    @lru_cache
    def method(self, x):
        calls.append(x)
        return x

    double = partial(f, "fixed")


calls = []
c = C()
print(c.method(1), c.method(1), calls, C.method.cache_info().hits)
try:
    square([])
except TypeError as error:
    print(error)


@lru_cache(maxsize=2)
def failing(x):
    raise ValueError(x)


for _ in range(2):
    try:
        failing(1)
    except ValueError as error:
        print(error, failing.cache_info())
