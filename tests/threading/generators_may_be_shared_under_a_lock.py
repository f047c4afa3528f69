import threading
def numbers():
    for i in range(4000):
        yield i
g, lock, taken = numbers(), threading.Lock(), []
def work():
    while True:
        with lock:
            try:
                taken.append(next(g))
            except StopIteration:
                return
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(taken == list(range(4000)))
