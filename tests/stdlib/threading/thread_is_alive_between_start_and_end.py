import threading

gate = threading.Event()
thread = threading.Thread(target=gate.wait)
print(thread.is_alive(), thread.ident, thread.native_id)
thread.start()
print(thread.is_alive(), type(thread.ident), type(thread.native_id))
gate.set()
thread.join()
print(thread.is_alive())
