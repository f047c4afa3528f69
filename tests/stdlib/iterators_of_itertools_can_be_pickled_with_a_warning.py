# Iterators of itertools can be copied and pickled where they stand; each such copy warns, for CPython 3.14 has no more of it.
import copy
import itertools
import operator
import pickle
import warnings


def advanced(iterator, steps):
    for _ in range(steps):
        next(iterator)
    return iterator


makers = {
    "accumulate": lambda: itertools.accumulate([1, 2, 3, 4], operator.mul),
    "accumulate, initial": lambda: itertools.accumulate([1, 2, 3, 4], initial=100),
    "chain": lambda: itertools.chain("ab", "cd"),
    "compress": lambda: itertools.compress("abcd", [1, 0, 1, 1]),
    "dropwhile": lambda: itertools.dropwhile(operator.not_, [0, 0, 3, 0, 5]),
    "filterfalse": lambda: itertools.filterfalse(operator.not_, [1, 0, 2, 3]),
    "starmap": lambda: itertools.starmap(operator.add, [(1, 2), (3, 4), (5, 6)]),
    "takewhile": lambda: itertools.takewhile(bool, [1, 2, 3, 0, 5]),
    "repeat": lambda: itertools.repeat("x", 3),
}
for name, make in makers.items():
    for steps in range(3):
        original = advanced(make(), steps)
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            pickled, copied = pickle.loads(pickle.dumps(original)), copy.deepcopy(original)
        print(name, steps, list(pickled), list(copied), list(original), {one.category.__name__ for one in seen})
for state in ((), 0, ([],), (iter([]), [])):
    try:
        itertools.chain().__setstate__(state)
    except TypeError as error:
        print(error)
