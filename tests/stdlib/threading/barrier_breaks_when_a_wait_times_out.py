import re
import threading

barrier = threading.Barrier(2, timeout=0.01)
print(barrier.parties, barrier.n_waiting)
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(barrier)))
try:
    barrier.wait()
except threading.BrokenBarrierError as error:
    print(type(error).__name__, error.__class__.__mro__[1].__name__)
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(barrier)))
