"""How much two threads do in the time of one, for each way of sharing: `gilded --as=3.13t bench/threads/scaling.py [SECONDS] [ROUNDS]`.

Each way runs with one thread and with two, for SECONDS (0.3) each, beside a control that only counts: processors share a core, differ in speed
and have other work, so the control hardly ever does twice as much. "of the control" is what counts: 1 means that sharing costs nothing, and
2 threads on 2 free processors then do twice the work. The median of ROUNDS (5), in turns. Plain Python, for any interpreter.
"""
import sys
import threading
import time

NUMBERS = list(range(64))
NAMES = {"name%d" % i: i for i in range(64)}
KEYS = list(NAMES)
SETTING = 3
PIECE = 200  # steps between two looks at the clock's flag


class Point:
    scale = 2

    def __init__(self):
        self.x = 1
        self.y = 2

    def size(self):
        return self.x + self.y * self.scale


def control(number, shared):
    n = PIECE * 4
    while n > 0:
        n -= 1


def private_numbers(number, shared):
    total = 0
    for i in range(PIECE):
        total += i * i % 7
    return total


def private_objects(number, shared):
    point = Point()
    for i in range(PIECE):
        point.x = point.size() % 5
    return point


def private_containers(number, shared):
    items, table = [], {}
    for i in range(PIECE):
        items.append(i)
        table[i & 15] = items[-1]
    return table


def read_list(number, shared):
    total = 0
    for i in range(PIECE):
        total += NUMBERS[i & 63]
    return total


def read_dict(number, shared):
    total = 0
    for key in KEYS:
        total += NAMES[key]
    for key in KEYS:
        total += NAMES[key]
    return total


def read_object(number, shared):
    point, total = shared.point, 0
    for _ in range(PIECE):
        total += point.x + point.y
    return total


def read_global(number, shared):
    total = 0
    for _ in range(PIECE):
        total += SETTING
    return total


def read_class(number, shared):
    point, total = shared.point, 0
    for _ in range(PIECE // 2):
        total += point.size() + Point.scale
    return total


def write_one_percent(number, shared):
    point, total = shared.point, 0
    for i in range(PIECE):
        if i % 100 == 0:
            point.x = i
        total += point.y
    return total


def append_to_one_list(number, shared):
    items = shared.items
    for i in range(PIECE):
        items.append(i)
    if len(items) > 1000000:
        shared.items = []


def store_in_one_dict(number, shared):
    table = shared.table
    for i in range(PIECE):
        table[i * 2 + number] = i


WAYS = [private_numbers, private_objects, private_containers, read_list, read_dict, read_object, read_global, read_class, write_one_percent,
        append_to_one_list, store_in_one_dict]


class Shared:
    def __init__(self):
        self.point = Point()
        self.items = []
        self.table = {}
        self.running = True


def throughput(way, threads, seconds):
    """Pieces of work a second, by all threads."""
    shared = Shared()
    done = [0] * threads

    def work(number):
        pieces = 0
        while shared.running:
            way(number, shared)
            pieces += 1
        done[number] = pieces

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    time.sleep(seconds)
    shared.running = False
    for worker in workers:
        worker.join()
    return sum(done) / (time.perf_counter() - start)


def gain(way, seconds):
    return throughput(way, 2, seconds) / throughput(way, 1, seconds)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.3
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    sys.setswitchinterval(0.005)
    print("%-20s %8s %8s %15s" % ("", "2 threads", "control", "of the control"))
    for way in WAYS:
        # The control right before and behind, since what the machine gives changes from second to second.
        shares = []
        for _ in range(rounds):
            before, own, after = gain(control, seconds / 2), gain(way, seconds), gain(control, seconds / 2)
            shares.append((own / ((before + after) / 2), own, (before + after) / 2))
        share, own, spun = sorted(shares)[len(shares) // 2]
        print("%-20s %8.2f %8.2f %14.2f" % (way.__name__.replace("_", " "), own, spun, share))


if __name__ == "__main__":
    main()
