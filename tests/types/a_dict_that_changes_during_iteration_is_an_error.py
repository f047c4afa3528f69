d = {"a": 1, "b": 2, "c": 3}
for action in ("d['new'] = 1", "del d['a']", "d.clear()"):
    d = {"a": 1, "b": 2, "c": 3}
    try:
        for k in d:
            exec(action)
    except RuntimeError as error:
        print(action, "->", error)
d = {"a": 1}
for k in d:
    d[k] = 2
print(d)
it = iter({1: 2})
next(it)
try:
    next(it)
except StopIteration:
    print("exhausted")
for k in list(d):
    del d[k]
print(d)
it = iter(d.items())
d["x"] = 1
try:
    next(it)
except RuntimeError as error:
    print(error)
