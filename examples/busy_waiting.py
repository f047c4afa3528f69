# Waiting without a condition: the consumer takes the lock, finds nothing, gives it back and starts again.
# Everything arrives, but thousands of turns are wasted for twenty items.
#
# Try, and look at the number of turns:
#   build/gilded --as=2.7  examples/busy_waiting.py     a turn costs little: 100 bytecodes and the other one runs
#   build/gilded --as=3.9  examples/busy_waiting.py     the producer waits 5 ms for every item
#   build/gilded --as=3.13t examples/busy_waiting.py    nobody waits, one core burns
# assert-only
import threading
import time

ITEMS = 20
lock = threading.Lock()
items = []
consumed = []
turns = 0


def consume():
    global turns
    while len(consumed) < ITEMS:
        turns += 1
        with lock:
            if items:
                consumed.append(items.pop(0))


consumer = threading.Thread(target=consume)
consumer.start()
for number in range(ITEMS):
    time.sleep(0.002)
    with lock:
        items.append(number)
consumer.join()
print("items", len(consumed), "turns", turns)
assert consumed == list(range(ITEMS))
assert turns >= ITEMS
