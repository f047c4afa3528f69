# Futures: results to come, of calls in threads. submit() returns one at once, map() gives results in order, as_completed()
# as they come, wait() waits for the first, for the first that fails, or for all.
#
# Try: ProcessPoolExecutor instead of ThreadPoolExecutor, for work that computes.
# assert-only
import random
import time
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, CancelledError, Executor, ThreadPoolExecutor, TimeoutError,
                                as_completed, wait)


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def fail():
    raise KeyError("no such thing")


try:
    Executor().submit(print)
except NotImplementedError:
    print("Executor is abstract")

with ThreadPoolExecutor(max_workers=5) as executor:
    print(1)
    times = [random.randint(1, 5) / 50 for _ in range(5)]
    futures = [executor.submit(sleep, seconds) for seconds in times]
    finished = [future.result() for future in as_completed(futures)]
    print(*finished)
    assert sorted(finished) == sorted(times)
    print(2)

    assert list(executor.map(sleep, times)) == times

    slow, fast = executor.submit(sleep, 0.2), executor.submit(sleep, 0)
    done, not_done = wait([slow, fast], return_when=FIRST_COMPLETED)
    assert fast in done and done | not_done == {slow, fast}
    try:
        slow.result(timeout=0)
    except TimeoutError:
        pass
    assert wait([slow, fast], return_when=ALL_COMPLETED) == ({slow, fast}, set())

    failing = executor.submit(fail)
    assert isinstance(failing.exception(), KeyError)
    try:
        failing.result()
    except KeyError as error:
        assert error is failing.exception()

# One worker is busy, so the second call can still be cancelled.
with ThreadPoolExecutor(max_workers=1) as executor:
    running, waiting = executor.submit(sleep, 0.1), executor.submit(sleep, 0)
    called = []
    waiting.add_done_callback(called.append)
    assert waiting.cancel() and waiting.cancelled() and waiting.done() and called == [waiting]
    try:
        waiting.result()
    except CancelledError:
        print("cancelled")
    assert running.result() == 0.1 and not running.cancel()
try:
    executor.submit(sleep, 0)
except RuntimeError as error:
    print(error)
