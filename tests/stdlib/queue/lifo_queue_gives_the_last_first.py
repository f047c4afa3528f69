import queue

q = queue.LifoQueue()
for item in range(5):
    q.put(item)
print([q.get() for _ in range(5)])
