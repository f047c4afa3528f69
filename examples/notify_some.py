# notify(n) wakes up to n waiting threads, notify_all() wakes them all. A notification that nobody waits for is
# lost, and asking for more threads than wait is harmless.
#
# Try: the same counts in every preset.
#   build/gilded --as=2.7 examples/notify_some.py
import threading
import time

WAITERS = 6
condition = threading.Condition()
waiting = 0
woken = 0


def wait_once():
    global waiting, woken
    with condition:
        waiting += 1
        condition.wait()
        woken += 1


def woken_reaches(count):
    """Waits up to five seconds for `count` threads to have come back, and returns how many did."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with condition:
            if woken >= count:
                break
        time.sleep(0.002)
    time.sleep(0.02)  # room for a thread that should not have been woken
    with condition:
        return woken


with condition:
    condition.notify()  # nobody waits: this is not remembered

threads = [threading.Thread(target=wait_once) for _ in range(WAITERS)]
for thread in threads:
    thread.start()
while True:
    with condition:
        if waiting == WAITERS:
            break
    time.sleep(0.001)

with condition:
    condition.notify()
print("after notify():    ", woken_reaches(1))
with condition:
    condition.notify(2)
print("after notify(2):   ", woken_reaches(3))
with condition:
    condition.notify_all()
print("after notify_all():", woken_reaches(6))
for thread in threads:
    thread.join()
with condition:
    condition.notify(100)
print("notify(100) with nobody waiting is fine")
