import threading, time
lock = threading.Lock()
lock.acquire()
begin = time.monotonic()
got = lock.acquire(timeout=0.1)
passed = time.monotonic() - begin
print(got, 0.1 <= passed + 0.001)
t = threading.Timer(0.05, lock.release)
t.start()
print(lock.acquire(timeout=30))
t.join()
print(threading.TIMEOUT_MAX > 1000000)
