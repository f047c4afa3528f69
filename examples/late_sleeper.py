# A thread sleeps one millisecond at a time beside a thread that only computes. When it wakes it must get the
# interpreter back, and how long that takes is the difference between the eras.
#
# Try, and compare the median:
#   build/gilded --as=2.7   examples/late_sleeper.py     soon: the other one stops every 100 bytecodes
#   build/gilded --as=3.12  examples/late_sleeper.py     about 5 ms: the switch interval
#   build/gilded --as=3.13t examples/late_sleeper.py     at once: nothing to wait for
# assert-only
import threading
import time

NAPS = 50
stop = False


def compute():
    number = 0
    while not stop:
        number += 1


busy = threading.Thread(target=compute)
busy.start()
late = []
for _ in range(NAPS):
    begin = time.perf_counter()
    time.sleep(0.001)
    late.append((time.perf_counter() - begin - 0.001) * 1000)
stop = True
busy.join()
late.sort()
print(f"woke late by: median {late[NAPS // 2]:.2f} ms, worst {late[-1]:.2f} ms")
assert late[0] >= 0
