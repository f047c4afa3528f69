# wait(): for the first that is done, the first that fails, or all; with a time limit; for futures of several executors; its answer is a
# pair with names. as_completed() gives each once, in the order of their ends, and stops after its time.
import threading
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, TimeoutError, as_completed,
                                wait)


def fail():
    raise ValueError("failed")


with ThreadPoolExecutor(3) as pool, ThreadPoolExecutor(1) as other:
    go_on = threading.Event()
    slow = pool.submit(go_on.wait)
    quick = other.submit(pow, 2, 3)
    answer = wait([slow, quick], return_when=FIRST_COMPLETED)
    print(answer.done == {quick}, answer.not_done == {slow}, len(answer), type(answer).__name__)
    print(wait([slow], timeout=0.01).not_done == {slow})
    failing = pool.submit(fail)
    done, not_done = wait([slow, failing], return_when=FIRST_EXCEPTION)
    print(failing in done, slow in not_done)
    print([f is quick for f in as_completed([quick, quick])])
    try:
        for future in as_completed([slow, quick, failing], timeout=0.01):
            assert future is not slow
    except TimeoutError as error:
        print(error)
    go_on.set()
    done, not_done = wait([slow, quick, failing], return_when=ALL_COMPLETED)
    print(len(done), len(not_done))
    # No exception: the same as all.
    print(len(wait([pool.submit(pow, 2, i) for i in range(5)], return_when=FIRST_EXCEPTION).done))
    print(wait([]))
    try:
        wait([pool.submit(go_on.wait), Future()], return_when="some day")
    except ValueError as error:
        print(error)

# The order of the ends: each is set after the one before was given.
futures = [Future() for _ in range(4)]
futures[2].set_result(2)
given = []
for future in as_completed(futures):
    given.append(future.result())
    left = [number for number in (3, 0, 1) if not futures[number].done()]
    if left:
        futures[left[0]].set_result(left[0])
print(given)
cancelled = Future()
cancelled.cancel()
cancelled.set_running_or_notify_cancel()
print([future.cancelled() for future in as_completed([cancelled])])
