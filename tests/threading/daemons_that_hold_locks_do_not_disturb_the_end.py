# expect: main ends
import threading
lock, started = threading.Lock(), threading.Event()
def hold():
    with lock:
        started.set()
        threading.Event().wait()
def wait():
    lock.acquire()
threading.Thread(target=hold, daemon=True).start()
started.wait()  # else another may get the lock first, and keep it for ever
for _ in range(2):
    threading.Thread(target=wait, daemon=True).start()
print("main ends")
