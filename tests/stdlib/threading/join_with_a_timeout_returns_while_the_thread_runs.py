import threading

gate = threading.Event()
thread = threading.Thread(target=gate.wait)
thread.start()
print(thread.join(0.01), thread.is_alive())
print(thread.join(-1), thread.is_alive())
gate.set()
print(thread.join(), thread.is_alive())
print(thread.join(), "again")
