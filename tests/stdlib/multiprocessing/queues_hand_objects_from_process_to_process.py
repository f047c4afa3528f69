# assert-only
# timeout: 60
import multiprocessing
import os
import queue


def produce(q, items):
    for item in items:
        q.put(item)


def consume(q, results):
    for item in iter(q.get, None):
        results.put(item * 2)
        q.task_done()
    q.task_done()


if __name__ == "__main__":
    for make in (multiprocessing.Queue, multiprocessing.SimpleQueue):
        q = make()
        process = multiprocessing.Process(target=produce, args=(q, list(range(100)) + ["x" * 100000]))
        process.start()
        assert [q.get() for _ in range(100)] == list(range(100))
        assert q.get() == "x" * 100000
        process.join()
        assert q.empty()

    bounded = multiprocessing.Queue(2)
    bounded.put(1)
    bounded.put(2, timeout=1)
    assert bounded.full() and bounded.qsize() == 2
    for call in (lambda: bounded.put(3, timeout=0.01), lambda: bounded.put_nowait(3), lambda: bounded.put(3, False)):
        try:
            call()
        except queue.Full:
            pass
        else:
            raise AssertionError
    assert [bounded.get(), bounded.get()] == [1, 2]
    for call in (lambda: bounded.get(timeout=0.01), lambda: bounded.get_nowait()):
        try:
            call()
        except queue.Empty:
            pass
        else:
            raise AssertionError
    bounded.close()
    bounded.join_thread()
    try:
        bounded.put(1)
    except ValueError as error:
        assert "is closed" in str(error)
    else:
        raise AssertionError("nothing was raised")

    joinable, results = multiprocessing.JoinableQueue(), multiprocessing.Queue()
    process = multiprocessing.Process(target=consume, args=(joinable, results))
    process.start()
    for item in [1, 2, 3, None]:
        joinable.put(item)
    joinable.join()
    assert [results.get() for _ in range(3)] == [2, 4, 6]
    process.join()
    try:
        joinable.task_done()
    except ValueError as error:
        assert str(error) == "task_done() called too many times"
    else:
        raise AssertionError("nothing was raised")

    # Queues go to children only.
    with multiprocessing.Pool(1) as pool:
        try:
            pool.apply(produce, (joinable, ()))
        except RuntimeError as error:
            assert str(error) == "JoinableQueue objects should only be shared between processes through inheritance"
        else:
            raise AssertionError
