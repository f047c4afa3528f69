import threading

gate = threading.Event()
target = threading.Thread(target=gate.wait)
target.start()
states = []


def join():
    target.join()
    states.append(target.is_alive())


threads = [threading.Thread(target=join) for _ in range(5)]
for thread in threads:
    thread.start()
gate.set()
for thread in threads:
    thread.join()
print(states)
