# assert-only
# lru_cache under contention: right results, consistent counts, never more entries than its size.
import threading
from functools import lru_cache


@lru_cache(maxsize=20)
def square(n):
    return n * n


@lru_cache(maxsize=None)
def cube(n):
    return n * n * n


def work(seed):
    start.wait()
    state = seed
    for _ in range(2000):
        state = (state * 1103515245 + 12345) % 2**31
        n = state // 65536 % 40
        assert square(n) == n * n
        assert cube(n) == n * n * n
        assert square.cache_info().currsize <= 20 + threads


threads = 4
start = threading.Barrier(threads)
workers = [threading.Thread(target=work, args=(seed,)) for seed in range(threads)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
info = square.cache_info()
assert info.hits + info.misses == threads * 2000 and info.currsize == 20, info
info = cube.cache_info()
assert info.hits + info.misses == threads * 2000 and info.currsize == 40, info
square.cache_clear()
assert square.cache_info() == (0, 0, 20, 0)
