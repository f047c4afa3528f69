import threading, time
class ReadWriteLock:
    """Three locks and two counters: the first reader takes the lock that the last one gives back."""
    def __init__(self):
        self._lock, self._read, self._write = threading.Lock(), threading.Lock(), threading.Lock()
        self._condition = threading.Condition()
        self.readers = self.writers = 0
    def acquire_read(self):
        while True:
            with self._write:
                if self.writers == 0:
                    with self._read:
                        self.readers += 1
                        if self.readers == 1:
                            self._lock.acquire()
                    return
            with self._condition:
                self._condition.wait(0.01)
    def release_read(self):
        with self._read:
            self.readers -= 1
            if self.readers == 0:
                self._lock.release()
    def acquire_write(self):
        with self._write:
            self.writers += 1
        self._lock.acquire()
    def release_write(self):
        self._lock.release()
        with self._write:
            self.writers -= 1
            if self.writers == 0:
                with self._condition:
                    self._condition.notify_all()
lock, a, b, torn = ReadWriteLock(), 0, 0, 0
def write():
    global a, b
    for _ in range(20):
        lock.acquire_write()
        a += 1
        time.sleep(0)
        b += 1
        lock.release_write()
        time.sleep(0.0005)
def read():
    global torn
    for _ in range(40):
        lock.acquire_read()
        if a != b:
            torn += 1
        lock.release_read()
threads = [threading.Thread(target=f) for f in (write, write, read, read, read)]
for t in threads: t.start()
for t in threads: t.join()
print(a, b, torn, lock.readers, lock.writers)
