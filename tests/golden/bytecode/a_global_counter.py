# The window of `x += 1`, and what a lock around it changes.
import threading

x = 0
lock = threading.Lock()


def bump(times):
    global x
    for _ in range(times):
        x += 1


def bump_safely(times):
    global x
    for _ in range(times):
        with lock:
            x += 1
