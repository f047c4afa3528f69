import queue
import threading

q = queue.SimpleQueue()
received = []


def consume():
    for _ in range(100):
        received.append(q.get())


thread = threading.Thread(target=consume)
thread.start()
for item in range(100):
    q.put(item)
thread.join()
print(received == list(range(100)), q.empty(), q.qsize())
try:
    q.get(block=False)
except queue.Empty:
    print("empty")
