# A semaphore that starts at 0 counts what has been produced. Consumers wait; each release lets one pass.
# At every moment the consumers that passed are at most the producers that released.
#
# Try: the order differs between runs and presets, the rule holds in all of them.
#   build/gilded --as=2.7 examples/semaphore_producers_consumers.py
# assert-only
import random
import threading
import time

resources = threading.Semaphore(0)
history = []


def short_pause():
    time.sleep(random.random() / 50)


def consumer(name):
    resources.acquire()
    history.append(name)
    short_pause()


def producer(name):
    short_pause()
    history.append(name)
    resources.release()


threads = [threading.Thread(target=consumer, args=(f"consumer:{number}",)) for number in range(5, 10)]
threads += [threading.Thread(target=producer, args=(f"producer:{number}",)) for number in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

balance = 0
for name in history:
    print(name)
    balance += 1 if name.startswith("producer") else -1
    assert balance >= 0, "somebody consumed what was not yet produced"
assert balance == 0 and len(history) == 10
