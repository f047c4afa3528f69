d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("c", 3), d.setdefault("a", 9), d)
print(d.pop("c"), d.pop("zz", None), d.popitem(), d, d.copy() == d, d.copy() is d, len(d), "a" in d, 1 in d)
d.update({"x": 1}, y=2)
d.update([("z", 3)])
print(d, list(d), list(d.keys()), list(d.values()), list(d.items()), list(reversed(d)))
d |= {"a": 100}
print(d | {"new": 1}, {"first": 0} | d, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0))
print(dict(), dict(a=1), dict([("k", "v")]), dict({"m": 1}, n=2), dict(zip("ab", [1, 2])), dict({1: 2}) == {1: 2})
d.clear()
print(d)
for call in ("{}['x']", "{}.pop('x')", "{}.popitem()", "{}.__delitem__('x')", "dict([1])", "dict([(1, 2, 3)])", "dict(5)", "{[]: 1}", "{}.update(5)", "{} | []", "{1: 2} < {}", "dict(**{1: 2})", "{'a': 1}['a']['b']"):
    try:
        print(eval(call))
    except (KeyError, TypeError, ValueError) as error:
        print(call, "->", type(error).__name__, error)
