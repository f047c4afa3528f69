import queue, threading
q = queue.Queue(5)
received, lock = [], threading.Lock()
def produce(n):
    for i in range(200):
        q.put((n, i))
def consume():
    mine = []
    while (item := q.get()) is not None:
        mine.append(item)
    with lock:
        received.append(mine)
producers = [threading.Thread(target=produce, args=(n,)) for n in range(3)]
consumers = [threading.Thread(target=consume) for n in range(3)]
for t in producers + consumers: t.start()
for t in producers: t.join()
for _ in consumers: q.put(None)
for t in consumers: t.join()
everything = [x for part in received for x in part]
print(len(everything), len(set(everything)), all([i for m, i in part if m == n] == sorted(i for m, i in part if m == n) for part in received for n in range(3)))
