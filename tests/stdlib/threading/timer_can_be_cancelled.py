import threading

calls = []
timer = threading.Timer(1000, calls.append, [1])
timer.start()
timer.cancel()
timer.join()
print(calls, timer.is_alive())
