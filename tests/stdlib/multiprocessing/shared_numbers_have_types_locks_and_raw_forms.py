# Value and Array: all type codes, what lock= means, get_lock() and get_obj(), the raw forms; items and slices; passing them to pools.
import multiprocessing
import sys

CODES = "bBhHiIlLqQfd"


def negate(number, numbers):
    with number.get_lock():
        number.value = -number.value
    for i in range(len(numbers)):
        numbers[i] = -numbers[i]


def read(number):
    return number.value


def keep(number):
    global kept
    kept = number


def read_kept(_):
    return kept.value


def show(action, *arguments):
    try:
        print(action(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    for code in CODES:
        value, array = multiprocessing.Value(code, 65), multiprocessing.Array(code, [1, 2, 3])
        value.value += 1
        array[1] = 7
        print(code, value.value, array[:], len(array), multiprocessing.RawValue(code).value, multiprocessing.RawArray(code, 2)[:])
    print(repr(multiprocessing.Value("u", "x").value), repr(multiprocessing.Value("c", b"y").value))
    text = multiprocessing.Array("c", 10)
    text.value = b"bytes"
    print(text.value, text.raw, len(text))

    number = multiprocessing.Value("i", 3)
    print(type(number.get_lock()).__name__, number.get_obj().value)
    with number.get_lock():
        with number.get_lock():
            number.value += 1
    lock = multiprocessing.Lock()
    print(multiprocessing.Value("i", 1, lock=lock).get_lock() is lock)
    unlocked = multiprocessing.Value("i", 1, lock=False)
    print(hasattr(unlocked, "get_lock"), unlocked.value)
    show(lambda: multiprocessing.Value("i", 1, lock=3))

    numbers = multiprocessing.Array("i", range(5))
    numbers[1:3] = [10, 20]
    print(numbers[:], numbers[-1], numbers[::2], list(numbers))
    show(lambda: numbers[5])
    show(numbers.__setitem__, 0, "text")
    print(multiprocessing.Array("d", 3)[:])

    process = multiprocessing.Process(target=negate, args=(number, numbers))
    process.start()
    process.join()
    print(number.value, numbers[:], process.exitcode)

    # They go to processes when these are made, not through the queue of a pool.
    with multiprocessing.Pool(1, keep, (number,)) as pool:
        try:
            pool.apply(read, (number,))
        except RuntimeError as error:
            print(str(error).split(" should")[1])
        print(pool.map(read_kept, [0]))
