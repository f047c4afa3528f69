# Ten threads fill ten containers; whoever gets the lock without waiting fills the first empty one.
# The lock makes "look for an empty one, then fill it" one step: no container is filled twice.
#
# Try: the order of the names changes with the preset, the contents do not.
#   build/gilded --as=2.7 examples/ten_containers.py
#   build/gilded --as=3.13t examples/ten_containers.py
import threading
import time

lock = threading.RLock()
containers = [0] * 10
filled_by = [None] * 10


def fill_one(name):
    """Fills the first empty container. Returns False when all are full."""
    for index, amount in enumerate(containers):
        if amount == 0:
            time.sleep(0.005)  # filling takes time, and others try meanwhile
            containers[index] += 1
            filled_by[index] = name
            return True
    return False


def worker(name):
    while True:
        if lock.acquire(False):
            try:
                if not fill_one(name):
                    return
            finally:
                lock.release()
        time.sleep(0.001)


threads = [threading.Thread(target=worker, args=(f"worker {number}",)) for number in range(10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(containers)
print("all filled:", all(name is not None for name in filled_by))
