import threading
lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.acquire(True, 0.01))
lock.release()
print(lock.locked())
with lock as entered:
    print(entered, lock.locked())
print(lock.locked())
try:
    with lock:
        raise KeyError("inside")
except KeyError:
    print("released after an error:", not lock.locked())
t = threading.Thread(target=lock.acquire)
t.start()
t.join()
print("taken by another:", lock.locked())
lock.release()
print("released here:", not lock.locked())
