import threading
cells = [0] * 10
locks = [threading.Lock() for _ in range(10)]
def work(n):
    for i in range(2000):
        k = (i * 7 + n) % 10
        if i % 2:
            with locks[k]:
                cells[k] += 1
        else:
            locks[k].acquire()
            try:
                cells[k] += 1
            finally:
                locks[k].release()
threads = [threading.Thread(target=work, args=(n,)) for n in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(sum(cells), all(not lock.locked() for lock in locks))
