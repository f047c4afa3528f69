"""Random operands in random contexts: results, exceptions and flags are CPython's, digit for digit."""
import random
from decimal import *

generator = random.Random(20)
roundings = [ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP]
signals = [InvalidOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped]
binary = ["__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__divmod__", "__lt__", "__le__", "__eq__", "__ne__", "__gt__",
          "__ge__", "compare", "quantize", "max", "min", "same_quantum", "compare_total", "remainder_near", "copy_sign", "compare_signal"]
unary = ["__neg__", "__pos__", "__abs__", "__str__", "__repr__", "__bool__", "to_eng_string", "normalize", "adjusted", "as_tuple", "is_finite", "is_zero",
         "is_nan", "copy_abs", "copy_negate", "to_integral_value", "to_integral_exact", "next_plus", "next_minus", "sqrt", "logb", "number_class"]


def digits():
    count = generator.choice([1, 1, 2, 3, 5, 9, 16, 19, 20, 28, 29, 38, 39, 40, 60, 80, 200])
    kind = generator.randrange(10)
    if kind < 5:
        return ["9" * count, "1" + "0" * (count - 1), "5" + "0" * (count - 1), "0" * count, "4" + "9" * (count - 1)][kind]
    return "".join(generator.choice("0123456789") for _ in range(count))


def number():
    if generator.random() < 0.07:
        return generator.choice(["inf", "-inf", "nan", "-snan", "nan1", "snan123456789012345678901234567890"])
    text = digits()
    if generator.random() < 0.5:
        point = generator.randrange(len(text) + 1)
        text = text[:point] + "." + text[point:]
    limit = generator.choice([1, 2, 10, 50, 400])
    return generator.choice(["", "-"]) + text + f"e{generator.randrange(-limit, limit)}"


for i in range(4000):
    narrow = generator.random() < 0.5
    context = Context(prec=generator.choice([1, 2, 3, 5, 9, 16, 17, 28, 28, 28, 38, 40, 100]), rounding=generator.choice(roundings),
                      Emin=generator.choice([-1, -5, -50, -383, 0]) if narrow else -999999, Emax=generator.choice([0, 1, 5, 50, 384]) if narrow else 999999,
                      clamp=generator.randrange(2), capitals=generator.randrange(2), traps=[], flags=[])
    if generator.random() < 0.2:
        context.traps[generator.choice(signals)] = True
    setcontext(context)
    first, second = number(), number()
    try:
        a, b = Decimal(first), Decimal(second)
        if generator.random() < 0.7:
            name = generator.choice(binary)
            result = getattr(a, name)(b)
        else:
            name = generator.choice(unary)
            result = getattr(a, name)()
            if not a.is_nan():
                result = result, hash(a)
    except ArithmeticError as error:
        result = type(error).__name__
    print(i, name, first, second, result, [signal.__name__ for signal in signals if context.flags[signal]])
