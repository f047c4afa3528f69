# Two threads add to one global without a lock, and some of the additions disappear.
#
# Try it in four eras of the interpreter lock:
#   build/gilded --as=2.7   examples/lost_update.py      many lost: a switch after 100 bytecodes
#   build/gilded --as=3.9   examples/lost_update.py      some lost: a switch between any two bytecodes
#   build/gilded --as=3.12  examples/lost_update.py      none lost, by luck: no switch between read and write
#   build/gilded --as=3.13t examples/lost_update.py      many lost: both threads really run at once
# assert-only
import sys
import threading

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
counter = 0


def work():
    global counter
    for _ in range(ROUNDS):
        counter += 1


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

expected = 2 * ROUNDS
if hasattr(sys, "gil"):
    era = "gilded as " + sys.gil.preset
else:
    era = "CPython " + sys.version.split()[0]
print(f"expected {expected:>9,}")
print(f"got      {counter:>9,}")
print(f"lost     {expected - counter:>9,}   ({era})")
assert 2 <= counter <= expected
