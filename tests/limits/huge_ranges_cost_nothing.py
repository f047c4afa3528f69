r = range(10 ** 30)
print(r[-1], 10 ** 29 in r, r[10 ** 28:10 ** 28 + 3], bool(r), r == range(0, 10 ** 30), r.index(5))
for i in range(10 ** 25):
    if i == 3:
        break
print(i, next(iter(range(10 ** 20, 10 ** 21))), list(range(2 ** 63 - 1, 2 ** 63 + 2)), list(range(-2 ** 63 - 1, -2 ** 63 + 1)))
try:
    len(r)
except OverflowError as error:
    print(type(error).__name__)
