# The program waits for its ordinary threads and not for its daemons: a daemon is stopped in the middle of whatever
# it does, its `finally` included, when the last ordinary thread has ended.
#
# Try: the same in every preset.
#   build/gilded --as=3.12 examples/daemon_threads.py
import threading
import time

started = threading.Event()


def helper():
    print("daemon: first part")
    started.set()
    try:
        time.sleep(60)
        print("daemon: second part, never reached")
    finally:
        print("daemon: cleaning up, never reached")


def worker():
    print("worker: first part")
    time.sleep(0.1)
    print("worker: second part")


daemon = threading.Thread(target=helper, daemon=True)
daemon.start()
started.wait()
ordinary = threading.Thread(target=worker)
print("daemon flags:", daemon.daemon, ordinary.daemon, threading.current_thread().daemon)
ordinary.start()
ordinary.join()
print("main ends; the daemon is alive:", daemon.is_alive())
