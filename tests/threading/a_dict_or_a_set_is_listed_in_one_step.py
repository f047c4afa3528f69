# list(), sorted(), [*x], extend() and tuple() of a dict, of its views, and of a set, and dict.fromkeys(), see one state of it, whatever
# other threads do: none fails because it changes.
# assert-only
# timeout: 60
import threading

numbers = dict.fromkeys(range(50), 0)
members = set(range(50))
stop = threading.Event()


def change(first):
    turn = 0
    while not stop.is_set():
        turn += 1
        numbers[first + turn % 37] = turn
        numbers.pop(first + turn * 7 % 37, None)
        members.add(first + turn % 37)
        members.discard(first + turn * 7 % 37)


def extended(iterable):
    result = []
    result.extend(iterable)
    return result


WAYS = [list, sorted, tuple, extended, lambda iterable: [*iterable], lambda iterable: [0, *iterable]]

threads = [threading.Thread(target=change, args=(first,)) for first in (100, 200)]
for thread in threads:
    thread.start()
try:
    for _ in range(300):
        for way in WAYS:
            for source in numbers, numbers.keys(), numbers.values(), numbers.items(), members:
                found = way(source)
                assert len(found) >= 50
            assert set(range(50)) <= set(way(numbers)) and set(range(50)) <= set(way(members))
        assert set(range(50)) <= set(dict.fromkeys(numbers))
finally:
    stop.set()
    for thread in threads:
        thread.join()
