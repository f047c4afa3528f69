# expect: join True
# expect: acquire True
# expect: event True
# expect: condition True
# expect: queue True
# expect: semaphore True
# expect: barrier True
import os, queue, signal, threading, time
lock, condition, gate = threading.Lock(), threading.Condition(), threading.Event()
lock.acquire()
worker = threading.Thread(target=gate.wait)
worker.start()
def wait_condition():
    with condition:
        condition.wait(15)
waits = [("join", lambda: worker.join(15)), ("acquire", lambda: lock.acquire(timeout=15)), ("event", lambda: threading.Event().wait(15)),
         ("condition", wait_condition), ("queue", lambda: queue.Queue().get(timeout=15)),
         ("semaphore", lambda: threading.Semaphore(0).acquire(timeout=15)), ("barrier", lambda: threading.Barrier(2).wait(15))]
for name, wait in waits:
    killer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    killer.start()
    begin = time.monotonic()
    try:
        wait()
        print(name, "not interrupted")
    except KeyboardInterrupt:
        print(name, time.monotonic() - begin < 10)
    killer.join()
gate.set()
