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


def busy():
    turn = 0
    while turn < 60_000:
        turn += 1


def takes(interval):
    sys.setcheckinterval(interval)
    before = sys.gil.takes
    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sys.gil.takes - before


often, seldom, hardly = takes(10), takes(1000), takes(1_000_000_000)
print("more often with a short interval" if often > 10 * seldom else (often, seldom))
print("hardly ever with a very long one" if hardly < 20 and hardly <= seldom else (hardly, seldom))

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
