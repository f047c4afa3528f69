# Nobody calls shutdown(): a pool that is dropped ends its threads, even while the only thing that the program does is to wait for them.
# assert-only
# timeout: 30
from concurrent.futures import ThreadPoolExecutor


def use():
    pool = ThreadPoolExecutor(3)
    results = pool.map(abs, range(-3, 3))
    return pool._threads, results


threads, results = use()
for thread in threads:
    thread.join()
assert list(results) == [3, 2, 1, 0, 1, 2]
