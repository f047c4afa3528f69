# What is called by a function with very many variables, in whatever way, has its own place for its variables.
import contextlib
import gc


def called(a=0, *rest, key=0):
    b = c = d = e = f = g = h = i = j = k = l = m = object()
    return a + key


class Made:
    def __init__(self, value, other=None):
        x = y = z = [value]
        self.value = x[0]

    def method(self, a, key=0):
        b = c = d = e = f = g = h = object()
        return a + key

    def __call__(self, a):
        b = c = d = e = f = object()
        return a


@contextlib.contextmanager
def context(value):
    a = b = c = d = e = f = object()
    yield value


def numbers(count):
    a = b = c = d = e = f = object()
    for n in range(count):
        yield n


def failing():
    a = b = c = d = e = f = object()
    raise ValueError("expected")


def deep(levels):
    a = b = c = d = e = f = g = h = object()
    return deep(levels - 1) if levels else gc.collect() >= 0


n = 300
lines = ["def work(depth):"]
lines += ["    v%d = [%d]" % (i, i) for i in range(n)]
lines += """
    made = Made(1, other=2)
    total = called(1) + called(1, key=2) + called(*[1, 2], **{"key": 3}) + called(key=4)
    total += made.method(1) + made.method(1, key=2) + made(5) + made.value
    with context(7) as seven:
        total += seven
    total += sum(numbers(4)) + sum(called(i) for i in numbers(3)) + sum([called(i) for i in numbers(3)])
    for number in numbers(3):
        total += called(number)
    try:
        failing()
    except ValueError as error:
        total += len(str(error))
    @Made
    def decorated(): pass
    total += decorated.value is not None
""".splitlines()
lines += ["    deep(20)", "    if depth: total += work(depth - 1)", "    values = [%s]" % ", ".join("v%d" % i for i in range(n)),
          "    assert values == [[i] for i in range(%d)], values" % n, "    return total"]
exec("\n".join(lines))
print(work(0), work(3))
