import threading

for make in (threading.RLock, threading._PyRLock):
    lock = make()
    try:
        lock.release()
    except RuntimeError as error:
        print(type(error).__name__, error)
    lock.acquire()
    failures = []

    def steal():
        try:
            lock.release()
        except RuntimeError as error:
            failures.append(str(error))

    thread = threading.Thread(target=steal)
    thread.start()
    thread.join()
    print(failures)
