# A pool of processes with futures. When a worker dies, nobody waits for ever: every future that waits gets
# BrokenProcessPool.
#
# Try: max_workers=1 and 2 with longer work on two processors, under any preset: each process has its own lock.
# expect: [1, 2, 6, 24, 120]
# expect: ZeroDivisionError with the worker's traceback as its cause
# expect: a worker died: BrokenProcessPool
import math
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def divide(a, b):
    return a // b


def die():
    os._exit(1)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as executor:
        print(list(executor.map(math.factorial, range(1, 6), chunksize=2)))
        assert executor.submit(os.getpid).result() != os.getpid()
        try:
            executor.submit(divide, 1, 0).result()
        except ZeroDivisionError as error:
            assert "in divide" in str(error.__cause__)
            print("ZeroDivisionError with the worker's traceback as its cause")
    executor = ProcessPoolExecutor(max_workers=1)
    try:
        executor.submit(die).result()
    except BrokenProcessPool as error:
        print("a worker died:", type(error).__name__)
    executor.shutdown()
