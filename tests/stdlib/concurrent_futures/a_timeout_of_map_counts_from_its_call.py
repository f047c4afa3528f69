# map(): results in the order of the arguments, whatever ends first; the shortest iterable ends it; an exception comes at its place; the
# time limit is one for all results, counted from the call; what was not begun is cancelled with the iterator.
# assert-only
import threading
import time
from concurrent.futures import ThreadPoolExecutor, TimeoutError

go_on = threading.Event()
begun = []


def slow_first(number):
    if number == 0:
        go_on.wait()
    elif number == 3:
        go_on.set()
    return number


def divide(number):
    return 12 // number


def block(number):
    begun.append(number)
    blocked.wait()


with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(slow_first, range(4))) == [0, 1, 2, 3]
    assert list(pool.map(pow, [2, 3, 4], [1, 2])) == [2, 9]
    results = pool.map(divide, [1, 2, 0, 4])
    assert next(results) == 12 and next(results) == 6
    try:
        next(results)
    except ZeroDivisionError:
        pass
    else:
        raise AssertionError

with ThreadPoolExecutor(1) as pool:
    blocked = threading.Event()
    start = time.monotonic()
    results = pool.map(block, range(50), timeout=0.05)
    time.sleep(0.06)
    try:
        next(results)
    except TimeoutError:
        # Had it been counted from next(), the first would still have had time; that it took at least so long is certain.
        assert time.monotonic() - start >= 0.05
    else:
        raise AssertionError
    blocked.set()
assert begun == [0], "calls that nobody waits for any more are cancelled"
