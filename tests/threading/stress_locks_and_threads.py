# expect: sound
import random, threading, time
locks = [threading.Lock() for _ in range(3)]
rlock, condition, semaphore, event = threading.RLock(), threading.Condition(), threading.Semaphore(2), threading.Event()
deadline = time.monotonic() + 0.8
counts = [0] * 3
surprises = []
def work(n):
    r = random.Random(n)
    while time.monotonic() < deadline:
        k = r.randrange(3)
        if r.random() < 0.5:
            with locks[k]:
                counts[k] += 1
                counts[k] -= 1
        elif locks[k].acquire(timeout=0.001):
            counts[k] += 1
            counts[k] -= 1
            locks[k].release()
        with rlock, rlock:
            pass
        if semaphore.acquire(timeout=0.001):
            semaphore.release()
        with condition:
            condition.notify_all()
            condition.wait(0.0005)
        event.set() if r.random() < 0.5 else event.clear()
        event.wait(0.0005)
        t = threading.Thread(target=lambda: None)
        t.start()
        t.join()
threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if counts == [0, 0, 0] and not rlock.acquire(False) is False and semaphore.acquire(False) and semaphore.acquire(False) and not semaphore.acquire(False) else counts)
