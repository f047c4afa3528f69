print(all([]), all([1, "a"]), all([1, 0]), any([]), any([0, "x"]), any(n > 2 for n in range(5)))
print(sum([]), sum([1, 2], 10), sum([[1], [2]], []), sum((True, 2)), sum(range(1000)), sum([2 ** 62, 2 ** 62]), sum([1, 2.5]))
print(min(3, 1, 2), max([1, 3, 2]), min("hello"), max("a", "bb", key=len), min([], default="none"), max([(1, 2), (1, 3)]), min([3, 1], key=lambda x: -x), max(1, 1.0), min([2, 1, 1.0]))
seen = []
def note(x):
    seen.append(x)
    return x
print(any(note(x) for x in [0, 1, 2]), seen, all(note(x) for x in [1, 0, 5]), seen)
for call in ("sum(['a'])", "sum(['a'], '')", "max()", "max(1)", "min(1, 'a')", "sum(5)", "all(5)", "sum([b''], b'')", "max([], default=1, key=2)", "max(1, 2, default=3)"):
    try:
        print(eval(call))
    except (TypeError, ValueError) as error:
        print(call, "->", type(error).__name__, error)
