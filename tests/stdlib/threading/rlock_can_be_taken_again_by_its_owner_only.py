import threading

for make in (threading.RLock, threading._PyRLock):
    lock = make()
    results = []
    print(lock.acquire() == True, lock.acquire() == True)
    thread = threading.Thread(target=lambda: results.append(lock.acquire(False)))
    thread.start()
    thread.join()
    lock.release()
    thread = threading.Thread(target=lambda: results.append(lock.acquire(False)))
    thread.start()
    thread.join()
    lock.release()
    print(results)

    def other():
        results.append(lock.acquire(False))
        lock.release()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    print(results)
