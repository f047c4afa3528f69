import threading

for make in (threading.RLock, threading._PyRLock):
    counter = 0
    lock = make()

    def count():
        global counter
        for _ in range(1000):
            with lock:
                with lock:
                    counter += 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(counter)
