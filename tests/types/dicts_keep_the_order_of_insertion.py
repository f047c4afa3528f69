d = {}
for k in "qwerty":
    d[k] = ord(k)
print(list(d))
del d["e"]
d["e"] = 0
d["q"] = 1
print(list(d), d.popitem(), list(d))
d = {i: i for i in range(100)}
for i in range(0, 100, 2):
    del d[i]
for i in range(200, 205):
    d[i] = i
print(list(d)[:3], list(d)[-6:], len(d))
print({"b": 1, "a": 2} == {"a": 2, "b": 1}, list({"x": 1, "y": 2, "x": 3}.items()))
m = {1: "int", True: "bool", 1.0: "float"}
print(m, {"a": 1, **{"b": 2, "a": 3}})
