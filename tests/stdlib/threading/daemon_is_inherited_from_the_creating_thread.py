import threading

daemons = []


def create():
    daemons.append(threading.Thread().daemon)
    daemons.append(threading.Thread(daemon=False).daemon)


for daemon in (False, True):
    thread = threading.Thread(target=create, daemon=daemon)
    thread.start()
    thread.join()
print(daemons)
