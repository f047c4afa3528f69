from array import array

wrong = 0
values = [5, 3, 8, 1, 9, 2, 7]
bounds = [None, *range(-9, 10), 2**70, -2**70]
for code in "bHiqd":
    items = array(code, values)
    data = bytearray(values)
    for start in bounds:
        for stop in bounds:
            for step in (None, 1, 2, 3, -1, -2, 9, -9):
                piece = values[start:stop:step]
                if items[start:stop:step].tolist() != piece or list(data[start:stop:step]) != piece:
                    wrong += 1
print(wrong)
items = array("d", [1.5, 2.5])
for index in (0, 1, -1, -2, True):
    items[index] = items[index] + 1
    print(items)
for index in (2, -3, 2**70, "0", 1.0):
    for change in (lambda: items[index], lambda: items.__setitem__(index, 1.0)):
        try:
            print(change())
        except (IndexError, TypeError) as error:
            print(type(error).__name__, error)
