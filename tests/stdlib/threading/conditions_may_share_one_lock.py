import threading

lock = threading.Lock()
not_empty = threading.Condition(lock)
not_full = threading.Condition(lock)
buffer = []
received = []


def produce():
    for item in range(50):
        with not_full:
            while len(buffer) == 2:
                not_full.wait()
            buffer.append(item)
            not_empty.notify()


def consume():
    for _ in range(50):
        with not_empty:
            while not buffer:
                not_empty.wait()
            received.append(buffer.pop(0))
            not_full.notify()


threads = [threading.Thread(target=produce), threading.Thread(target=consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(received == list(range(50)))
