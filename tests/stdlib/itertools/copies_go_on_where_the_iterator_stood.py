# cycle, islice, groupby, tee, zip_longest and the combinatorial iterators can be copied and pickled at any step.
import copy
import itertools
import pickle
import warnings

warnings.simplefilter("ignore")


def rest(iterator):
    return list(itertools.islice(iterator, 7))


makers = {
    "cycle": lambda: itertools.cycle("abc"),
    "cycle of nothing": lambda: itertools.cycle(""),
    "islice": lambda: itertools.islice(iter("abcdefg"), 1, 6, 2),
    "islice without end": lambda: itertools.islice("abcdefg", 2, None),
    "product": lambda: itertools.product("ab", "cd"),
    "product with nothing": lambda: itertools.product("ab", ""),
    "product of nothing": lambda: itertools.product(),
    "permutations": lambda: itertools.permutations("abc", 2),
    "too long permutations": lambda: itertools.permutations("a", 2),
    "empty permutations": lambda: itertools.permutations("a", 0),
    "combinations": lambda: itertools.combinations("abc", 2),
    "too long combinations": lambda: itertools.combinations("a", 2),
    "combinations_with_replacement": lambda: itertools.combinations_with_replacement("ab", 2),
    "combinations_with_replacement of nothing": lambda: itertools.combinations_with_replacement("", 2),
    "zip_longest": lambda: itertools.zip_longest("ab", "c", fillvalue=9),
}
for name, make in makers.items():
    for steps in range(6):
        original = make()
        for _ in range(steps):
            next(original, None)
        pickled, copied = pickle.loads(pickle.dumps(original)), copy.deepcopy(original)
        print(name, steps, rest(pickled), rest(copied), rest(original))

for steps in range(3):
    groups = itertools.groupby("aabbc")
    for _ in range(steps):
        key, group = next(groups)
    print(steps, [(key, list(group)) for key, group in copy.deepcopy(groups)])
groups = itertools.groupby("aaabbc")
key, group = next(groups)
next(group)
groups, group = pickle.loads(pickle.dumps((groups, group)))
print(list(group), [(key, list(group)) for key, group in groups])

# Tees that are copied together go on sharing their source.
for first_steps in range(4):
    for second_steps in range(4):
        first, second = itertools.tee(iter("abc"))
        rest(itertools.islice(first, first_steps)), rest(itertools.islice(second, second_steps))
        first, second = copy.deepcopy((first, second))
        print(first_steps, second_steps, rest(second), rest(first))

for iterator, state in (
    (itertools.cycle("a"), 1), (itertools.cycle("a"), (1, 2)), (itertools.cycle("a"), ([1], "x")), (itertools.cycle("a"), ([1], 2, 3)),
    (itertools.islice("a", 1), "x"),
    (itertools.product("ab"), 1), (itertools.product("ab"), (1, 2)), (itertools.product("ab"), ("x",)), (itertools.product("ab"), (7,)),
    (itertools.product("ab"), (-7,)),
    (itertools.permutations("ab"), 1), (itertools.permutations("ab"), ((1,), 2)), (itertools.permutations("ab"), ((1, 0), (1, 1))),
    (itertools.permutations("ab"), ((9, 0), (1, 9))),
    (itertools.combinations("ab", 1), (9,)), (itertools.combinations("ab", 1), 1),
    (itertools.combinations_with_replacement("ab", 2), (9, 9)),
    (itertools.groupby("ab"), 3), (itertools.tee("a")[0], 1),
):
    try:
        iterator.__setstate__(state)
        print(type(iterator).__name__, state, rest(iterator))
    except (TypeError, ValueError) as error:
        print(type(iterator).__name__, state, type(error).__name__, error)
