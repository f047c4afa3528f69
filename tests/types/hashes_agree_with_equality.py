print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(0) == hash(False), hash("a") == hash("a"), hash((1, "a")) == hash((1, "a")), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(1.5), hash(None) == hash(None), hash(0.0), hash(float("inf")), hash(-float("inf")))
print(hash(b"ab") == hash(b"ab"), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(range(3)) == hash(range(0, 3, 1)), hash(10 ** 30), hash(-10 ** 30), hash(0.1), hash(1e300), hash(3 + 4j))
for call in ("hash([])", "hash({})", "hash(set())", "hash(bytearray())", "hash(([],))"):
    try:
        print(eval(call))
    except TypeError as error:
        print(call, "->", error)
class C:
    pass
c = C()
print(hash(c) == hash(c), c == c, {c: 1}[c], len({c, c, C()}), hash(len) == hash(len), hash(C) == hash(C))
