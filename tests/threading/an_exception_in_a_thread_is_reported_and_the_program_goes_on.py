# expect: main goes on True
# expect-exit: 0
# expect-error: Exception in thread worker:
# expect-error: Traceback (most recent call last):
# expect-error: in fail
# expect-error: ValueError: in the thread
import threading
def fail():
    raise ValueError("in the thread")
t = threading.Thread(target=fail, name="worker")
t.start()
t.join()
print("main goes on", not t.is_alive())
