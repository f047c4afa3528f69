import threading

gate = threading.Event()
threads = [threading.Thread(target=gate.wait) for _ in range(3)]
print(threading.active_count(), threading.enumerate() == [threading.main_thread()])
for thread in threads:
    thread.start()
print(threading.active_count(), set(threads) < set(threading.enumerate()))
gate.set()
for thread in threads:
    thread.join()
print(threading.active_count(), threading.enumerate() == [threading.main_thread()])
