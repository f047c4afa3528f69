import pprint

data = {"name": "a short name", "numbers": list(range(40)), "nested": {"key " + str(n): (n, [n] * 8) for n in range(4)}}
pprint.pprint(data)
pprint.pprint({"b": 1, "a": [1, 2]})
pprint.pp({"b": 1, "a": [1, 2]})
pprint.pprint(data["nested"], indent=4, width=40)
pprint.pprint(data, depth=1)
pprint.pprint(["a rather long text number %d" % n for n in range(4)])
pprint.pprint("many words that follow each other " * 5)
pprint.pprint(["many words that follow each other " * 5, "x"])
pprint.pprint(set("abcdefghij" * 3), width=20)
pprint.pprint((("a" * 50), ("b" * 40)))
pprint.pprint(("c" * 90,))
looped = [1]
looped.append(looped)
print(pprint.isrecursive(looped), pprint.isreadable([1]), pprint.pformat(looped).startswith("[1, <Recursion on list"))
print(pprint.pformat([1234567, {}], underscore_numbers=True), pprint.saferepr({2: 1, 1: ()}))
