print(2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 2 ** 53 + 1 > float(2 ** 53))
print(10 ** 400 > 1e308, 10 ** 400 < float("inf"), -10 ** 400 > float("-inf"), 1 == 1.0, hash(1) == hash(1.0))
print(10 ** 400 == float("nan"), 10 ** 400 != float("nan"), 3 < 3.5 < 4, True == 1.0, hash(2 ** 70) == hash(2.0 ** 70))
print({1: "a", 1.0: "b", True: "c"}, 0.1 + 0.2 == 0.3, 2 ** 1000 / 2 ** 999, 7 / 2, -7 / 2)
try:
    float(10 ** 400)
except OverflowError as error:
    print(error)
try:
    10 ** 400 / 3
except OverflowError as error:
    print(error)
print(10 ** 400 / 10 ** 399, 10 ** 400 // 10 ** 398)
