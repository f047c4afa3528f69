import queue

q = queue.PriorityQueue()
for item in (5, 1, 4, 2, 3):
    q.put(item)
print([q.get() for _ in range(5)])
