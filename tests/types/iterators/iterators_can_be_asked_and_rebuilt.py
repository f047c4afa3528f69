# __length_hint__, __reduce__ and __setstate__ of the iterators, and what an exhausted one does.
import copy
import operator

makers = [lambda: iter([1, 2, 3]), lambda: iter((1, 2, 3)), lambda: iter("abc"), lambda: iter(b"abc"), lambda: iter(range(3)),
          lambda: iter(range(10**20, 10**20 + 3)), lambda: reversed([1, 2, 3]), lambda: reversed((1, 2, 3)), lambda: iter({1: 2, 3: 4}),
          lambda: iter({1: 2, 3: 4}.values()), lambda: iter({1: 2, 3: 4}.items()), lambda: enumerate("abc", 5), lambda: zip("abc", [1, 2, 3]),
          lambda: map(str, [1, 2, 3]), lambda: filter(None, [1, 0, 3]), lambda: iter({7}), lambda: reversed({1: 2, 3: 4})]
for make in makers:
    iterator = make()
    hint = operator.length_hint(iterator, -1)
    first = next(iterator)
    rest = copy.copy(iterator)
    kind = type(iterator).__name__
    remaining = list(iterator)
    print(kind, hint, first, remaining, operator.length_hint(iterator, -1), next(iterator, "end"), iter(iterator) is iterator)
    assert iterator.__reduce__() is not None
for kind in ([1, 2, 3], (1, 2, 3), "abc"):
    iterator = iter(kind)
    iterator.__setstate__(2)
    print(list(iterator))
    iterator = iter(kind)
    iterator.__setstate__(100)
    print(list(iterator))


class Sequence:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i

    def __len__(self):
        return 4


print(list(Sequence()), list(reversed(Sequence())), 9 in Sequence(), operator.length_hint(iter(Sequence())))
calls = iter([1, 2, 3, 4, 5])
print(list(iter(lambda: next(calls), 4)), list(iter(lambda: next(calls), 99)))
print(list(zip()), list(zip("ab")), list(zip("abc", range(2))), list(map(lambda a, b: a + b, "ab", "cde")), list(enumerate("a", start=2**70)))
for expression in ('list(zip([1, 2], [1], strict=True))', 'list(zip([1], [1, 2], strict=True))', 'list(zip([1], [1], [1, 2], strict=True))',
                   'zip(1)', 'map(str)', 'map()', 'filter(None)', 'enumerate()', 'enumerate(5)', 'reversed(5)', 'reversed({1})',
                   'iter(5)', 'iter(5, 6)', 'next(5)', 'next(iter([]))', 'list(map(5, [1]))', 'enumerate([], "a")'):
    try:
        print(eval(expression))
    except (TypeError, ValueError, StopIteration) as error:
        print(expression, "->", type(error).__name__, error)


class E(enumerate):
    pass


class M(map):
    def __iter__(self):
        return iter("own")


print(list(E("ab")), list(M(str, [1])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(bool, [0, 1, "", "a"])))


def failing():
    yield 1
    raise KeyError("inside")


for iterator in (enumerate(failing()), zip(failing()), map(str, failing()), filter(None, failing())):
    next(iterator)
    try:
        next(iterator)
    except KeyError as error:
        print(error)
