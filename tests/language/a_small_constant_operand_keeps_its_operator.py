# A small constant on the right of + - and comparisons, and as an index, is part of the instruction: the operand's type
# still sees the operator that the source names, with the constant as it stands.


class Tells:
    def __add__(self, other):
        return "add", other

    def __sub__(self, other):
        return "sub", other

    def __iadd__(self, other):
        return "iadd", other

    def __isub__(self, other):
        return "isub", other

    def __getitem__(self, key):
        return "getitem", key

    def __lt__(self, other):
        print("lt", other)
        return NotImplemented

    def __ge__(self, other):
        print("ge", other)
        return [other]

    def __eq__(self, other):
        print("eq", other)
        return other == -128


tells = Tells()
print(tells + 3, tells + -3, tells - 3, tells - -3, tells + 127, tells - 128)
changed = tells
changed += -5
print(changed)
changed = tells
changed -= -5
print(changed)
print(tells[0], tells[-128], tells[127], tells[128])
if tells >= 5:
    print("true")
if tells == -128:
    print("equal")
if tells == 127:
    print("never")
while tells != 127:
    print("unequal")
    break
try:
    if tells < 7:
        print("never")
except TypeError as error:
    print(error)


class Declines(int):
    def __sub__(self, other):
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented


try:
    print(Declines(8) - 3)
except TypeError as error:
    print(error)
print("lesser" if Declines(2) < 3 else "not lesser")

print(2.5 - 1, 2.5 + -1, -0.0 - 0, 0.0 + -0, float("inf") - 5, 1e300 - 1 == 1e300)
print(True + 1, True - 1, 10**20 - 1, -(10**20) + 1)
edge = 2**48 - 1
print(edge + 1, edge + 127, -edge - 2, -edge - 127, edge - -1)
for value in (float("nan"), 2.0, 1.9, 3, 10**20, -(10**20), True):
    print([value < 2 and "<", value <= 2 and "<=", value == 2 and "==", value != 2 and "!="], end=" ")
    if value > 2:
        print(">", end=" ")
    if value >= 2:
        print(">=", end=" ")
    if value < 2:
        print("<", end=" ")
    if value <= 2:
        print("<=", end=" ")
    if value == 2:
        print("==", end=" ")
    if not value != 2:
        print("not !=", end=" ")
    print()

pair = ("first", "last")
print(pair[0], pair[1], pair[-1], pair[-2], [7, 8][-1], "text"[1], b"text"[-1], range(9)[3], {0: "zero", -1: "minus"}[-1])
for container in (pair, [1], "t", b"", range(2), {}, 5, None):
    try:
        print(container[2])
    except (IndexError, KeyError, TypeError) as error:
        print(type(error).__name__, error)
