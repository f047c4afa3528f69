# Length, items, slices, search, equality and hashes of ranges of all sizes.
B = 10**20
ranges = [range(0), range(5), range(1, 10, 3), range(10, 0, -3), range(-5, 5), range(B, B + 7, 2), range(B, B - 7, -2),
          range(0, B, B // 3), range(-B, B, B), range(2**48 - 2, 2**48 + 2), range(2**63 - 2, 2**63 + 2), range(5, 5), range(3, 1)]
for r in ranges:
    print(r, list(r), list(reversed(r)), len(r), bool(r), r.start, r.stop, r.step, sum(r))
    for i, x in enumerate(r):
        assert r[i] == x and r[i - len(r)] == x and x in r and r.index(x) == i and r.count(x) == 1
    for s in (slice(None, None, -1), slice(1, None), slice(None, -1), slice(-3, 100, 2), slice(100, None, -2)):
        assert list(r[s]) == list(r)[s], (r, s)
        assert r[s] == eval(repr(r[s]))
    assert r == range(r.start, r.stop, r.step) and hash(r) == hash(range(r.start, r.stop, r.step))
print(range(0, 3, 2) == range(0, 4, 2), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(0) == range(2, 1), range(1) != range(2), range(3) == [0, 1, 2])
print(3 in range(10), 3.0 in range(10), 3.5 in range(10), "a" in range(10), True in range(2), B in range(0, 2 * B, B), 7 in range(0, 10, 2))
print(range(10)[2:8:3], range(10)[::-1], range(0, 20, 5)[1], range(True, 5))
for expression in ('range(10)[10]', 'range(10)["a"]', 'range(1, 2, 0)', 'range(1.0)', 'range("a")', 'range()', 'range(1, 2, 3, 4)',
                   'range(5).index(9)', 'range(5).index("a")', 'len(range(2**70))', 'range(5) < range(6)', 'range(5) + range(2)',
                   'range(5)[::0]'):
    try:
        print(eval(expression))
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        print(expression, "->", type(error).__name__, error)


class Index:
    def __index__(self):
        return 4


print(range(Index()), range(10)[Index()], [0, 1, 2, 3, 4][Index()], range(10)[Index():])
iterator = iter(range(3))
print(iterator.__length_hint__(), next(iterator), iterator.__length_hint__(), list(iterator), list(iterator))
