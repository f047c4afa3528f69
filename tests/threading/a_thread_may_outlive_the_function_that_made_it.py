import threading
gate, seen = threading.Event(), []
def make():
    local = [1, 2, 3]
    def work():
        gate.wait()
        seen.append(sum(local))
    t = threading.Thread(target=work)
    t.start()
    return t
threads = [make() for _ in range(5)]
import gc
gc.collect()
gate.set()
for t in threads: t.join()
print(seen)
