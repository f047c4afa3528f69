a = []
a.append(1)
a.append("two")
a += [3.0]
a.insert(0, None)
print(a, len(a), a[1], a[-1], a[1:3])
a[0] = "first"
del a[1]
print(a, a.pop(), a, "two" in a)
print([i * i for i in range(5)], [1, 2] + [3], [0] * 3, sorted([3, 1, 2]), list(range(3)))
for i, x in enumerate(a):
    print(i, x)
