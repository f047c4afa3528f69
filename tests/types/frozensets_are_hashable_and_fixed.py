f = frozenset("abc")
print(sorted(f), len(f), "a" in f, f == set("cba"), sorted(f | {"d"}), sorted(f & set("ax")), frozenset(f) is f, f.copy() is f)
for name in ("add", "remove", "update", "clear", "discard", "pop"):
    print(hasattr(f, name), end=" ")
print()
print({f: 1}[frozenset("cab")], {frozenset()} == {frozenset()}, repr(frozenset({1})), repr(frozenset()))
class Sub(frozenset):
    pass
print(Sub([1]), Sub([1]) == frozenset([1]), type(Sub([1]) | {2}).__name__)
