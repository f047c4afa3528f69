t = (1, "a", [2])
print(t, t[0], t[-1], t[1:], len(t), t + (3,), t * 2, "a" in t, t.index("a"), t.count(1), (), (1,), tuple("ab"), tuple([1]), tuple())
print((1, 2) < (1, 3), (1, 2) == (1, 2), (1,) < (1, 0), hash((1, 2)) == hash((1, 2)), {(1, 2): "x"}[1, 2], () == tuple([]))
t[2].append(3)
print(t, t is tuple(t), repr(((),)), ((1)), (1, (2, (3,))))
for statement in ("t[0] = 1", "del t[0]", "t.append(1)", "hash(t)", "t[5]", "t.index('z')", "(1,) + [2]", "tuple(5)", "t['a']"):
    try:
        exec(statement)
    except (TypeError, AttributeError, IndexError, ValueError) as error:
        print(statement, "->", type(error).__name__, error)
class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))
    first = property(lambda self: self[0])
print(Pair(1, 2), Pair(1, 2).first, Pair(1, 2) == (1, 2), type(Pair(1, 2)[:]).__name__)
