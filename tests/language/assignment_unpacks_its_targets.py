a, b = 1, 2
a, b = b, a
print(a, b)
[c, (d, e)] = "x", [1, 2]
print(c, d, e)
first, *middle, last = range(6)
print(first, middle, last)
*start, end = "ab"
print(start, end)
x = y = z = []
x.append(1)
print(y, z is x)
i = 0
items = [0, 0]
i, items[i] = 1, "assigned after i"
print(items)
(single,) = [5]
print(single)
() = []
for k, (v, *w) in {"key": (1, 2, 3)}.items():
    print(k, v, w)
