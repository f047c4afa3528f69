# A Timer is a thread that first waits and then calls a function. cancel() helps only while it still waits.
#
# Try: the same in every preset.
#   build/gilded --as=2.7 examples/timer.py
import threading
import time


def job(a, b, c, *, d=9):
    print("hello", a, b, c, d)


begin = time.monotonic()
timer = threading.Timer(0.1, job, (1, 2, 3), {"d": 4})
timer.start()
timer.join()
print("waited long enough:", time.monotonic() - begin >= 0.1)

cancelled = threading.Timer(10, print, ("this is never printed",))
cancelled.start()
cancelled.cancel()
cancelled.join()
print("cancelled in time, it ended without a call:", not cancelled.is_alive())

running = threading.Event()
go_on = threading.Event()


def long_job():
    running.set()
    go_on.wait()
    print("cancelled too late, the job still came to its end")


late = threading.Timer(0, long_job)
late.start()
running.wait()
late.cancel()
go_on.set()
late.join()
