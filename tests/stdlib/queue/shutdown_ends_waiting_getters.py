# expect: ['shut down', 'shut down', 'shut down']
# expect: ShutDown()
import queue
import threading

q = queue.Queue()
ends = []


def consume():
    try:
        while True:
            q.get()
    except queue.ShutDown:
        ends.append("shut down")


threads = [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for item in range(10):
    q.put(item)
q.shutdown()
for thread in threads:
    thread.join()
print(ends)
try:
    q.put(1)
except queue.ShutDown as error:
    print(repr(error))
