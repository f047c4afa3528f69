# Generators, comprehensions and itertools: pipelines, trees walked with yield from, primes, permutations by hand.
import sys
from itertools import chain, islice


class Tree:
    def __init__(self, low, high):
        self.key = (low + high) // 2
        self.left = Tree(low, self.key) if low < self.key else None
        self.right = Tree(self.key + 1, high) if self.key + 1 < high else None

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right


def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def squares(source):
    for n in source:
        yield n * n


def every(source, step):
    for i, item in enumerate(source):
        if i % step == 0:
            yield item


def orders(items):
    if not items:
        yield []
    for i, item in enumerate(items):
        for rest in orders(items[:i] + items[i + 1:]):
            yield [item] + rest


def averages():
    total = count = 0
    average = None
    while True:
        total += yield average
        count += 1
        average = total / count


def primes(limit):
    return [n for n in range(2, limit) if all(n % d for d in range(2, int(n ** 0.5) + 1))]


size = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
print(sum(every(squares(numbers(size * 20)), 3)))
print(sum(key for _ in range(4) for key in Tree(0, size)))
print(sum(order[0] * order[-1] for order in orders(list(range(7)))))
average = averages()
next(average)
print("%.3f" % [average.send(n % 17) for n in range(size * 5)][-1])
found = primes(size)
print(len(found), found[-1])
table = {n: [m for m in range(n) if n % (m + 1) == 0] for n in range(size // 16)}
print(sum(len(row) for row in table.values()), len({len(row) for row in table.values()}))
print(sum(islice(chain.from_iterable((n, -n, n * 2) for n in range(size * 4)), size * 10)))
