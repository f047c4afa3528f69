d = {"a": 1, "b": 2}
keys, values, items = d.keys(), d.values(), d.items()
d["c"] = 3
print(keys, values, items, len(keys))
print(keys & {"a", "z"}, sorted(keys | {"z"}), sorted(keys - {"a"}), sorted(keys ^ {"a", "z"}), "a" in keys, 3 in values, ("a", 1) in items, ("a", 2) in items)
print(keys == {"a", "b", "c"}, keys <= {"a", "b", "c", "d"}, keys.isdisjoint(["x"]), items == {("a", 1), ("b", 2), ("c", 3)}, list(reversed(values)), keys > {"a"})
print(list(keys), [v * 2 for v in values], type(keys).__name__, type(items).__name__, keys.mapping["a"], values == d.values())
