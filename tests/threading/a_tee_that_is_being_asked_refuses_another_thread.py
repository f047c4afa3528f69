# While one thread waits inside the common iterator of two tees, the other tee raises instead of waiting for ever.
import threading
from itertools import tee

started, may_end = threading.Event(), threading.Event()


class Slow:
    def __iter__(self):
        return self

    def __next__(self):
        started.set()
        may_end.wait()
        return 7


first, second = tee(Slow())
got = []
worker = threading.Thread(target=lambda: got.append(next(first)))
worker.start()
started.wait()
try:
    next(second)
except RuntimeError as error:
    print(type(error).__name__, error)
finally:
    may_end.set()
    worker.join()
print(got, next(second))
