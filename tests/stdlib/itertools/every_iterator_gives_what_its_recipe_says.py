# All of itertools on small inputs; the errors; sharing of tee.
import operator
from itertools import *

print(list(islice(count(), 3)), list(islice(count(5, -2), 3)), list(islice(count(1.5, 0.5), 3)), count(3), count(1, 2), next(count(2**48 - 1)))
c = count(10**20)
print(next(c), next(c), c)
print(list(islice(cycle("abc"), 7)), list(cycle("")), list(repeat("x", 3)), repeat(1), repeat(1, 2), list(repeat(1, -3)))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=10)), list(accumulate([])), list(accumulate([], initial=5)))
print(list(chain("ab", [1], ())), list(chain.from_iterable(["ab", "c"])), list(chain()))
print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(None, [0, 1, ""])), list(filterfalse(lambda x: x % 2, range(5))), list(starmap(pow, [(2, 3), [3, 2]])))
print([(k, list(g)) for k, g in groupby("aaabbc")], [(k, list(g)) for k, g in groupby(range(7), lambda x: x // 3)], [k for k, g in groupby([1, 1, 2])])
groups = groupby("aabb")
key, group = next(groups)
next(groups)
print(key, list(group))
print(list(islice("abcdef", 2)), list(islice("abcdef", 2, None)), list(islice("abcdef", 1, 5, 2)), list(islice("abc", 5, 9)), list(islice("abc", 0)))
source = iter(range(10))
print(list(islice(source, 5, 3)), next(source))
source = iter(range(10))
print(list(islice(source, 1, 6, 2)), next(source))
print(list(pairwise("abcd")), list(pairwise("a")), list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(zip_longest([], "a")))
print(list(product("ab", [1, 2])), list(product(repeat=2)), list(product("ab", repeat=2)), list(product("a", [])), list(product()))
for n in range(5):
    for r in range(6):
        pool = "abcde"[:n]
        pairs = list(product(pool, repeat=r))
        assert list(permutations(pool, r)) == [p for p in pairs if len(set(p)) == r]
        assert list(combinations(pool, r)) == [p for p in pairs if list(p) == sorted(set(p))]
        assert list(combinations_with_replacement(pool, r)) == [p for p in pairs if list(p) == sorted(p)]
print(list(permutations([1, 2, 3])), len(list(permutations(range(5)))), list(permutations([], 0)))
a, b, third = tee(iter("abcd"), 3)
print(next(a), next(a), next(b), list(a), list(third), list(b), tee([], 0))
x, y = tee(a)
print(list(x), list(y))
first, = tee([1, 2, 3], 1)
next(first)
import copy
print(list(copy.copy(first)), list(first))
for expression in ('count("a")', 'islice([], -1)', 'islice([], 0, -1)', 'islice([], 0, 1, 0)', 'islice([])', 'cycle(5)', 'chain(5).__next__()',
                   'product(repeat=-1)', 'combinations("a", -1)', 'permutations("a", "b")', 'tee([], -1)', 'repeat()',
                   'zip_longest([], x=1)', 'starmap(pow, [5]).__next__()', 'permutations("a", -1)', 'accumulate(5)', 'combinations("a")'):
    try:
        print(eval(expression))
    except (TypeError, ValueError) as error:
        print(expression, "->", type(error).__name__, error)
print(operator.length_hint(repeat(1, 5)), type(iter([])).__name__, type(count()).__name__, type(groupby([])))
