"""The coefficients of decimal numbers: ints by their decimal digits, and the fixed-point arithmetic behind exp(), ln(), log10() and power().

Pure functions of ints.
"""

import math as _math

_powers = [10 ** _i for _i in range(40)]


def power_of_ten(n):
    return _powers[n] if n < 40 else 10 ** n


def digits_of(n):
    """The decimal digits of an int >= 0, however many."""
    try:
        return str(n)
    except ValueError:
        half = int(n.bit_length() * 0.30103 / 2)
        high, low = divmod(n, 10 ** half)
        return digits_of(high) + digits_of(low).rjust(half, "0")


def from_digits(text):
    if len(text) <= 4000:
        return int(text)
    half = len(text) // 2
    return from_digits(text[:-half]) * 10 ** half + from_digits(text[-half:])


def digit_count(n):
    """The number of digits of n > 0; 1 for 0."""
    if n < 1000000000000000:
        return len(str(n))
    estimate = int((n.bit_length() - 1) * 0.30102999566398114) + 1
    return estimate + (n >= 10 ** estimate)


# --- Logarithms and exponentials of integers: fixed-point arithmetic in which the last digit may be off by one

def _div_nearest(a, b):
    q, r = divmod(a, b)
    return q + (2 * r + (q & 1) > b)


def _exp_fixed(x, bits):
    """exp(x / 2**bits) * 2**bits for 0 <= x < about 1."""
    halvings = int(bits ** 0.5) + 8
    guard = halvings + 16
    work = bits + guard
    x <<= guard
    x >>= halvings
    total = term = 1 << work
    k = 1
    while term:
        term = (term * x >> work) // k
        total += term
        k += 1
    for _ in range(halvings):
        total = total * total >> work
    return total >> guard


def _atanh_inverse(n, bits):
    """atanh(1 / n) * 2**bits"""
    power = (1 << bits) // n
    total = power
    square = n * n
    k = 3
    while power:
        power //= square
        total += power // k
        k += 2
    return total


def _ln2_fixed(bits):
    work = bits + 16
    return 18 * _atanh_inverse(26, work) - 2 * _atanh_inverse(4801, work) + 8 * _atanh_inverse(8749, work) >> 16


def _ln10_fixed(bits):
    """ln(10) * 2**bits"""
    work = bits + 16
    return 46 * _atanh_inverse(31, work) + 34 * _atanh_inverse(49, work) + 20 * _atanh_inverse(161, work) >> 16


def _ln_fixed(numerator, denominator, bits):
    """ln(numerator / denominator) * 2**bits"""
    work = bits + 32
    shift = numerator.bit_length() - denominator.bit_length()
    # y in [1/2, 2)
    y = (numerator << work - shift) // denominator if work >= shift else numerator // (denominator << shift - work)
    result = 0
    if shift:
        result = shift * _ln2_fixed(work + shift.bit_length()) >> abs(shift).bit_length() if shift > 0 else \
            -(-shift * _ln2_fixed(work + abs(shift).bit_length()) >> abs(shift).bit_length())
    # Square roots bring y near 1, where the series is short.
    roots = int(bits ** 0.5) // 2 + 4
    extra = roots + 8
    y <<= extra
    scale = work + extra
    for _ in range(roots):
        y = _math.isqrt(y << scale)
    one = 1 << scale
    z = ((y - one) << scale) // (y + one)
    square = z * z >> scale
    total, power, k = z, z, 3
    while power:
        power = power * square >> scale
        term = power // k
        if not term or term == -1:
            break
        total += term
        k += 2
    result += (total << roots + 1) >> extra
    return result >> 32


def _bits_for(digits):
    return int(digits * 3.3219280948873626) + 24


def log_scaled(c, e, p):
    """ln(c * 10**e) * 10**p, to about one unit."""
    extra = len(str(abs(e) + digit_count(c))) + 2
    bits = _bits_for(p + extra)
    value = _ln_fixed(c * power_of_ten(e), 1, bits) if 0 <= e < 1000 else None
    if value is None:
        length = digit_count(c)
        exponent = e + length
        value = _ln_fixed(c, 10 ** length, bits) + exponent * _ln10_fixed(bits)
    return _div_nearest(value * 10 ** p, 1 << bits) if p >= 0 else _div_nearest(value, (1 << bits) * 10 ** -p)


def log10_scaled(c, e, p):
    """log10(c * 10**e) * 10**p, to about one unit."""
    length = digit_count(c)
    exponent = e + length
    bits = _bits_for(max(p, 0) + 3)
    value = (_ln_fixed(c, 10 ** length, bits) << bits) // _ln10_fixed(bits)
    scaled = _div_nearest(value * 10 ** p, 1 << bits) if p >= 0 else _div_nearest(value, (1 << bits) * 10 ** -p)
    return scaled + (exponent * 10 ** p if p >= 0 else _div_nearest(exponent, 10 ** -p))


def _exp_ratio(n, d, p):
    """exp(n / d) as (coefficient of about p + 1 digits, exponent)."""
    magnitude = max(0, n.bit_length() - d.bit_length())
    bits = _bits_for(p + 4) + magnitude
    x = (n << bits) // d
    ln10 = _ln10_fixed(bits)
    exponent, rest = divmod(x, ln10)
    value = _exp_fixed(rest, bits)  # 1 <= value < 10
    return _div_nearest(value * 10 ** p, 1 << bits), exponent - p


def exp_scaled(c, e, p):
    """exp(c * 10**e)"""
    if e >= 0:
        return _exp_ratio(c * 10 ** e, 1, p)
    return _exp_ratio(c, 10 ** -e, p)


def power_scaled(xc, xe, yc, ye, p):
    """(xc * 10**xe) ** (yc * 10**ye)"""
    size = digit_count(abs(yc)) + ye + len(str(abs(xe) + digit_count(xc)))
    places = p + max(size, 0) + 6
    logarithm = log_scaled(xc, xe, places)
    product = logarithm * yc
    if ye >= 0:
        product *= 10 ** ye
        return _exp_ratio(product, 10 ** places, p)
    return _exp_ratio(product, 10 ** (places - ye), p)
