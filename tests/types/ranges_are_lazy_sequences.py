r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, r.index(8), r.count(8), r.start, r.stop, r.step)
print(list(range(5)), list(range(5, 0, -2)), list(range(0)), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3)))
print(range(10 ** 20)[10 ** 19], len(range(0, 10 ** 10, 7)), 10 ** 18 in range(0, 10 ** 20, 10), list(reversed(range(4))), range(3) != range(4), "a" in range(3), 2.0 in range(3))
print(max(range(10)), sum(range(101)), bool(range(0)), bool(range(1)), [*range(-3, 3, 2)], repr(range(1, 2, 1)), repr(range(1, 2, 2)))
for call in ("range(1, 2, 0)", "range(1.5)", "range('a')", "range()", "range(1)[5]", "range(3).index(9)", "range(1, 2, 3, 4)", "len(range(10 ** 20))", "range(3)['a']"):
    try:
        print(eval(call))
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        print(call, "->", type(error).__name__, error)
