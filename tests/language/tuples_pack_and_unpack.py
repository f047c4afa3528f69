t = 1, "a", None
x, y, z = t
print(t, x, y, z, t[0], len(t), (1,), (), t + (2,), "a" in t, t == (1, "a", None))
(a, b), c = (1, 2), 3
print(a, b, c)
for a, b in [(1, 2), (3, 4)]:
    print(a + b)
a, b = b, a
print(a, b)
