# assert-only
# timeout: 90
import multiprocessing
import threading


def add(lock, counter, times):
    for _ in range(times):
        with lock:
            counter.value += 1


def hold(lock, held, done):
    with lock:
        held.set()
        done.wait(30)


def release_it(lock):
    lock.release()


def wait_in(condition, ready, woken):
    with condition:
        ready.release()
        if condition.wait(30):
            woken.release()


def pass_barrier(barrier, numbers):
    numbers.put(barrier.wait(30))


def run(target, *args):
    process = multiprocessing.Process(target=target, args=args)
    process.start()
    return process


if __name__ == "__main__":
    for lock in (multiprocessing.Lock(), multiprocessing.RLock(), multiprocessing.Semaphore(1)):
        counter = multiprocessing.Value("i", 0, lock=False)
        processes = [run(add, lock, counter, 300) for _ in range(3)]
        for process in processes:
            process.join()
        assert counter.value == 900, counter.value

    lock, held, done = multiprocessing.Lock(), multiprocessing.Event(), multiprocessing.Event()
    process = run(hold, lock, held, done)
    assert held.wait(30)
    assert not lock.acquire(False) and not lock.acquire(timeout=0.01) and not lock.acquire(True, -5)
    done.set()
    process.join()
    assert lock.acquire(timeout=30)
    # Another process may release it.
    run(release_it, lock).join()
    assert lock.acquire(False)
    lock.release()
    try:
        lock.release()
    except ValueError as error:
        assert str(error) == "semaphore or lock released too many times"
    else:
        raise AssertionError("nothing was raised")

    rlock = multiprocessing.RLock()
    assert rlock.acquire() and rlock.acquire(False)
    refused = []

    def try_release():
        try:
            rlock.release()
        except AssertionError as error:
            refused.append(str(error))

    thread = threading.Thread(target=try_release)
    thread.start()
    thread.join()
    assert refused == ["attempt to release recursive lock not owned by thread"]
    rlock.release()
    rlock.release()

    bounded = multiprocessing.BoundedSemaphore(2)
    assert bounded.acquire() and bounded.acquire() and not bounded.acquire(False) and bounded.get_value() == 0
    bounded.release()
    bounded.release()
    try:
        bounded.release()
    except ValueError:
        pass
    assert repr(bounded) == "<BoundedSemaphore(value=2, maxvalue=2)>"

    condition, ready, woken = multiprocessing.Condition(), multiprocessing.Semaphore(0), multiprocessing.Semaphore(0)
    processes = [run(wait_in, condition, ready, woken) for _ in range(3)]
    for _ in processes:
        ready.acquire()
    with condition:
        condition.notify()
    assert woken.acquire(timeout=30)
    with condition:
        condition.notify_all()
    assert woken.acquire(timeout=30) and woken.acquire(timeout=30) and not woken.acquire(False)
    for process in processes:
        process.join()
    try:
        condition.notify()
    except AssertionError as error:
        assert str(error) == "lock is not owned"
    else:
        raise AssertionError("nothing was raised")
    with condition:
        assert condition.wait(0.01) is False and condition.wait_for(lambda: True)

    barrier, numbers = multiprocessing.Barrier(3), multiprocessing.Queue()
    processes = [run(pass_barrier, barrier, numbers) for _ in range(3)]
    assert sorted(numbers.get() for _ in range(3)) == [0, 1, 2]
    for process in processes:
        process.join()
    barrier.abort()
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        assert barrier.broken
    else:
        raise AssertionError("nothing was raised")
