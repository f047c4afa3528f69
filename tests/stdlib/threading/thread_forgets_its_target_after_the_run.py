import threading

thread = threading.Thread(target=lambda: None)
thread.start()
thread.join()
print(hasattr(thread, "_target"), hasattr(thread, "_args"), hasattr(thread, "_kwargs"))
