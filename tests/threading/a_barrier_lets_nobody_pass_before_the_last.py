import threading
b = threading.Barrier(5)
arrived, early, indices, lock = 0, 0, [], threading.Lock()
def work():
    global arrived, early
    for r in range(1, 21):
        with lock:
            arrived += 1
        index = b.wait()
        with lock:
            if arrived < 5 * r:
                early += 1
            if r == 1:
                indices.append(index)
        b.wait()
threads = [threading.Thread(target=work) for _ in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(arrived, early, sorted(indices), b.parties, b.n_waiting, b.broken)
