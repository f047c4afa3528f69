import threading
lock = threading.Lock()
not_empty, not_full = threading.Condition(lock), threading.Condition(lock)
buffer, received = [], []
def put():
    for i in range(200):
        with not_full:
            not_full.wait_for(lambda: len(buffer) < 3)
            buffer.append(i)
            not_empty.notify()
def get():
    for _ in range(200):
        with not_empty:
            while not buffer:
                not_empty.wait()
            received.append(buffer.pop(0))
            not_full.notify()
threads = [threading.Thread(target=put), threading.Thread(target=get)]
for t in threads: t.start()
for t in threads: t.join()
print(received == list(range(200)), buffer)
