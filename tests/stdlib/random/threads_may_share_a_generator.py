import random
import threading

values = []


def work():
    for _ in range(500):
        values.append(random.random())


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(values), all(0 <= value < 1 for value in values))
