# expect: True True False False
# expect: False
# expect: True True
# expect: RuntimeError release unlocked lock
# expect: ValueError can't specify a timeout for a non-blocking call
# expect: ValueError timeout value must be a non-negative number
import threading

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
print(lock.locked())
with lock as taken:
    print(taken, lock.locked())
try:
    lock.release()
except RuntimeError as error:
    print(type(error).__name__, error)
try:
    lock.acquire(False, 1)
except ValueError as error:
    print(type(error).__name__, error)
try:
    lock.acquire(True, -2)
except ValueError as error:
    print(type(error).__name__, error)
