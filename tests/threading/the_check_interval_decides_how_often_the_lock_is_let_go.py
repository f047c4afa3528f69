# sys.setcheckinterval(n): a busy thread gives the lock up every n ticks, so the number of times it is taken goes down as n goes up. With
# a very long interval a thread that computes keeps it to its end; one that waits of its own accord gives it up all the same.
# presets: 2.7
# expect: more often with a short interval
# expect: hardly ever with a very long one
# expect: waiting gives it up
# timeout: 60
import sys
import threading
import time


running = [False, False]


def busy(me, together):
    running[me] = True
    while together and not running[1 - me]:
        pass
    turn = 0
    while turn < 100_000:
        turn += 1


def takes(interval, together=True):
    """How often the lock is taken while two threads compute, which begin to count when both run."""
    sys.setcheckinterval(interval)
    running[:] = False, False
    before = sys.gil.takes
    threads = [threading.Thread(target=busy, args=(me, together)) for me in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sys.gil.takes - before


# A machine that is busy with other things may keep one of the threads away for a whole run: then it is tried again.
seldom = sorted(takes(1000) for _ in range(5))[1]
often = 0
for _ in range(40):
    often = max(often, takes(10))
    if often > 8 * seldom:
        break
hardly = takes(1_000_000_000, together=False)
print("more often with a short interval" if often > 8 * seldom else (often, seldom))
print("hardly ever with a very long one" if hardly < 20 else (hardly, seldom))

order = []


def waits():
    for _ in range(20):
        order.append("waits")
        time.sleep(0)


threads = [threading.Thread(target=waits) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("waiting gives it up" if len(order) == 40 else order)
