import heapq
import itertools

print(list(heapq.merge([1, 4, 7], [2, 5], [], [3, 6])))
print(list(heapq.merge([7, 4, 1], [5, 2], reverse=True)))
print(list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
print(list(itertools.islice(heapq.merge(itertools.count(0, 2), itertools.count(1, 2)), 6)))
