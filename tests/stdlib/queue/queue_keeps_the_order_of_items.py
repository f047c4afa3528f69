import queue

q = queue.Queue()
for item in range(5):
    q.put(item)
print([q.get() for _ in range(5)], q.empty(), q.qsize())
