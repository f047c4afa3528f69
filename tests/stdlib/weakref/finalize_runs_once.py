import gc
import threading
import weakref


class Thing:
    pass


def watched():
    thing = Thing()
    finalizer = weakref.finalize(thing, print, "finalised", sep="")
    print(finalizer.alive)
    finalizers.append(finalizer)


# In a thread of its own, so that no stack remembers the object afterwards.
finalizers = []
thread = threading.Thread(target=watched)
thread.start()
thread.join()
gc.collect()
finalizer = finalizers[0]
print(finalizer.alive, finalizer())
other = Thing()
called = weakref.finalize(other, lambda: 42)
print(called(), called())
