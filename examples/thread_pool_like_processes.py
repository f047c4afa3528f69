# multiprocessing.dummy has the interface of multiprocessing, on threads: changing one import turns processes into threads.
#
# Try: import Pool from multiprocessing instead: the numbers of the processes then differ from ours.
# expect: [0, 1, 4, 9, 16]
# expect: all in this process
import os
from multiprocessing.dummy import Pool as ThreadPool


def square(i):
    return i * i


with ThreadPool(4) as pool:
    print(pool.map(square, range(5)))
    assert set(pool.map(lambda _: os.getpid(), range(8))) == {os.getpid()}
print("all in this process")
