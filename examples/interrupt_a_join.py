# Ctrl-C while the main thread waits in join(): Python 2.7 slept on until the thread ended; since 3.2 the wait ends
# with KeyboardInterrupt at once. A timer plays the part of the keyboard here.
#
# Try it with your own keyboard too: comment the timer out and press Ctrl-C.
#   build/gilded --as=2.7 examples/interrupt_a_join.py
import os
import signal
import threading
import time

stop = threading.Event()
worker = threading.Thread(target=stop.wait)
worker.start()
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()

begin = time.monotonic()
try:
    worker.join()
    print("joined, no interrupt came")
except KeyboardInterrupt:
    print("join was interrupted")
print("at once:", time.monotonic() - begin < 5)
stop.set()

# The old remedy, a join with a timeout in a loop, still works.
while worker.is_alive():
    worker.join(timeout=1)
print("worker alive:", worker.is_alive())
