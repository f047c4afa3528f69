a = [1, 2]
b = a
c = a[:]
b.append(3)
print(a, b, c, a is b, a is c, a == c)
def change(items, n):
    items.append(n)
    n += 1
    items = ["new"]
    return n
n = 1
print(change(a, n), n, a)
grid = [[0] * 2 for _ in range(2)]
grid[0][1] = 5
print(grid)
d = dict.fromkeys("ab", [])
d["a"].append(1)
print(d)
