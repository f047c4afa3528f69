import queue, threading
q = queue.Queue()
received = []
def get():
    while (item := q.get()) is not None:
        received.append(item)
t = threading.Thread(target=get)
t.start()
for i in range(500):
    q.put(i)
q.put(None)
t.join()
print(received == list(range(500)), q.empty(), q.qsize(), q.full())
l, p, s = queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()
for x in (3, 1, 2):
    l.put(x); p.put(x); s.put(x)
print([l.get() for _ in range(3)], [p.get() for _ in range(3)], [s.get() for _ in range(3)])
