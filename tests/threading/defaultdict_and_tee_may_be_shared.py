# assert-only
# A defaultdict's missing keys, Counter's counts under a lock, and the copies of a tee, each in a thread of its own. A copy that asks while
# another does is turned away, and loses nothing.
import threading
from collections import Counter, defaultdict
from itertools import tee

groups = defaultdict(list)
counter = Counter()
lock = threading.Lock()
copies = tee(iter(range(3000)), 4)
seen = [[] for _ in range(4)]


def work(me):
    start.wait()
    for i in range(1500):
        groups[me, i % 10].append(i)
        with lock:
            counter.update([i % 5])
    while True:
        try:
            seen[me].append(next(copies[me]))
        except StopIteration:
            break
        except RuntimeError as error:
            assert str(error) == "cannot re-enter the tee iterator", error


start = threading.Barrier(4)
workers = [threading.Thread(target=work, args=(me,)) for me in range(4)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
assert len(groups) == 40 and all(len(group) == 150 for group in groups.values())
assert counter == {i: 1200 for i in range(5)}, counter
longest = max(seen, key=len)
assert set(longest) == set(range(3000)), len(longest)
assert all(mine == longest[:len(mine)] for mine in seen)
