# Views: set operators, comparisons, order of iteration, and what they do not allow.
d = {"a": 1, "b": 2, "c": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys))
d["d"] = 4
print(list(keys), list(values), list(items), list(reversed(keys)), list(reversed(values)), list(reversed(items)))
print(sorted(keys & {"a", "z"}), sorted(keys | ["q"]), sorted(keys - {"a"}), sorted(keys ^ {"a", "q"}), sorted({"a", "q"} - keys))
print(sorted(items & {("a", 1), ("b", 9)}), ("a", 1) in items, ("a", 2) in items, ["a", 1] in items, 5 in items, ("x", 1) in items)
print(keys == {"a", "b", "c", "d"}, keys < {"a", "b", "c", "d", "e"}, keys >= {"a"}, keys != {"a"}, {"a"} <= keys, keys > keys)
print(items == dict(d).items(), keys == list(keys), values == d.values(), keys.isdisjoint("xyz"), items.isdisjoint([("a", 1)]))
print(keys.mapping["a"], type(keys.mapping).__name__)
for expression in ('keys + keys', 'values & values', 'keys[0]', 'hash(keys)', 'keys & 5', 'type(keys)()', 'items | 3'):
    try:
        print(eval(expression))
    except TypeError as error:
        print(expression, "->", error)
iterator = iter(d)
next(iterator)
d["new"] = 1
for _ in range(2):
    try:
        next(iterator)
    except RuntimeError as error:
        print(error)
iterator = iter(d.items())
print(iterator.__length_hint__(), next(iterator), iterator.__length_hint__())
e = {i: i for i in range(3)}
try:
    for k in e:
        del e[k]
        e[k + 10] = 0
except RuntimeError as error:
    print(error)
e = {1: 1, 2: 2}
for k in e:
    e[k] = "changed"
print(e)
print(list({}.keys()), {}.items(), list(iter({}.values())))
n = {}
n["v"] = n.values()
print(n)
