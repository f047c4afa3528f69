import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

gate = threading.Event()
started = threading.Event()
with ThreadPoolExecutor(1) as pool:
    running = pool.submit(lambda: (started.set(), gate.wait()))
    started.wait()
    waiting = pool.submit(print, "never")
    print(waiting.cancel(), waiting.cancelled(), running.cancel())
    gate.set()
try:
    waiting.result()
except CancelledError:
    print("cancelled")
called = []
running.add_done_callback(called.append)
print(called == [running])
