import threading

names = []


def make():
    for _ in range(100):
        names.append(threading.Thread().name)


threads = [threading.Thread(target=make) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(names), len(set(names)))
