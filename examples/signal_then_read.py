# The two kinds of thread synchronisation. Order: B may read only after A has written (a semaphore that starts at 0).
# Exclusion: A and C may both write, but not at once (a lock).
#
# Try: the same in every preset.
#   build/gilded --as=3.13t examples/signal_then_read.py
import threading
import time

written = threading.Semaphore(0)
exclusive = threading.Lock()
share_data = None
inside = 0
overlaps = 0


def thread_a():
    global share_data
    time.sleep(0.02)  # B is surely waiting by now
    share_data = "written by A"
    written.release()


def thread_b():
    written.acquire()
    print("B reads:", share_data)


def writer():
    global inside, overlaps
    for _ in range(50):
        with exclusive:
            inside += 1
            if inside != 1:
                overlaps += 1
            time.sleep(0)
            inside -= 1


for group in ((thread_b, thread_a), (writer, writer, writer)):
    threads = [threading.Thread(target=target) for target in group]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("writers that met each other:", overlaps)
