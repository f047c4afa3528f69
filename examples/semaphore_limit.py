# Semaphore(3) lets three threads inside at a time; release(n) adds n at once. A plain Semaphore may be released
# above its first value, a BoundedSemaphore refuses.
#
# Try: the peak is exactly 3 in every preset.
#   build/gilded --as=3.13t examples/semaphore_limit.py
import threading
import time

places = threading.Semaphore(3)
guard = threading.Lock()
inside = 0
peak = 0


def visit():
    global inside, peak
    with places:
        with guard:
            inside += 1
            peak = max(peak, inside)
        time.sleep(0.02)
        with guard:
            inside -= 1


threads = [threading.Thread(target=visit) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("most threads inside:", peak)

plain = threading.Semaphore(1)
plain.release(3)
taken = 0
while plain.acquire(blocking=False):
    taken += 1
print("1 place and release(3) give", taken, "acquires")

bounded = threading.BoundedSemaphore(2)
bounded.acquire()
bounded.release()
try:
    bounded.release()
except ValueError as error:
    print("bounded semaphore:", error)
