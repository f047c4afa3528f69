a, b = {1, 2, 3}, frozenset({3, 4})
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), type(a | b).__name__, type(b | a).__name__)
print(a < {1, 2, 3, 4}, a <= a, a < a, a > {1}, a >= {1, 2, 3}, {1} == frozenset({1}), {1, 2} < {2, 3}, {1, 2} > {2, 3})
a |= {9}
a &= {1, 9, 3}
a -= {3}
a ^= {9, 10}
print(sorted(a))
b |= {5}
print(sorted(b), type(b).__name__, hash(frozenset({1, 2})) == hash(frozenset({2, 1})), {frozenset({1}): "key"}[frozenset([1])], frozenset({1}) in {frozenset({1})}, {1} in [{1}])
print({1} in {frozenset({1})})
print(sorted(x * 2 for x in {1, 2}), max({3, 1}), sum({1, 2}), {True, 1, 1.0}, len({0, False, 0.0, ""}))
