# Attributes of a threading.local() belong to the thread that set them: no lock is needed to add to them.
#
# Try: ten times 1000, even where lost_update.py loses.
#   build/gilded --as=3.13t examples/thread_local_data.py
import threading

ROUNDS = 1000
data = threading.local()
data.x = "main"
results = []


def add():
    for _ in range(ROUNDS):
        data.x += 1


def go():
    assert not hasattr(data, "x")  # what main stored is not visible here
    data.x = 0
    add()
    results.append(data.x)


threads = [threading.Thread(target=go) for _ in range(10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results)
print("main still sees:", data.x)
