import time
print(time.strptime("2024-02-03 04:05:06", "%Y-%m-%d %H:%M:%S"), time.clock_gettime(time.CLOCK_MONOTONIC) > 0, time.clock_gettime_ns(time.CLOCK_REALTIME) > 1e+18, sorted(vars(time.get_clock_info("monotonic"))), time.clock_getres(time.CLOCK_REALTIME), time.CLOCK_MONOTONIC)
for g in (lambda: time.strptime("x", "%Y"), lambda: time.clock_gettime(99), lambda: time.get_clock_info("zz")):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
