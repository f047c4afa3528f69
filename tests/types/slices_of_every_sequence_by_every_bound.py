# x[a:b:c] read and stored, with bounds of every kind, for sequences that are sliced without a slice object and for others.
import random


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class MyList(list):
    pass


class Keys:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        self.stored = key, value


draw = random.Random(3)


def bound():
    return draw.choice([None, None, Index(draw.randint(-9, 9)), 10 ** 30, -10 ** 30, True] + [draw.randint(-9, 9)] * 14)


def shown(value):
    if isinstance(value, memoryview):
        return value.tobytes()
    return type(value).__name__ if isinstance(value, (slice, range)) else value


sequences = [list(range(7)), tuple(range(5)), "abcdef", "\xe4bc\u20acde", "\u65e5\u672c\u8a9e", "x", b"bytes", range(9),
             bytearray(b"hello"), MyList([1, 2, 3]), Keys(), [], "", (), memoryview(b"memory"), 5]
for _ in range(500):
    sequence = draw.choice(sequences)
    a, b, c = bound(), bound(), bound()
    try:
        print([shown(sequence[a:b]), shown(sequence[a:b:c]), shown(sequence[a:]), shown(sequence[:b]), shown(sequence[::c])])
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
    changed = [1, 2, 3, 4, 5, 6]
    value = draw.choice([[], [9], [8, 9], (1, 2, 3), "ab", range(2), changed])
    try:
        match draw.randrange(5):
            case 0:
                changed[a:b] = value
            case 1:
                changed[a:b:c] = value
            case 2:
                changed[a:b] += value
            case 3:
                del changed[a:b:c]
            case 4:
                changed[a:b], changed[:2] = value, [c is None]
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
    print(changed)


# The bounds are asked before the sequence is looked at, the operands from left to right.
class Told(Index):
    def __index__(self):
        print("asked", self.value)
        sequence.append(self.value)
        return self.value


sequence = [0, 1, 2, 3]
print(sequence[Told(1):Told(9)])
sequence[Told(0):Told(2)] = [7]
print(sequence)
keys = Keys()
keys[1:2] = "value"
print(keys.stored, keys[:, 1:2], keys[1:2, ...])


def taken(text):
    return [text[i:i + 2][::-1] for i in range(0, len(text), 2)], text[(text := text[1:])[0] == "b":]


print(taken("abcdef"))
