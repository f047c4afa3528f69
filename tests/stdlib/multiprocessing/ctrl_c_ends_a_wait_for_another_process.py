# assert-only
# timeout: 60
import multiprocessing
import os
import signal
import threading
import time

if __name__ == "__main__":
    lock = multiprocessing.Lock()
    lock.acquire()
    semaphore, event, q = multiprocessing.Semaphore(0), multiprocessing.Event(), multiprocessing.Queue()
    reader, writer = multiprocessing.Pipe()
    # Other threads go on while one waits for another process.
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    for wait in (lock.acquire, semaphore.acquire, lambda: lock.acquire(timeout=60), event.wait, q.get, reader.recv):
        before = len(ticks)
        timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            wait()
        except KeyboardInterrupt:
            pass
        else:
            raise AssertionError
        timer.join()
        assert len(ticks) > before
    stop.set()
    thread.join()
    lock.release()
