import threading
gate = threading.Event()
t = threading.Thread(target=gate.wait)
t.start()
seen = []
def wait(n):
    t.join()
    seen.append((n, t.is_alive()))
waiters = [threading.Thread(target=wait, args=(n,)) for n in range(5)]
for w in waiters: w.start()
gate.set()
for w in waiters: w.join()
print(sorted(seen))
