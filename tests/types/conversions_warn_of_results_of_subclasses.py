import operator
import warnings


class Int(int):
    pass


class Float(float):
    pass


class Complex(complex):
    pass


class Number:
    def __int__(self):
        return Int(3)

    def __index__(self):
        return True

    def __float__(self):
        return Float(2.5)

    def __complex__(self):
        return Complex(1j)


class Truncated:
    def __trunc__(self):
        return 3


flag = True
for convert in (int, float, complex, operator.index, lambda number: "abc"[number], lambda number: ~flag, lambda number: int(Truncated())):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = convert(Number())
        print(repr(result), type(result).__name__)
    for warning in caught:
        print(" ", warning.category.__name__, warning.message)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for convert in (int, float, complex, operator.index, lambda number: ~flag):
        try:
            convert(Number())
        except DeprecationWarning as error:
            print("raised", str(error)[:30])
