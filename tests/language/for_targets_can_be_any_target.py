class Box:
    pass
box = Box()
items = [None]
for box.value in range(3):
    pass
for items[0] in "ab":
    pass
print(box.value, items)
for a, *b in [(1, 2, 3), "xyz"]:
    print(a, b)
for [x, [y, z]] in [(1, (2, 3))]:
    print(x + y + z)
for i, (k, v) in enumerate({"a": 1, "b": 2}.items()):
    print(i, k, v)
for x in *[1, 2], 3:
    print(x, end=" ")
print()
