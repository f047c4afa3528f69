import threading
e = threading.Event()
print(e.is_set(), e.wait(0), e.wait(0.01), e.set(), e.is_set(), e.wait(), e.wait(0), e.clear(), e.is_set())
results = []
threads = [threading.Thread(target=lambda: results.append(e.wait(30))) for _ in range(20)]
for t in threads: t.start()
e.set()
for t in threads: t.join()
print(results.count(True), len(results))
e.set()
print(e.is_set(), repr(e).endswith(": set>"))
e.clear()
print(repr(e).endswith(": unset>"))
