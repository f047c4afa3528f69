import threading


class Wrapped:
    def __init__(self):
        self.lock = threading.Lock()

    def acquire(self, blocking=True):
        return self.lock.acquire(blocking)

    def release(self):
        self.lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


condition = threading.Condition(Wrapped())
flag = False


def wake():
    global flag
    with condition:
        flag = True
        condition.notify()


thread = threading.Thread(target=wake)
with condition:
    thread.start()
    print(condition.wait_for(lambda: flag))
thread.join()
try:
    condition.notify()
except RuntimeError as error:
    print(error)
