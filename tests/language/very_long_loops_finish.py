total = 0
for i in range(300000):
    if i % 3 == 0:
        total += i
    elif i % 5 == 0:
        total -= 1
    else:
        total ^= i & 7
print(total)
n, steps = 27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
items = []
for i in range(20000):
    items.append(i * 2)
print(sum(items), len(items), sum(x for x in items if x % 3 == 0))
