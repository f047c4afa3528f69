import threading
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.01))
s.release()
print(s.acquire(blocking=False))
s.release(2)
with s:
    print("inside", s.acquire(False))
s.release()
print(threading.Semaphore().acquire(), threading.Semaphore(0).acquire(False))
for call in ("threading.Semaphore(-1)", "s.release(0)", "s.release(-1)", "s.acquire(False, 1)", "threading.BoundedSemaphore(1).release()", "threading.BoundedSemaphore(-1)"):
    try:
        print(call, eval(call))
    except ValueError as error:
        print(call, "->", error)
b = threading.BoundedSemaphore(3)
b.acquire(); b.acquire()
try:
    b.release(3)
except ValueError as error:
    print(error)
b.release(2)
print([b.acquire(False) for _ in range(4)])
