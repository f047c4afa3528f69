import itertools, threading
c = itertools.count()
seen, lock = [], threading.Lock()
def work():
    for _ in range(1000):
        with lock:
            seen.append(next(c))
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(seen == list(range(4000)))
