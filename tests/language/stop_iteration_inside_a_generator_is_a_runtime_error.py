def g():
    yield 1
    raise StopIteration("hidden")
it = g()
next(it)
try:
    next(it)
except RuntimeError as error:
    print(error, repr(error.__cause__))
def from_next():
    yield next(iter([]))
try:
    list(from_next())
except RuntimeError as error:
    print(error)
print(list(x for x in [1, 2] if True))
try:
    list(next(iter([])) for _ in range(1))
except RuntimeError as error:
    print(error)
