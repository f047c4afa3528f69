import threading
runs = []
b = threading.Barrier(4, action=lambda: runs.append(threading.current_thread().name))
threads = [threading.Thread(target=lambda: [b.wait() for _ in range(3)], name=f"t{n}") for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(runs), all(name in ("t0", "t1", "t2", "t3") for name in runs))
def bad():
    raise KeyError("action")
b = threading.Barrier(2, action=bad)
seen = []
def wait():
    try:
        b.wait()
    except Exception as error:
        seen.append(type(error).__name__)
threads = [threading.Thread(target=wait) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen), b.broken)
