# Two busy threads note when they run. A pause in a thread's own notes, long enough for another thread to have run, is a
# switch; the time between two such pauses is a run length. Prints switches a second and the median run length.
import sys
import threading
import time

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
try:
    clock = time.perf_counter
except AttributeError:  # Python 2
    clock = time.time

turn = [0]
stop_at = clock() + SECONDS
runs = ([], [])


def busy(me):
    mine = runs[me]
    owner = turn
    while True:
        now = clock()
        if owner[0] != me:
            # Somebody else ran since the last look: a new run of this thread begins here.
            owner[0] = me
            mine.append(now)
        if now > stop_at:
            return


threads = [threading.Thread(target=busy, args=(me,)) for me in (0, 1)]
turn[0] = -1
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
starts = sorted(runs[0] + runs[1])
lengths = sorted(after - before for before, after in zip(starts, starts[1:]))
if len(lengths) < 3:
    print("switches=%.0f run_ms=-" % (len(lengths) / SECONDS))
else:
    print("switches=%.0f run_ms=%.3f" % (len(lengths) / SECONDS, lengths[len(lengths) // 2] * 1000))
