# expect: RecursionError chain
# expect: RecursionError map
# expect: RecursionError zip
# expect: RecursionError hash
# expect: RecursionError repr
# expect: RecursionError eq
# Iterators over iterators, and containers in containers, deeper than any stack: an exception, never a crash.
from itertools import chain


def attempt(name, action):
    try:
        action()
    except RecursionError as error:
        assert str(error).startswith("maximum recursion depth exceeded"), error
        print("RecursionError", name)


def nested(wrap, start, depth=400000):
    for _ in range(depth):
        start = wrap(start)
    return start


chained = nested(chain, iter([1]))
attempt("chain", lambda: next(chained))
mapped = nested(lambda it: map(str, it), iter([1]))
attempt("map", lambda: next(mapped))
zipped = nested(zip, iter([1]))
attempt("zip", lambda: next(zipped))
tuples = nested(lambda t: (t,), ())
attempt("hash", lambda: hash(tuples))
attempt("repr", lambda: repr(tuples))
other = nested(lambda t: (t,), ())
attempt("eq", lambda: tuples == other)
