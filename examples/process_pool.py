# A pool of processes: map in batches, apply without waiting, apply one after the other. The functions run in the workers,
# so what they print comes in any order, and what they return travels back as a pickle.
#
# Try: more workers than processors gain nothing for computing. Compare map with imap_unordered when tasks differ in length.
# assert-only
import multiprocessing
import os


def square(i):
    return i * i


def where(i):
    return i, os.getpid()


def fail(i):
    return 1 // i


def remember(value):
    global remembered
    remembered = value


def recall(_):
    return remembered


if __name__ == "__main__":
    numbers = range(100)
    with multiprocessing.Pool(4) as pool:
        assert pool.map(square, numbers) == [i * i for i in numbers]
        assert list(pool.imap(square, numbers, chunksize=10)) == [i * i for i in numbers]
        assert sorted(pool.imap_unordered(square, numbers, chunksize=10)) == [i * i for i in numbers]

        results = [pool.apply_async(where, (i,)) for i in numbers]
        print("the loop is over, the tasks may not be")
        pairs = [result.get() for result in results]
        assert [i for i, pid in pairs] == list(numbers)
        print("processes that worked:", len({pid for i, pid in pairs}))
        assert os.getpid() not in {pid for i, pid in pairs}

        assert [pool.apply(square, (i,)) for i in range(10)] == [i * i for i in range(10)]

        called = []
        failed = []
        pool.apply_async(square, (7,), callback=called.append).wait()
        result = pool.apply_async(fail, (0,), error_callback=failed.append)
        try:
            result.get()
        except ZeroDivisionError as error:
            # The traceback of the worker is the cause.
            assert "in fail" in str(error.__cause__)
        assert called == [49] and isinstance(failed[0], ZeroDivisionError) and not result.successful()

    with multiprocessing.Pool(2, initializer=remember, initargs=("set in each worker",)) as pool:
        assert pool.map(recall, range(4)) == ["set in each worker"] * 4
        pool.close()
        pool.join()

    # After so many tasks a worker is replaced by a fresh one.
    with multiprocessing.Pool(1, maxtasksperchild=1) as pool:
        pids = {pool.apply(where, (i,))[1] for i in range(3)}
    assert len(pids) == 3
    print("done")
