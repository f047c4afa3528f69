# assert-only
# One thread changes a list, dict, set and deque in every way; others iterate, look up, copy, sort and compare them. What they see may be
# old or partial, but every item is one that was put in, and the only errors are those that say the container changed.
import threading
from collections import deque

numbers = []
table = {}
members = set()
line = deque()
stop = False
failures = []


def change():
    global stop, numbers
    for round in range(400):
        numbers.extend(range(50))
        numbers.insert(3, 7)
        numbers[10:20] = [1, 2]
        numbers.reverse()
        numbers.sort()
        del numbers[::2]
        numbers *= 2
        while len(numbers) > 30:
            numbers.pop()
        for i in range(60):
            table[i] = i
            table[str(i)] = i
            members.add(i)
            members.add(str(i))
            line.append(i)
            line.appendleft(i)
        for i in range(0, 60, 3):
            table.pop(i, None)
            members.discard(i)
        table.setdefault("x", 1)
        table.popitem()
        line.rotate(7)
        if round % 10 == 0:
            table.clear()
            members.clear()
            numbers.clear()
            line.clear()
    stop = True


def read():
    try:
        while not stop:
            for x in numbers:
                assert type(x) is int and 0 <= x < 50, x
            assert all(type(x) is int for x in numbers[:])
            sorted(numbers)
            numbers.count(7)
            numbers == [1, 2, 3]
            for kind in (lambda: [(k, v) for k, v in table.items()], lambda: list(members), lambda: list(line),
                         lambda: table.copy(), lambda: members | {5}, lambda: dict(table) == table, lambda: members & {1, 2, "3"},
                         lambda: table.keys() & {1}, lambda: line.count(5), lambda: repr(table), lambda: deque(line)):
                try:
                    kind()
                except RuntimeError as error:
                    assert "changed" in str(error) or "mutated" in str(error), error
            for k in range(60):
                assert table.get(k, k) == k
                assert table.get(str(k), k) == k
                k in members
            try:
                numbers[5]
                line[3]
            except IndexError:
                pass
    except BaseException as error:
        failures.append(error)
        raise


workers = [threading.Thread(target=read) for _ in range(3)]
for worker in workers:
    worker.start()
change()
for worker in workers:
    worker.join()
assert not failures, failures
