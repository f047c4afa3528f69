a = list(range(6))
a[0] = "x"
a[-1] = "y"
print(a)
a[1:3] = ["slice"]
print(a)
a[1:1] = [7, 8, 9]
print(a)
a[::2] = "ABCD"
print(a)
a[2:] = []
print(a)
a[:] = (i for i in range(4))
print(a)
del a[::2]
print(a)
a[5:] = [9]
a[:0] = "z"
print(a)
a[1:3] = a
print(a)
for statement in ("a[99] = 1", "a[::2] = [1]", "a['x'] = 1", "del a[99]", "a[::0] = []", "a[1.5]", "a[None]"):
    try:
        exec(statement)
    except (ValueError, TypeError, IndexError) as error:
        print(statement, "->", type(error).__name__, error)
