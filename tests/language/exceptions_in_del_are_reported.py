# expect: goes on
# expect-exit: 0
# expect-error: Exception ignored in
# expect-error: ValueError: from del
import gc
import threading
class C:
    def __del__(self):
        raise ValueError("from del")
def make():
    C()
# On a stack of its own, so that nothing remembers the object afterwards.
thread = threading.Thread(target=make)
thread.start()
thread.join()
gc.collect()
print("goes on")
