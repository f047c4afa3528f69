print(True + True, True * 5, False - 1, True / 2, True == 1, isinstance(True, int))
print(True & False, True | False, True ^ True, type(True & True).__name__, type(True + 0).__name__, type(True & 1).__name__)
print(int(True), float(True), str(True), repr(False), bool("False"), bool(0.0), bool("0"), bool([0]))
print(sum([True, False, True]), [10, 20][True], "ab"[False], {True: "x"}[1], sorted([True, 0, False, 1]))
print(f"{True:d} {True} {False!r:>6}", "%d %s" % (True, True), True.real, (True).bit_length())
try:
    class MyBool(bool):
        pass
except TypeError as error:
    print(error)
