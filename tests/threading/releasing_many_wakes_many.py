import threading
s = threading.Semaphore(0)
passed = []
threads = [threading.Thread(target=lambda n=n: (s.acquire(), passed.append(n))) for n in range(10)]
for t in threads: t.start()
s.release(4)
s.release(6)
for t in threads: t.join()
print(sorted(passed), s.acquire(False))
