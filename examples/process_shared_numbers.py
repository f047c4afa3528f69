# Value and Array are numbers in memory that processes share. Each has a lock: reading or writing is one step, but
# value += 1 is two, so it needs the lock around both, as between threads.
#
# Try: remove `with number.get_lock()`: additions are lost even though each process has its own global lock.
# expect: 3.14
# expect: [5, 1, 2, 3, 4, 5, 6, 7, 8, 9]
# expect: 2000
import multiprocessing


def change(number, numbers):
    number.value = 3.14
    numbers[0] = 5


def count(number, times):
    for _ in range(times):
        with number.get_lock():
            number.value += 1


if __name__ == "__main__":
    number = multiprocessing.Value("d", 0.0)
    numbers = multiprocessing.Array("i", range(10))
    process = multiprocessing.Process(target=change, args=(number, numbers))
    process.start()
    process.join()
    print(number.value)
    print(numbers[:])

    total = multiprocessing.Value("i", 0)
    processes = [multiprocessing.Process(target=count, args=(total, 1000)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(total.value)

    # The codes, their smallest and largest values; without a lock there is only the number.
    for code, bits in zip("bBhHiIlLqQ", (8, 8, 16, 16, 32, 32, 64, 64, 64, 64)):
        shared = multiprocessing.Value(code, 0, lock=False)
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code.islower() else (0, (1 << bits) - 1)
        shared.value = high
        assert shared.value == high
        shared.value = high + 1
        assert shared.value == low
        assert not hasattr(shared, "get_lock")
    assert multiprocessing.Value("u", "x").value == "x"
    assert multiprocessing.Array("c", b"text").value == b"text"
    assert multiprocessing.Array("f", 3)[:] == [0.0, 0.0, 0.0]
