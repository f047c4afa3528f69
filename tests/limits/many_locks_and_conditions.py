import threading
locks = [threading.Lock() for _ in range(20000)]
for lock in locks:
    lock.acquire()
print(sum(lock.locked() for lock in locks))
for lock in locks:
    lock.release()
conditions = [threading.Condition() for _ in range(5000)]
events = [threading.Event() for _ in range(5000)]
for e in events[::2]:
    e.set()
print(sum(e.is_set() for e in events), sum(lock.locked() for lock in locks), len(conditions))
