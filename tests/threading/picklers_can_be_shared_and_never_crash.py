# Threads pickle the same changing objects, and try to use one pickler at a time: results may be refused, never wrong.
# assert-only
import io
import pickle
import threading

data = {"list": list(range(100)), "dict": {i: str(i) for i in range(50)}, "set": set(range(20))}
stop = threading.Event()
errors = []


def change():
    i = 0
    while not stop.is_set():
        data["list"].append(i)
        data["list"].pop(0)
        data["dict"][1000 + i % 7] = i
        data["dict"].pop(1000 + (i + 3) % 7, None)
        data["set"].add(i % 31)
        data["set"].discard((i + 5) % 31)
        i += 1


def write():
    for _ in range(60):
        try:
            copy = pickle.loads(pickle.dumps(data))
        except RuntimeError as error:
            if "changed size during iteration" not in str(error):
                errors.append(error)
        else:
            if not all(isinstance(item, int) for item in copy["list"]):
                errors.append(copy["list"])


file = io.BytesIO()
pickler = pickle.Pickler(file)


def share():
    for i in range(60):
        try:
            pickler.dump([i] * 10)
            pickler.clear_memo()
        except RuntimeError as error:
            if str(error) != "Pickler already executing in another thread":
                errors.append(error)


changer = threading.Thread(target=change)
changer.start()
threads = [threading.Thread(target=function) for function in (write, write, share, share)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
stop.set()
changer.join()
assert not errors, errors
