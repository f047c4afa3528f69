# The race of lost_update.py made visible: every thread writes down the value it read before it adds one.
# Where two entries show the same value, both threads read it, and one of the two additions is lost.
#
# Try:
#   build/gilded --as=2.7  examples/recorded_reads.py    short runs: the threads change places all the time
#   build/gilded --as=3.9  examples/recorded_reads.py    long runs of one thread
#   build/gilded --as=3.13t examples/recorded_reads.py   the threads run side by side
# assert-only
import threading
import time

ROUNDS = 200_000
share_data = 0
journal = []


def add(name):
    global share_data
    time.sleep(0.05)
    for _ in range(ROUNDS):
        journal.append((name, share_data))
        share_data += 1


threads = [threading.Thread(target=add, args=(name,)) for name in ("1", "2")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

changes = sum(1 for before, after in zip(journal, journal[1:]) if before[0] != after[0])
seen_twice = len(journal) - len({value for _, value in journal})
print("entries           ", len(journal))
print("changes of thread ", changes)
print("values read twice ", seen_twice)
print("share_data result:", share_data)

# Appending to a list is atomic in every era: the journal is complete even when the counter is not.
for name in ("1", "2"):
    assert sum(1 for entry in journal if entry[0] == name) == ROUNDS
assert 2 <= share_data <= 2 * ROUNDS
