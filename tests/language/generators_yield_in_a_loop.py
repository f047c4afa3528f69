def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
for x in count(3):
    print(x)
print(list(count(4)), sum(count(5)), max(count(3)), [x * 2 for x in count(3)], tuple(count(0)))
g = count(2)
print(next(g), next(g), next(g, "end"))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for x in fib():
    if x > 50:
        break
    print(x, end=" ")
print()
