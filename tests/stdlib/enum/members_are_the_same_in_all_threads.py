import enum
import threading


class Mode(enum.Flag):
    A = 1
    B = 2
    C = 4


found = []


def work():
    found.extend(id(Mode(value)) for value in range(8))


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found), len(set(found)))
