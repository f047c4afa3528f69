# Big integers: the digits of pi, one after another, from a series of exact fractions.
import sys


def digits_of_pi():
    numerator, accumulated, denominator = 1, 0, 1
    k = 0
    while True:
        k += 1
        odd = 2 * k + 1
        accumulated = (accumulated + 2 * numerator) * odd
        numerator *= k
        denominator *= odd
        if accumulated < numerator:
            continue
        digit = (numerator * 3 + accumulated) // denominator
        if digit == (numerator * 4 + accumulated) // denominator:
            yield digit
            accumulated = (accumulated - denominator * digit) * 10
            numerator *= 10


wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
digits = digits_of_pi()
text = "".join(str(next(digits)) for _ in range(wanted))
print(text[:10], text[-10:], sum(map(int, text)))
