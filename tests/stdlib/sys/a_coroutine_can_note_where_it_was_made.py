# sys.set_coroutine_origin_tracking_depth(): cr_origin names the callers, and so does the warning about a forgotten coroutine.
import gc
import os
import sys
import threading
import warnings


async def work():
    pass


def inner():
    return work()


def outer():
    return inner()


def shown(origin):
    return [(os.path.basename(file), line, name) for file, line, name in origin]


coroutine = outer()
print(coroutine.cr_origin, sys.get_coroutine_origin_tracking_depth())
coroutine.close()
for depth in (1, 2, 99):
    sys.set_coroutine_origin_tracking_depth(depth)
    coroutine = outer()
    print(sys.get_coroutine_origin_tracking_depth(), shown(coroutine.cr_origin))
    coroutine.close()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    outer()
    gc.collect()
for line in str(caught[0].message).splitlines():
    print(line.partition('"')[0], os.path.basename(line))
# Each thread has a depth of its own.
thread = threading.Thread(target=lambda: print(sys.get_coroutine_origin_tracking_depth()))
thread.start()
thread.join()
for wrong in (-1, "1", 1 << 40):
    try:
        sys.set_coroutine_origin_tracking_depth(wrong)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
sys.set_coroutine_origin_tracking_depth(0)
print(sys.get_coroutine_origin_tracking_depth())
