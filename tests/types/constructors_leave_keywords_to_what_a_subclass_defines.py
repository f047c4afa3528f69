from itertools import chain, cycle, dropwhile, filterfalse, islice, starmap, takewhile

for cls, arguments in [(float, (2.5,)), (tuple, ([1, 2],)), (frozenset, ([1],)), (map, (str, [1])), (filter, (None, [0, 1])),
                       (chain, ([1], [2])), (cycle, ([1],)), (islice, ([1, 2], 1)), (starmap, (pow, [(1, 2)])),
                       (takewhile, (bool, [1])), (dropwhile, (bool, [1])), (filterfalse, (None, [0]))]:
    class Subclass(cls):
        pass

    try:
        Subclass(*arguments, extra=3)
    except TypeError as error:
        print(cls.__name__, "refuses")

    class WithInit(cls):
        def __init__(self, *arguments, extra=None):
            self.extra = extra

    print(cls.__name__, WithInit(*arguments, extra=3).extra)

for cls in (list,):
    class WithNew(cls):
        def __new__(cls, content, extra=None):
            self = super().__new__(cls, content)
            self.extra = extra
            return self

    made = WithNew([1, 2], extra=3)
    print(made, made.extra)
