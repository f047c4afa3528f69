import gc
import threading
import weakref


class Thing:
    pass


by_value = weakref.WeakValueDictionary()
by_key = weakref.WeakKeyDictionary()
members = weakref.WeakSet()


def fill():
    thing = Thing()
    by_value["key"] = thing
    by_key[thing] = 1
    members.add(thing)
    print(len(by_value), len(by_key), len(members), thing in members, by_key[thing], "key" in by_value)


# In a thread of its own, so that no stack remembers the object afterwards.
thread = threading.Thread(target=fill)
thread.start()
thread.join()
gc.collect()
print(len(by_value), len(by_key), len(members), "key" in by_value, by_value.get("key"))
