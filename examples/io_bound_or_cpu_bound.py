# Threads that wait overlap in every era: ten sleeps of 0.05 s take about 0.05 s. Threads that compute overlap only
# where nothing locks the interpreter.
#
# Try, and compare the last line:
#   build/gilded --as=2.7   examples/io_bound_or_cpu_bound.py     about 1, or more: the switches cost time
#   build/gilded --as=3.12  examples/io_bound_or_cpu_bound.py     about 1
#   build/gilded --as=3.13t examples/io_bound_or_cpu_bound.py     about 0.5 on two free cores
# assert-only
import threading
import time

COUNT = 400_000


def wait():
    time.sleep(0.05)


def compute():
    number = COUNT
    while number > 0:
        number -= 1


def seconds(function, threads):
    """Runs `function` in that many threads at once and returns the time until the last has ended."""
    crowd = [threading.Thread(target=function) for _ in range(threads)]
    begin = time.perf_counter()
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return time.perf_counter() - begin


waiting = seconds(wait, 10)
print(f"ten threads that wait 0.05 s each: {waiting:.3f} s")
alone = seconds(compute, 1) + seconds(compute, 1)
together = seconds(compute, 2)
print(f"two computations one after the other: {alone:.3f} s")
print(f"two computations in two threads:      {together:.3f} s")
print(f"ratio: {together / alone:.2f}")
assert waiting >= 0.05
