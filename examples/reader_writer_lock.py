# A reader-writer lock made of the parts that threading has: many readers at a time, a writer alone, and a writer
# that waits keeps new readers out.
#
# Try: the invariants hold in every preset.
#   build/gilded --as=2.7 examples/reader_writer_lock.py
import threading
import time


class ReadWriteLock:
    """Writers first: once a writer waits, readers queue behind it."""

    def __init__(self):
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False
        self._writers_waiting = 0

    def acquire_read(self):
        with self._changed:
            while self._writing or self._writers_waiting:
                self._changed.wait()
            self._readers += 1

    def release_read(self):
        with self._changed:
            self._readers -= 1
            if self._readers == 0:
                self._changed.notify_all()

    def acquire_write(self):
        with self._changed:
            self._writers_waiting += 1
            while self._writing or self._readers:
                self._changed.wait()
            self._writers_waiting -= 1
            self._writing = True

    def release_write(self):
        with self._changed:
            self._writing = False
            self._changed.notify_all()


lock = ReadWriteLock()
statistics = threading.Lock()
left = right = 0  # always equal, except inside a writer
reading = 0
most_readers = 0
torn_reads = 0


def read():
    global reading, most_readers, torn_reads
    for _ in range(5):
        lock.acquire_read()
        with statistics:
            reading += 1
            most_readers = max(most_readers, reading)
        seen = left
        time.sleep(0.002)
        if seen != right:
            torn_reads += 1
        with statistics:
            reading -= 1
        lock.release_read()


def write():
    global left, right
    for _ in range(5):
        lock.acquire_write()
        left += 1
        time.sleep(0.001)
        right += 1
        lock.release_write()


# Two readers must be inside together here, or this does not end.
lock.acquire_read()
together = threading.Thread(target=lambda: (lock.acquire_read(), lock.release_read()))
together.start()
together.join()
lock.release_read()
print("two readers at a time: yes")

threads = [threading.Thread(target=read) for _ in range(4)] + [threading.Thread(target=write) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("writes:", left, right)
print("torn reads:", torn_reads)
assert most_readers <= 4
