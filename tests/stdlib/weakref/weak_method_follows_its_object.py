import gc
import threading
import weakref


class Thing:
    def method(self):
        return "called"


references = []


def make():
    thing = Thing()
    reference = weakref.WeakMethod(thing.method)
    print(reference()(), reference == weakref.WeakMethod(thing.method))
    references.append(reference)


# In a thread of its own, so that no stack remembers the object afterwards.
thread = threading.Thread(target=make)
thread.start()
thread.join()
gc.collect()
print(references[0]())
