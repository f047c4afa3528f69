import threading, time
calls = []
t = threading.Timer(0.05, lambda *a, **k: calls.append((a, k)), [1, 2], {"x": 3})
begin = time.monotonic()
t.start()
print(t.is_alive(), isinstance(t, threading.Thread))
t.join()
print(calls, time.monotonic() - begin >= 0.049)
c = threading.Timer(30, calls.append, ("never",))
c.start()
c.cancel()
c.join()
print(len(calls), c.is_alive(), c.finished.is_set())
d = threading.Timer(0, calls.append, ["d"])
d.cancel()
d.start()
d.join()
print(len(calls))
try:
    t.start()
except RuntimeError as error:
    print(error)
