# assert-only
# timeout: 90
import multiprocessing
import os
import time


def square(x):
    return x * x


def add(a, b=0):
    return a + b


def fail(x):
    raise KeyError(x)


def unpicklable(x):
    return lambda: x


def get_pid(_):
    return os.getpid()


def initialize(value):
    global initial
    initial = value


def get_initial(_):
    return initial


def sleep(seconds):
    time.sleep(seconds)


def items_then_error():
    yield 1
    raise ValueError("from the iterable")


if __name__ == "__main__":
    with multiprocessing.Pool(3) as pool:
        assert len(multiprocessing.active_children()) == 3
        assert pool.map(square, range(50)) == [x * x for x in range(50)] and pool.map(square, []) == []
        assert list(pool.imap(square, range(50), 7)) == [x * x for x in range(50)]
        assert sorted(pool.imap_unordered(square, iter(range(50)))) == [x * x for x in range(50)]
        assert pool.starmap(add, [(1, 2), (3, 4)]) == [3, 7] and pool.starmap_async(add, [(1,)]).get(30) == [1]
        assert pool.apply(add, (1,), {"b": 2}) == 3
        assert os.getpid() not in pool.map(get_pid, range(10))

        got, errors = [], []
        pool.map_async(square, [1, 2], callback=got.append).wait(30)
        result = pool.map_async(fail, [1, 2], error_callback=errors.append)
        result.wait(30)
        assert got == [[1, 4]] and isinstance(errors[0], KeyError) and result.ready() and not result.successful()
        try:
            result.get()
        except KeyError as error:
            assert error.args[0] in (1, 2)
            assert "multiprocessing.pool.RemoteTraceback" in repr(type(error.__cause__)) and "in fail" in str(error.__cause__)
        else:
            raise AssertionError

        try:
            pool.apply(unpicklable, (1,))
        except multiprocessing.pool.MaybeEncodingError as error:
            assert str(error).startswith("Error sending result: ")
        else:
            raise AssertionError("nothing was raised")
        iterator = pool.imap(square, items_then_error())
        assert next(iterator) == 1
        try:
            next(iterator)
        except ValueError as error:
            assert str(error) == "from the iterable"
        else:
            raise AssertionError("nothing was raised")

        slow = pool.apply_async(sleep, (0.3,))
        try:
            slow.get(timeout=0.01)
        except multiprocessing.TimeoutError:
            pass
        try:
            slow.successful()
        except ValueError as error:
            assert str(error).endswith("not ready")
        else:
            raise AssertionError("nothing was raised")
        slow.wait()
        try:
            pool.join()
        except ValueError as error:
            assert str(error) == "Pool is still running"
        else:
            raise AssertionError("nothing was raised")
        pool.close()
        try:
            pool.apply(square, (1,))
        except ValueError as error:
            assert str(error) == "Pool not running"
        else:
            raise AssertionError("nothing was raised")
        pool.join()
    assert multiprocessing.active_children() == []

    with multiprocessing.Pool(2, initialize, ("each worker",), maxtasksperchild=2) as pool:
        assert pool.map(get_initial, range(4), chunksize=1) == ["each worker"] * 4
        pids = [pool.apply(get_pid, (0,)) for _ in range(6)]
        assert len(set(pids)) >= 3

    # Terminating does not wait for the tasks.
    pool = multiprocessing.Pool(2)
    pool.map_async(sleep, [60] * 4, chunksize=1)
    pool.terminate()
    pool.join()
    for arguments, text in [((0,), "Number of processes must be at least 1"), ((1, 5), "initializer must be a callable")]:
        try:
            multiprocessing.Pool(*arguments)
        except (ValueError, TypeError) as error:
            assert str(error) == text
        else:
            raise AssertionError("nothing was raised")
