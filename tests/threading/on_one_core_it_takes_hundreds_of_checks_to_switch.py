# The ticking lock on one core: the holder lets go every 100 bytecodes, but the thread that it wakes does not get a processor, so the
# holder takes the lock again. Only when the system takes the processor away does the other one come in, and then it finds the lock free.
# presets: 2.7
# expect: one core: hundreds of checks for a switch
# timeout: 60
import os
import sys
import threading

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
TURNS = 400_000


def busy():
    turn = 0
    while turn < TURNS:
        turn += 1


def count(counts):
    return sum(counts.values()) if isinstance(counts, dict) else counts


before = count(sys.gil.switches)
threads = [threading.Thread(target=busy) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
switches = count(sys.gil.switches) - before
# At least three counted bytecodes in each turn; a check in every hundred.
checks = 2 * TURNS * 3 // 100
assert switches >= 2, switches
print("one core:", "hundreds of checks for a switch" if checks >= 100 * switches else (checks, switches))
