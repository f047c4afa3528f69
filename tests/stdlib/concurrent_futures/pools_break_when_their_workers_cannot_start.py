# An initializer that fails breaks the pool, of threads or of processes: calls that wait get the error, and there are no new ones. One
# that works runs once in each worker. The abstract executor does nothing, and some arguments are refused.
import logging
import threading
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from concurrent.futures.thread import BrokenThreadPool

logging.disable(logging.CRITICAL)


def fail(*arguments):
    raise RuntimeError("cannot start")


def keep(value):
    global kept
    kept = value


def read():
    return kept


def fails(action, *arguments, **named):
    try:
        action(*arguments, **named)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("nothing happened")


if __name__ == "__main__":
    for make, expected in (ThreadPoolExecutor, BrokenThreadPool), (ProcessPoolExecutor, BrokenProcessPool):
        with make(2, initializer=fail, initargs=(1,)) as pool:
            try:
                error = pool.submit(pow, 2, 3).exception(30)
            except BrokenExecutor as found:  # it broke before the call came
                error = found
            print(make.__name__, type(error) is expected, isinstance(error, BrokenExecutor))
            try:
                while True:
                    pool.submit(pow, 2, 3).exception(30)
            except expected:
                print("no new calls")
        with make(2, initializer=keep, initargs=("kept",)) as pool:
            print({pool.submit(read).result() for _ in range(6)})
        fails(make, 0)
        fails(make, 1, initializer=7)
    fails(ProcessPoolExecutor, 1, max_tasks_per_child="many")
    fails(ProcessPoolExecutor, 1, max_tasks_per_child=0)
    print(repr(next(iter(ThreadPoolExecutor(1, "prefix").map(lambda _: threading.current_thread().name, [0])))))
    fails(Executor().submit, print)
    with Executor() as nothing:
        print(nothing.shutdown())
