# Sorting: runs, stability, reverse, keys, failures in the middle, and a list that is touched while it is sorted.
state = 12345


def number(limit):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % limit


def is_sorted(items):
    return all(a <= b for a, b in zip(items, items[1:]))


for size in (0, 1, 2, 3, 10, 31, 32, 33, 63, 64, 65, 100, 127, 128, 1000, 4097):
    for limit in (1, 3, 100, 10**6):
        items = [number(limit) for _ in range(size)]
        pairs = [(x, i) for i, x in enumerate(items)]
        by_key = sorted(pairs, key=lambda pair: pair[0])
        assert by_key == sorted(pairs), (size, limit)
        assert sorted(items) == [x for x, _ in by_key]
        backwards = sorted(pairs, key=lambda pair: pair[0], reverse=True)
        assert [x for x, _ in backwards] == sorted(items)[::-1]
        for (a, i), (b, j) in zip(backwards, backwards[1:]):
            assert a > b or i < j
        floats = sorted(float(x) for x in items)
        assert floats == sorted(items) and is_sorted(floats)
        words = sorted(str(x) for x in items)
        assert is_sorted(words)
        runs = sorted(items) + sorted(items, reverse=True) + items
        assert is_sorted(sorted(runs)) and sorted(sorted(runs)) == sorted(runs)
print("sorted")


class Broken:
    count = 0

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        Broken.count += 1
        if Broken.count == 70:
            raise RuntimeError("enough")
        return self.value < other.value


items = [Broken(number(1000)) for _ in range(200)]
before = sorted(id(x) for x in items)
try:
    items.sort()
except RuntimeError as error:
    print(error, len(items), sorted(id(x) for x in items) == before)

touched = [3, 1, 2]


class Toucher(int):
    def __lt__(self, other):
        touched.append(9)
        return int(self) < int(other)


touched[:] = [Toucher(3), Toucher(1), Toucher(2)]
try:
    touched.sort()
except ValueError as error:
    print(error, [int(x) for x in touched])

seen = [5, 4, 3]
seen.sort(key=lambda x: len(seen))
print(seen)
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
try:
    [].sort(5)
except TypeError as error:
    print(error)
print(sorted("banana"), sorted({3: 1, 1: 2}), sorted([True, 0.5, 2, -1]), sorted([(2, "b"), (1, "z"), (2, "a")]))
print(sorted(["é", "z", "a", "Z", "ß", ""]))
