import threading
c = threading.Condition()
for call in ("c.wait()", "c.notify()", "c.notify_all()", "c.release()", "c.wait_for(lambda: False)"):
    try:
        print(call, eval(call))
    except RuntimeError as error:
        print(call, "->", error)
with c:
    print(c.wait(0.01), c.wait(timeout=0), c.wait_for(lambda: False, 0.01), c.wait_for(lambda: 7, 0.01), c.notify(), c.notify_all(), c.notify(5))
lock = threading.Lock()
d = threading.Condition(lock)
with d:
    print(lock.locked(), d.acquire(False))
print(lock.locked())
