import queue
import threading

q = queue.Queue(maxsize=3)
received = []
lock = threading.Lock()


def produce(start):
    for item in range(start, start + 100):
        q.put(item)


def consume():
    while True:
        item = q.get()
        if item is None:
            return
        with lock:
            received.append(item)


producers = [threading.Thread(target=produce, args=(start,)) for start in (0, 100, 200)]
consumers = [threading.Thread(target=consume) for _ in range(3)]
for thread in producers + consumers:
    thread.start()
for thread in producers:
    thread.join()
for _ in consumers:
    q.put(None)
for thread in consumers:
    thread.join()
print(sorted(received) == list(range(300)), q.qsize())
