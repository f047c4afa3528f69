# A worker that dies mid-task, a writer that dies with the pipe half full, a process killed while it holds a lock, and a fork while other
# threads hold locks: nothing hangs, and no child is left behind.
# assert-only
# timeout: 90
import multiprocessing
import os
import signal
import threading
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

warnings.simplefilter("ignore", DeprecationWarning)


def die(_=None):
    os.kill(os.getpid(), signal.SIGKILL)


def get_pid(_):
    return os.getpid()


def fill(connection):
    connection.send(b"x" * 1_000_000)


def hold(lock, held):
    lock.acquire()
    held.release()
    time.sleep(60)


def use_locks():
    with lock:
        warnings.warn("any", DeprecationWarning)
    raise SystemExit(5)


if __name__ == "__main__":
    # A pool replaces the worker; the lost task's result never comes, but the others do.
    with multiprocessing.Pool(2) as pool:
        lost = pool.apply_async(die)
        assert pool.apply_async(get_pid, (0,)).get(30) != os.getpid()
        lost.wait(0.2)
        assert not lost.ready()
        assert len(pool.map_async(get_pid, range(4), chunksize=1).get(30)) == 4

    # Futures say that the pool is broken.
    with ProcessPoolExecutor(2) as executor:
        # Tasks before it may be done, or share its fate.
        futures = [executor.submit(get_pid, 0), executor.submit(get_pid, 1), executor.submit(die)]
        assert isinstance(futures[-1].exception(30), BrokenProcessPool)
        for future in futures:
            future.exception(30)
        try:
            executor.submit(get_pid, 0)
        except BrokenProcessPool:
            pass
        else:
            raise AssertionError

    # The writer is killed while the pipe is full: the reader gets an error, not an endless wait.
    reader, writer = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=fill, args=(writer,))
    process.start()
    writer.close()
    assert reader.poll(30)
    process.kill()
    process.join()
    try:
        reader.recv()
    except (EOFError, OSError):
        pass
    else:
        raise AssertionError

    # A killed holder leaves the lock taken: a time limit tells.
    lock, held = multiprocessing.Lock(), multiprocessing.Semaphore(0)
    process = multiprocessing.Process(target=hold, args=(lock, held))
    process.start()
    assert held.acquire(timeout=30)
    process.kill()
    process.join()
    assert not lock.acquire(timeout=0.05)
    lock.release()
    assert lock.acquire(timeout=1)
    lock.release()

    # Threads that take and release locks, use queues and print all the time while others are forked.
    stop = threading.Event()
    shared = {}

    def busy():
        i = 0
        while not stop.is_set():
            with shared_lock:
                shared[i % 10] = [i]
            i += 1

    shared_lock = threading.Lock()
    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    codes = []
    for _ in range(10):
        process = multiprocessing.get_context("fork").Process(target=use_locks)
        process.start()
        process.join(30)
        codes.append(process.exitcode)
    stop.set()
    for thread in threads:
        thread.join()
    assert codes == [5] * 10, codes
    assert multiprocessing.active_children() == []
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        pass
    else:
        raise AssertionError("a child is left")
