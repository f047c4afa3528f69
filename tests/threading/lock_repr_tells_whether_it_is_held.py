import threading
lock = threading.Lock()
print(repr(lock).startswith("<unlocked _thread.lock object at 0x"))
lock.acquire()
print(repr(lock).startswith("<locked _thread.lock object at 0x"))
r = threading.RLock()
print(repr(r).startswith("<unlocked _thread.RLock object owner=0 count=0 at 0x"))
r.acquire(); r.acquire()
print(repr(r).startswith("<locked _thread.RLock object owner="), "count=2" in repr(r))
