# expect: event
# expect: condition
# expect: queue get
# expect: queue put
# expect: semaphore
# expect: rlock
import os, queue, signal, threading
condition, rlock, full = threading.Condition(), threading.RLock(), queue.Queue(1)
full.put(1)
held = threading.Event()
release = threading.Event()
def hold():
    with rlock:
        held.set()
        release.wait()
threading.Thread(target=hold).start()
held.wait()
def wait_condition():
    with condition:
        condition.wait()
waits = [("event", threading.Event().wait), ("condition", wait_condition), ("queue get", queue.Queue().get),
         ("queue put", lambda: full.put(2)), ("semaphore", threading.Semaphore(0).acquire), ("rlock", rlock.acquire)]
for name, wait in waits:
    killer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    killer.start()
    try:
        wait()
        print(name, "not interrupted")
    except KeyboardInterrupt:
        print(name)
    killer.join()
release.set()
