# Random changes of a set beside a sorted list; operators of sets and frozensets in all pairings.
state = 7


def number(limit):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % limit


s = set()
model = []
for round in range(5000):
    x = number(90)
    x = x if x % 2 else f"s{x}"
    action = number(6)
    if action < 2:
        s.add(x)
        if x not in model:
            model.append(x)
    elif action == 2:
        s.discard(x)
        if x in model:
            model.remove(x)
    elif action == 3:
        try:
            s.remove(x)
        except KeyError as error:
            assert error.args == (x,) and x not in model
        else:
            model.remove(x)
    elif action == 4:
        assert (x in s) == (x in model)
    elif number(30) == 0 and s:
        taken = s.pop()
        model.remove(taken)
    assert len(s) == len(model)
    if round % 50 == 0:
        assert s == set(model) and sorted(map(str, s)) == sorted(map(str, model)) and s.copy() == s

small = [set(), {1}, {1, 2}, {2, 3}, set(range(5)), set(range(3, 40))]
for a in small:
    for b in small:
        for left in (set, frozenset):
            for right in (set, frozenset, list, dict.fromkeys):
                x, y = left(a), right(b)
                assert x.union(y) == {i for i in range(50) if i in a or i in b}
                assert x.intersection(y) == {i for i in range(50) if i in a and i in b}
                assert x.difference(y) == {i for i in range(50) if i in a and i not in b}
                assert x.symmetric_difference(y) == {i for i in range(50) if (i in a) != (i in b)}
                assert x.issubset(y) == all(i in b for i in a) and x.issuperset(y) == all(i in a for i in b)
                assert x.isdisjoint(y) == (not any(i in b for i in a))
                if right in (set, frozenset):
                    assert type(x | y) is left and (x | y, x & y, x - y, x ^ y) == (
                        x.union(y), x.intersection(y), x.difference(y), x.symmetric_difference(y))
                    assert (x <= y) == x.issubset(y) and (x < y) == (x <= y and x != y)
                    assert (x >= y) == x.issuperset(y) and (x > y) == (x >= y and x != y)
                    assert (x == y) == (sorted(a) == sorted(b))
                    z = set(a)
                    z |= y
                    w = set(a)
                    w &= y
                    v = set(a)
                    v -= y
                    u = set(a)
                    u ^= y
                    assert (z, w, v, u) == (x | y, x & y, x - y, x ^ y)
print("same")
print({3, 1, 2}, {10, 5, 0, 100, 33}, set(range(20, 0, -3)), frozenset([8, 1, 16, 9, 0]), {1, 2, 3} | {4, 9, 17}, {5, 1} ^ {1, 7})
print(set(), frozenset(), {frozenset({1})}, {()}, {None, })
print(hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), hash(frozenset()), hash(frozenset([1, 2])), {frozenset("ab"): 1}[frozenset("ba")])
print({1} in {frozenset({1})}, frozenset([1]) == {1}, {1}.union([2], (3,), {4: 5}), {1, 2, 3}.intersection([1, 2], {2}), {1}.difference())
