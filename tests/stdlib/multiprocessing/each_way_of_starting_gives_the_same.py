# fork, spawn and forkserver: queue, pipe, shared numbers, locks, pool.
# assert-only
# timeout: 90
import multiprocessing
import os


def work(q, connection, value, array, lock, event):
    with lock:
        value.value += 1
        array[1] = 2.5
    q.put(multiprocessing.get_start_method())
    connection.send([os.getppid()])
    assert event.wait(30)


def square(x):
    return x * x


if __name__ == "__main__":
    for method in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context(method)
        q, (a, b), lock, event = context.Queue(), context.Pipe(), context.Lock(), context.Event()
        value, array = context.Value("i", 41), context.Array("d", 3)
        process = context.Process(target=work, args=(q, b, value, array, lock, event))
        process.start()
        assert q.get() == method
        parent, = a.recv()
        assert method == "forkserver" or parent == os.getpid()
        event.set()
        process.join()
        assert process.exitcode == 0 and value.value == 42 and array[:] == [0.0, 2.5, 0.0]
        with context.Pool(2) as pool:
            assert pool.map(square, range(5)) == [0, 1, 4, 9, 16]
    try:
        multiprocessing.get_context("no such way")
    except ValueError as error:
        assert str(error) == "cannot find context for 'no such way'"
    else:
        raise AssertionError("nothing was raised")
