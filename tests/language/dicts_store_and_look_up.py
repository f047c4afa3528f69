d = {"one": 1, "two": 2}
d["three"] = 3
d["one"] = 10
print(d, d["two"], len(d), "one" in d, "ten" in d, d.get("ten"), d.get("ten", 0))
del d["two"]
for key in d:
    print(key, d[key])
for key, value in d.items():
    print(key, value)
print(list(d.keys()), list(d.values()), {i: i * i for i in range(3)}, {})
try:
    d["ten"]
except KeyError as error:
    print("no", error)
