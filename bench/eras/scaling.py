# The same work by one thread and by two: what is the ratio of the times? Then ten threads that sleep, against one.
#
# The work lies in pieces that the threads take, one after another: the processors of a shared machine differ in speed (one of ours by 1.4
# times), and a half of the work for each would measure the slower one.
import sys
import threading
import time

LOOPS = int(sys.argv[1]) if len(sys.argv) > 1 else 3000000
try:
    clock = time.perf_counter
except AttributeError:  # Python 2
    clock = time.time


PIECES = 40


def count_down(pieces):
    try:
        while True:
            n = pieces.pop()
            while n > 0:
                n -= 1
    except IndexError:
        pass


def doze(times):
    for _ in range(times):
        time.sleep(0.02)


def timed(number, target, argument):
    threads = [threading.Thread(target=target, args=(argument,)) for _ in range(number)]
    start = clock()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clock() - start


def work(threads):
    return min(timed(threads, count_down, [2 * LOOPS // PIECES] * PIECES) for _ in range(3))


alone = work(1)
together = work(2)
one_sleeper = timed(1, doze, 20)
ten_sleepers = timed(10, doze, 20)
print("cpu_ratio=%.3f sleep_ratio=%.3f" % (together / alone, ten_sleepers / one_sleeper))
