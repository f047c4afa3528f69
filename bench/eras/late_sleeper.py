# A thread sleeps 1 ms again and again beside a busy one. Prints by how much it wakes late, in ms: median and 99th percentile.
import sys
import threading
import time

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
try:
    clock = time.perf_counter
except AttributeError:  # Python 2
    clock = time.time

done = [False]


def busy():
    n = 0
    while not done[0]:
        n += 1


worker = threading.Thread(target=busy)
worker.start()
late = []
for _ in range(ROUNDS):
    start = clock()
    time.sleep(0.001)
    late.append((clock() - start - 0.001) * 1000)
done[0] = True
worker.join()
late.sort()
print("late_p50=%.3f late_p99=%.3f" % (late[len(late) // 2], late[min(len(late) - 1, len(late) * 99 // 100)]))
