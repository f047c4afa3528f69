# Every combination of start, stop and step on short lists: reading, deleting and replacing agree with a slow model.
bounds = [None, -7, -5, -4, -1, 0, 1, 2, 4, 5, 9]
steps = [None, -3, -2, -1, 1, 2, 3, 7]


def picked(length, s):
    return list(range(*s.indices(length)))


checked = 0
for length in range(6):
    for start in bounds:
        for stop in bounds:
            for step in steps:
                s = slice(start, stop, step)
                items = [f"i{i}" for i in range(length)]
                chosen = picked(length, s)
                assert items[s] == [items[i] for i in chosen], (length, s)
                assert tuple(items)[s] == tuple(items[i] for i in chosen), (length, s)
                deleted = items[:]
                del deleted[s]
                assert deleted == [x for i, x in enumerate(items) if i not in chosen], (length, s)
                if step not in (None, 1):
                    replaced = items[:]
                    replaced[s] = [f"new{i}" for i in chosen]
                    assert replaced == [f"new{i}" if i in chosen else x for i, x in enumerate(items)], (length, s)
                    try:
                        replaced[s] = ["x"] * (len(chosen) + 1)
                    except ValueError as error:
                        if length == 5 and start is None and stop is None:
                            print(error)
                    else:
                        raise AssertionError("a wrong size was taken")
                checked += 1
print(checked)
numbers = list(range(10))
numbers[2:5] = "abcdefg"
print(numbers)
numbers[3:9] = []
print(numbers)
numbers[20:] = (1, 2)
print(numbers)
numbers[-3:-2] = numbers
print(numbers)
numbers[::2] = iter(range((len(numbers) + 1) // 2))
print(numbers)
try:
    numbers[1:2] = 5
except TypeError:
    print("only iterables")
try:
    numbers["a"] = 1
except TypeError as error:
    print(error)
try:
    numbers[1.5]
except TypeError as error:
    print(error)
try:
    del numbers[100]
except IndexError as error:
    print(error)
