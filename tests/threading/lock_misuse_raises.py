# As 3.13: the texts of the two about timeouts are new.
# expect: lock.release() -> RuntimeError release unlocked lock
# expect: lock.acquire(False, 1) -> ValueError can't specify a timeout for a non-blocking call
# expect: lock.acquire(timeout=-2) -> ValueError timeout value must be a non-negative number
# expect: lock.acquire(timeout=1e100) -> OverflowError timestamp out of range for platform time_t
# expect: lock.acquire('a', 'b') -> TypeError
# expect: lock.acquire(True, 1, 2) -> TypeError
# expect: lock.acquire(timeout='x') -> TypeError
# expect: lock.release(1) -> TypeError
import threading
lock = threading.Lock()
for call in ("lock.release()", "lock.acquire(False, 1)", "lock.acquire(timeout=-2)", "lock.acquire(timeout=1e100)", "lock.acquire('a', 'b')", "lock.acquire(True, 1, 2)", "lock.acquire(timeout='x')", "lock.release(1)"):
    try:
        print(call, eval(call))
    except (RuntimeError, ValueError, OverflowError) as error:
        print(call, "->", type(error).__name__, error)
    except TypeError as error:
        print(call, "->", type(error).__name__)
