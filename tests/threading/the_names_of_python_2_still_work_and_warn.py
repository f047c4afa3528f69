import threading, warnings
c, t = threading.Condition(), threading.Thread(target=lambda: None)
def try_all():
    with c:
        c.notifyAll()
    t.setDaemon(True)
    t.setName("renamed")
    return t.isDaemon(), t.getName(), threading.currentThread().name, threading.activeCount()
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(try_all())
print(len(seen), {w.category.__name__ for w in seen})
print(str(seen[0].message))
