# Lock, Semaphore, Condition, Event and Barrier between processes: the same interface as between threads.
#
# Try: without the lock, lines of different processes may come out mixed.
# assert-only
import multiprocessing
import time


def greet(lock, number):
    with lock:
        print("hello", number, flush=True)


def sit_down(seats, inside, most):
    with seats:
        with inside.get_lock():
            inside.value += 1
            most.value = max(most.value, inside.value)
        time.sleep(0.02)
        with inside.get_lock():
            inside.value -= 1


def second_stage(condition, waiting, log):
    with condition:
        waiting.release()
        condition.wait()
        log.put(multiprocessing.current_process().name)


def wait_for_event(event, timeout, log):
    log.put((timeout, event.wait(timeout)))


def meet(barrier, log):
    log.put(barrier.wait())


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    greeters = [multiprocessing.Process(target=greet, args=(lock, number)) for number in range(5)]
    for process in greeters:
        process.start()
    for process in greeters:
        process.join()

    seats = multiprocessing.Semaphore(2)
    inside, most = multiprocessing.Value("i", 0), multiprocessing.Value("i", 0)
    users = [multiprocessing.Process(target=sit_down, args=(seats, inside, most)) for _ in range(5)]
    for process in users:
        process.start()
    for process in users:
        process.join()
    assert inside.value == 0 and 1 <= most.value <= 2
    print("most users at a time:", most.value)

    # The first stage wakes both of the second.
    condition, waiting, log = multiprocessing.Condition(), multiprocessing.Semaphore(0), multiprocessing.Queue()
    waiters = [multiprocessing.Process(name=f"stage_2[{i}]", target=second_stage, args=(condition, waiting, log)) for i in (1, 2)]
    for process in waiters:
        process.start()
    for _ in waiters:
        waiting.acquire()
    with condition:
        condition.notify_all()
    assert sorted(log.get() for _ in waiters) == ["stage_2[1]", "stage_2[2]"]
    for process in waiters:
        process.join()

    event = multiprocessing.Event()
    impatient = multiprocessing.Process(target=wait_for_event, args=(event, 0.05, log))
    patient = multiprocessing.Process(target=wait_for_event, args=(event, None, log))
    impatient.start()
    patient.start()
    assert log.get() == (0.05, False)
    event.set()
    assert log.get() == (None, True)
    impatient.join()
    patient.join()
    print("one waited in vain, one did not")

    barrier = multiprocessing.Barrier(3)
    others = [multiprocessing.Process(target=meet, args=(barrier, log)) for _ in range(2)]
    for process in others:
        process.start()
    mine = barrier.wait()
    assert sorted([mine, log.get(), log.get()]) == [0, 1, 2]
    for process in others:
        process.join()

    try:
        lock.release()
    except ValueError as error:
        assert str(error) == "semaphore or lock released too many times"
    rlock = multiprocessing.RLock()
    with rlock, rlock:
        pass
    try:
        rlock.release()
    except AssertionError as error:
        assert str(error) == "attempt to release recursive lock not owned by thread"
