print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(zip(*[(1, 2), (3, 4)])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(None.__class__, [])))
print(list(enumerate("ab", start=5)), list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), list(filter(lambda x: x % 2, range(6))), list(reversed({"a": 1, "b": 2})))
m = map(int, ["1", "x", "3"])
print(next(m))
try:
    next(m)
except ValueError as error:
    print(error)
print(next(m), list(m))
for call in ("list(zip([1], [2, 3], strict=True))", "list(zip([1, 2], [3], strict=True))", "zip(1)", "map(int)", "map(int, 5)", "list(map(5, [1]))", "filter(None)", "reversed(5)", "reversed({1})", "enumerate(5)", "enumerate()", "list(map(lambda a: a, [1], [2]))"):
    try:
        print(eval(call))
    except (TypeError, ValueError) as error:
        print(call, "->", type(error).__name__, error)
z = zip(range(3), iter("ab"))
print(next(z), list(z), iter(z) is z)
