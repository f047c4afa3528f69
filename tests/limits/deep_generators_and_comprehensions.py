def chain(n):
    if n:
        yield from chain(n - 1)
    yield n
print(sum(chain(200)))
g = iter(range(5))
for _ in range(200):
    g = map(lambda x: x + 1, g)
print(list(g))
h = (x for x in range(3))
for _ in range(100):
    h = (x + 1 for x in h)
print(list(h))
