# Messages of sets, subclasses, and sets that change while they are walked or compared.
s = {1}
for expression in ('s + s', 's | [1]', 's & 5', '{[]}', 's.add({})', 's.remove(5)', 'set().pop()', 's < [1]', 'hash(s)', 'set(5)',
                   'set(1, 2)', 's[0]', 's.update(5)', '{1, 2}.issubset(5)', 'frozenset().add(1)', 's.discard([])', 's.union(5)'):
    try:
        print(eval(expression))
    except (TypeError, KeyError, AttributeError) as error:
        print(expression, "->", type(error).__name__, error)
for operator in ("|=", "&=", "-=", "^="):
    try:
        exec(f"s {operator} [1]")
    except TypeError as error:
        print(error)


class S(set):
    pass


class F(frozenset):
    def __new__(cls, items=(), extra=None):
        self = super().__new__(cls, items)
        self.extra = extra
        return self


a, b = S([1, 2]), F([2, 3], extra="e")
a.note = "n"
print(a, b, a.note, b.extra, type(a | b).__name__, type(b | a).__name__, type(a.copy()).__name__, a & b, {1: 2}.keys() & a)
try:
    for x in a:
        a.add(x + 10)
except RuntimeError as error:
    print(error)
f = frozenset([1])
g = f
g |= {2}
print(f, g, f.copy() is f, frozenset(f) is f, set(f) == f)


class Evil:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        victim.clear()
        return self.n == getattr(other, "n", None)


victim = set()
victim.add(Evil(1))
victim.add(Evil(2))
print(len(victim) <= 2, Evil(3) in victim)
it = iter({1, 2, 3})
print(it.__length_hint__(), next(it), it.__length_hint__())
x = set()
x.add(frozenset([1]))
print({1} in x, x.remove({1}), x)
