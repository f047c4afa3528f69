# assert-only
# next() of one count, repeat or product shared by threads: every result goes to exactly one of them.
import threading
from itertools import combinations, count, permutations, product, repeat


def gather(iterator, threads=4, limit=None):
    results = [[] for _ in range(threads)]
    start = threading.Barrier(threads)

    def work(mine):
        start.wait()
        for item in iterator:
            mine.append(item)
            if limit and len(mine) == limit:
                return

    workers = [threading.Thread(target=work, args=(mine,)) for mine in results]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [item for mine in results for item in mine]


assert sorted(gather(count(), limit=3000)) == list(range(12000))
assert sorted(gather(count(10, 5), limit=1000)) == list(range(10, 10 + 4000 * 5, 5))
assert sorted(gather(count(2**60), limit=200)) == list(range(2**60, 2**60 + 800))
assert gather(repeat("x", 5000)) == ["x"] * 5000
assert sorted(gather(product(range(12), repeat=3))) == sorted(product(range(12), repeat=3))
assert sorted(gather(permutations(range(6)))) == sorted(permutations(range(6)))
assert sorted(gather(combinations(range(14), 4))) == sorted(combinations(range(14), 4))
