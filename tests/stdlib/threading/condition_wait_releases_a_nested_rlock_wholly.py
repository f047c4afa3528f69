import threading

condition = threading.Condition()
ready = []


def other():
    with condition:
        ready.append("other entered")
        condition.notify()


with condition:
    with condition:
        thread = threading.Thread(target=other)
        thread.start()
        condition.wait()
        print(ready)
    condition.notify()
thread.join()
try:
    condition.notify()
except RuntimeError as error:
    print(error)
