# "Look which number is free, then take it" is two steps. Another thread can come between them, and then two threads
# hold the same number. It happens rarely enough to pass every test. A lock around both steps makes them one.
#
# Try, and look at the first number:
#   build/gilded --as=2.7  examples/check_then_act.py    thousands
#   build/gilded --as=3.9  examples/check_then_act.py    a handful
#   build/gilded --as=3.12 examples/check_then_act.py    none, by luck: no place to switch between the two
#   build/gilded --as=3.13t examples/check_then_act.py
# assert-only
import threading

ROUNDS = 150_000
lock = threading.Lock()


def numbers_given_twice(with_lock):
    taken = []

    def next_free():
        return len(taken)

    def work():
        for _ in range(ROUNDS):
            if with_lock:
                with lock:
                    number = next_free()
                    taken.append(number)
            else:
                number = next_free()
                taken.append(number)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 2 * ROUNDS
    return len(taken) - len(set(taken))


print("given twice without a lock:", numbers_given_twice(False))
locked = numbers_given_twice(True)
print("given twice with the lock: ", locked)
assert locked == 0
