import heapq
import random

numbers = [random.Random(2).randrange(100) for _ in range(1)] + list(range(50, 0, -1)) + list(range(50))
key = lambda number: number % 7
for n in (0, 1, 3, 200):
    print(heapq.nlargest(n, numbers) == sorted(numbers, reverse=True)[:n],
          heapq.nsmallest(n, iter(numbers)) == sorted(numbers)[:n],
          heapq.nlargest(n, numbers, key=key) == sorted(numbers, key=key, reverse=True)[:n],
          heapq.nsmallest(n, iter(numbers), key=key) == sorted(numbers, key=key)[:n])
