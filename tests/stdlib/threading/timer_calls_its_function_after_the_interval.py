import threading

calls = []
timer = threading.Timer(0.01, lambda *args, **kwargs: calls.append((args, kwargs)), [1], {"two": 2})
timer.start()
timer.join()
print(calls, timer.finished.is_set())
