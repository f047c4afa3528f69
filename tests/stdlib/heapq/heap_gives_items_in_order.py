import heapq
import random

numbers = random.Random(1).sample(range(1000), 200)
heap = []
for number in numbers:
    heapq.heappush(heap, number)
print([heapq.heappop(heap) for _ in range(len(heap))] == sorted(numbers))
heapq.heapify(numbers)
print(numbers[0] == min(numbers), heapq.heappushpop(numbers, -1), heapq.heapreplace(numbers, -2) >= 0, numbers[0])
