import threading

gate = threading.Event()


def late():
    gate.wait()
    print("the thread still ran")


threading.Thread(target=late).start()
print("the main thread ends")
gate.set()
