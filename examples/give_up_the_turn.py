# time.sleep(0) gives up the rest of a turn of one's own will. Two threads that do it after every step change places
# far more often than two that never do.
#
# Try:
#   build/gilded --as=3.9 examples/give_up_the_turn.py
#   build/gilded --as=2.7 examples/give_up_the_turn.py
# assert-only
import threading
import time

STEPS = 6_000


def changes_of_turn(polite):
    """Runs two threads and returns how often the journal changes from one to the other."""
    journal = []
    ready = threading.Barrier(2)

    def work(name):
        ready.wait()
        for _ in range(STEPS):
            journal.append(name)
            if polite:
                time.sleep(0)

    threads = [threading.Thread(target=work, args=(name,)) for name in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(journal) == ["A"] * STEPS + ["B"] * STEPS
    return sum(1 for before, after in zip(journal, journal[1:]) if before != after)


print("without sleep(0):", changes_of_turn(False))
print("with sleep(0):   ", changes_of_turn(True))
