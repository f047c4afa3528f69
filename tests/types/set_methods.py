s = {1, 2, 3}
s.add(4)
s.add(1)
s.discard(99)
s.remove(4)
print(sorted(s), len(s), 2 in s, s.isdisjoint({9}), s.issubset({1, 2, 3, 4}), s.issuperset([1]), s == {3, 2, 1}, s != {1})
print(sorted(s.union([4], (5,))), sorted(s.intersection([2, 3, 9])), sorted(s.difference([1])), sorted(s.symmetric_difference([3, 4])), s.copy() == s)
s.update([7], {8})
s.intersection_update([1, 2, 7, 8])
s.difference_update([8])
s.symmetric_difference_update([1, 100])
print(sorted(s))
print(s.pop() in {2, 7, 100}, len(s), set(), repr(set()), {1}, set("aab") == {"a", "b"}, set([]) == set(), frozenset())
s.clear()
for call in ("s.remove(5)", "s.pop()", "s.add([])", "{[]}", "s.update(5)", "set(5)", "hash(set())", "s['a']", "s.union(1)", "{1} < [1]", "{1} | [1]", "s.add()"):
    try:
        print(eval(call))
    except (KeyError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
