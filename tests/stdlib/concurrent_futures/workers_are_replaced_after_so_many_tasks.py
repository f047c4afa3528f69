# max_tasks_per_child: after so many calls a worker process ends and another takes its place; the calls are all done.
# assert-only
# timeout: 60
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor


def get_pid(number):
    return os.getpid(), number


if __name__ == "__main__":
    with ProcessPoolExecutor(1, max_tasks_per_child=2, mp_context=multiprocessing.get_context("spawn")) as pool:
        answers = [pool.submit(get_pid, number).result(30) for number in range(6)]
    pids = [pid for pid, _ in answers]
    assert [number for _, number in answers] == list(range(6))
    assert len(set(pids)) == 3 and pids[::2] == pids[1::2], pids
    try:
        ProcessPoolExecutor(1, max_tasks_per_child=2, mp_context=multiprocessing.get_context("fork"))
    except ValueError:
        pass
    else:
        raise AssertionError("fork and max_tasks_per_child go together")
    assert not multiprocessing.active_children()
