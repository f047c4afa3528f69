# One thread counts up and another counts down, each addition under the lock: the end is zero in every era.
#
# Try without the lock (python: comment out the two `with` lines) and compare the presets:
#   build/gilded --as=2.7 examples/lock_up_and_down.py
#   build/gilded --as=3.13t examples/lock_up_and_down.py
import threading

ROUNDS = 40_000
lock = threading.Lock()
counter = 0


def increment():
    global counter
    for _ in range(ROUNDS):
        with lock:
            counter += 1


def decrement():
    global counter
    for _ in range(ROUNDS):
        lock.acquire()
        counter -= 1
        lock.release()


print("starting")
up = threading.Thread(target=increment)
down = threading.Thread(target=decrement)
up.start()
down.start()
up.join()
down.join()
print(counter)
print("completed")
