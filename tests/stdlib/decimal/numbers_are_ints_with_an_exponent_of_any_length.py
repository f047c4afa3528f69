"""Coefficients of one limb, of two and of more are the same to a program."""
import copy
import pickle
from decimal import Decimal, getcontext, localcontext

with localcontext() as context:
    context.prec = 1600
    for bits in (2, 48, 49, 63, 64, 65, 127, 128, 129, 192, 640, 641, 1200):
        for n in ((1 << bits) - 1, 1 << bits, (1 << bits) + 1):
            number = Decimal(n)
            assert int(number) == n and str(number) == str(n) and hash(number) == hash(n) and number == n and Decimal(str(n)) == number
            assert number + 1 == n + 1 and number - n == 0 and -number == -n and abs(-number) == n and number - n - 1 == -1
            assert number * n == n * n and (number * n) / n == n and (number * n + 1) // n == n and (number * n + 1) % n == 1 % n
            assert n < number + 1 and n - 1 < number and not number < n and number >= n
            assert number.as_tuple().digits == tuple(map(int, str(n))) and number.adjusted() == len(str(n)) - 1
            assert pickle.loads(pickle.dumps(number)) == copy.deepcopy(number) == copy.copy(number) == number
            scaled = number.scaleb(-7)
            assert scaled.as_integer_ratio()[0] * 10 ** 7 == n * scaled.as_integer_ratio()[1] and str(scaled.quantize(Decimal(1)) - int(scaled)) in "01"
    for n in (9, 18, 19, 20, 37, 38, 39, 57, 76, 77, 78, 79, 154, 155, 399):
        number = Decimal(10) ** n
        assert str(number) == f"1{'0' * n}" and number.adjusted() == n and (number - 1).adjusted() == n - 1
        assert str(number / 8 * 8) == f"1{'0' * n}" and number.normalize().as_tuple() == (0, (1,), n) and len(str(number - 1)) == n

print("the same", getcontext().prec)
