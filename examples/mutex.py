# Ten threads add one under a lock. Waiting for only one of them proves only that one addition;
# waiting for all of them proves ten.
#
# Try any preset: the second number is always 10. The first one depends on who was scheduled.
#   build/gilded --as=2.7 examples/mutex.py
# assert-only
import threading
import time

lock = threading.Lock()
share_data = 0


def add_one():
    global share_data
    time.sleep(0.05)
    if lock.acquire():
        share_data += 1
    lock.release()


threads = [threading.Thread(target=add_one) for _ in range(10)]
for thread in threads:
    thread.start()

threads[2].join()
early = share_data
print("after the join of one thread:", early)
for thread in threads:
    thread.join()
print("after the join of all:       ", share_data)
assert 1 <= early <= 10
assert share_data == 10
