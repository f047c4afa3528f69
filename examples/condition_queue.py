# A producer and consumers around a condition: the consumer sleeps until something is there and uses no processor
# while it waits. With several consumers the test must be a `while`: between the notification and the return of
# wait() another consumer may have taken the item.
#
# Compare with busy_waiting.py. Try any preset:
#   build/gilded --as=3.12 examples/condition_queue.py
import threading
import time

ITEMS = 30
CONSUMERS = 3
items = []
consumed = []
added = threading.Condition()


def produce():
    for number in range(ITEMS):
        time.sleep(0.001)
        with added:
            items.append(number)
            added.notify()
    with added:
        items.extend([None] * CONSUMERS)  # one end mark each
        added.notify_all()


def consume():
    while True:
        with added:
            while not items:
                added.wait()
            item = items.pop(0)
        if item is None:
            return
        consumed.append(item)


threads = [threading.Thread(target=consume) for _ in range(CONSUMERS)] + [threading.Thread(target=produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("consumed", len(consumed), "items")
print("each once:", sorted(consumed) == list(range(ITEMS)))
print("left over:", items)
