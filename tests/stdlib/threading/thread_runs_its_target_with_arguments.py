import threading

seen = []
thread = threading.Thread(target=lambda *args, **kwargs: seen.append((args, kwargs)), args=(1, 2), kwargs={"key": 3})
thread.start()
thread.join()
print(seen)
