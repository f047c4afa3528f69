from array import array

numbers = array("i", [3, 1, 2])
numbers.append(7)
numbers.extend(range(2))
numbers.insert(1, 100)
print(numbers, len(numbers), numbers[1], numbers[-1], numbers[1:4], numbers[::2])
numbers[0] = 5
numbers[1:3] = array("i", [8, 9, 10])
del numbers[0]
print(numbers, numbers.index(10), numbers.count(7), 8 in numbers, numbers.pop(), numbers.pop(0))
print(array("d", [1, 2.5]) + array("d", [3]), array("b", b"abc") * 2, array("i", [1]) < array("i", [1, 2]), array("i", [1]) == array("d", [1.0]))

for code, value in [("b", 128), ("B", -1), ("H", 65536), ("i", 2 ** 31), ("I", -1), ("q", 2 ** 63), ("Q", -1), ("i", 1.5), ("d", "x"), ("z", 0)]:
    try:
        array(code, [value])
    except (OverflowError, TypeError, ValueError) as e:
        print(code, type(e).__name__, str(e) if code != "z" else "")

view = memoryview(numbers)
try:
    numbers.append(1)
except BufferError as e:
    print(e)
view[0] = 77
del view
print(numbers[0], numbers.tobytes()[:4], array("H", [1, 256]).tolist(), numbers.itemsize, numbers.typecode)
swapped = array("H", [1, 256])
swapped.byteswap()
print(swapped, swapped.__reduce_ex__(2)[1], list(reversed(swapped)), array("u", "aé").tounicode())
