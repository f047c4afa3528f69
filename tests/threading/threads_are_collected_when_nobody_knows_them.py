import gc, threading, weakref
def make():
    t = threading.Thread(target=lambda: None)
    t.start()
    t.join()
    return weakref.ref(t)
refs = [make() for _ in range(20)]
for _ in range(3):
    gc.collect()
print(sum(r() is not None for r in refs) <= 2, threading.active_count())
