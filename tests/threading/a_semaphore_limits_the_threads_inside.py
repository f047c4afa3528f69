import threading, time
s, lock = threading.Semaphore(3), threading.Lock()
inside = most = 0
def work():
    global inside, most
    with s:
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.005)
        with lock:
            inside -= 1
threads = [threading.Thread(target=work) for _ in range(15)]
for t in threads: t.start()
for t in threads: t.join()
print(most <= 3, most >= 1, inside, s.acquire(False), s.acquire(False), s.acquire(False), s.acquire(False))
