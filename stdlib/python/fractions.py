"""Exact rational numbers."""

import math
import numbers
import operator
import sys

__all__ = ["Fraction"]

_modulus = sys.hash_info.modulus
_infinity_hash = sys.hash_info.inf


def _split_digits(text, position):
    """Return the digits (with single underscores between them) from a position and where they end; None without any."""
    start = position
    size = len(text)
    while position < size and (text[position].isdigit() or text[position] == "_" and position > start and
                               text[position - 1] != "_" and position + 1 < size and text[position + 1].isdigit()):
        position += 1
    return (text[start:position].replace("_", ""), position) if position > start else (None, start)


def _parse(text):
    """Return numerator and denominator of "3/4", "-1.5", "1e3" and the like, or None."""
    stripped = text.strip()
    sign = 1
    position = 0
    if stripped[:1] in ("+", "-") and stripped:
        sign = -1 if stripped[0] == "-" else 1
        position = 1
    whole, position = _split_digits(stripped, position)
    if whole is not None:
        after = position
        while after < len(stripped) and stripped[after].isspace():
            after += 1
        if stripped[after:after + 1] == "/":
            after += 1
            while after < len(stripped) and stripped[after].isspace():
                after += 1
            below, end = _split_digits(stripped, after)
            if below is None or end != len(stripped):
                return None
            return sign * int(whole), int(below)
    numerator = int(whole or "0")
    denominator = 1
    if stripped[position:position + 1] == ".":
        decimals, end = _split_digits(stripped, position + 1)
        if decimals is None and whole is None:
            return None
        position = end if decimals is not None else position + 1
        if decimals:
            denominator = 10 ** len(decimals)
            numerator = numerator * denominator + int(decimals)
    elif whole is None:
        return None
    if stripped[position:position + 1] in ("e", "E") and stripped[position:position + 1]:
        position += 1
        exponent_sign = 1
        if stripped[position:position + 1] in ("+", "-") and stripped[position:position + 1]:
            exponent_sign = -1 if stripped[position] == "-" else 1
            position += 1
        exponent, position = _split_digits(stripped, position)
        if exponent is None:
            return None
        if exponent_sign > 0:
            numerator *= 10 ** int(exponent)
        else:
            denominator *= 10 ** int(exponent)
    if position != len(stripped):
        return None
    return sign * numerator, denominator


class Fraction(numbers.Rational):
    """A number of two integers, in lowest terms."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator = numerator
                self._denominator = 1
                return self
            if isinstance(numerator, numbers.Rational):
                self._numerator = numerator.numerator
                self._denominator = numerator.denominator
                return self
            if isinstance(numerator, float) or (not isinstance(numerator, (str, type)) and
                                                hasattr(numerator, "as_integer_ratio")):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if isinstance(numerator, str):
                parsed = _parse(numerator)
                if parsed is None:
                    raise ValueError("Invalid literal for Fraction: %r" % numerator)
                numerator, denominator = parsed
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif type(numerator) is int is type(denominator):
            pass
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % numerator)
        divisor = math.gcd(numerator, denominator)
        if denominator < 0:
            divisor = -divisor
        self._numerator = numerator // divisor
        self._denominator = denominator // divisor
        return self

    @classmethod
    def _of(cls, numerator, denominator):
        """Make one of coprime integers, the second positive, without checking."""
        self = super().__new__(cls)
        self._numerator = numerator
        self._denominator = denominator
        return self

    _from_coprime_ints = _of

    @classmethod
    def from_float(cls, f):
        """Return the exact value of a float."""
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("%s.from_float() only takes floats, not %r (%s)" % (cls.__name__, f, type(f).__name__))
        return cls._of(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """Return the exact value of a decimal."""
        from decimal import Decimal

        if isinstance(dec, numbers.Integral):
            dec = Decimal(int(dec))
        elif not isinstance(dec, Decimal):
            raise TypeError("%s.from_decimal() only takes Decimals, not %r (%s)" % (cls.__name__, dec, type(dec).__name__))
        return cls._of(*dec.as_integer_ratio())

    def is_integer(self):
        """Return whether it is a whole number."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """Return numerator and denominator."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """Return the nearest fraction whose denominator is not above a limit."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Walk down the continued fraction; the answer is the last convergent or the best semiconvergent behind it.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction._of(p1, q1)
        return Fraction._of(p0 + k * p1, q0 + k * q1)

    @property
    def numerator(self):
        """What is above the line."""
        return self._numerator

    @property
    def denominator(self):
        """What is below the line; positive."""
        return self._denominator

    def __repr__(self):
        return "%s(%s, %s)" % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return "%s/%s" % (self._numerator, self._denominator)

    def __format__(self, format_spec, /):
        if not format_spec:
            return str(self)
        if format_spec[-1] in "eEfFgG%":
            return self._format_number(format_spec)
        import re

        match = re.fullmatch(r"(?:(.)?([<>=^]))?([-+ ]?)(#?)(0|[1-9][0-9]*)?([,_]?)", format_spec, re.DOTALL)
        if match is None:
            raise ValueError(f"Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}")
        fill, align, sign, with_denominator, width, separator = match.groups()
        text = f"{abs(self._numerator):{separator}}"
        if self._denominator != 1 or with_denominator:
            text += f"/{self._denominator:{separator}}"
        lead = "-" if self._numerator < 0 else "" if sign in ("", "-") else sign
        return _pad(lead, text, fill or " ", align or ">", int(width or 0))

    def _format_number(self, spec):
        """Format as a decimal, rounded exactly, by way of integers."""
        import re

        match = re.fullmatch(r"(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0(?=[0-9]))?(0|[1-9][0-9]*)?([,_]?)(?:\.(0|[1-9][0-9]*))?(.)", spec,
                             re.DOTALL)
        if match is None or match[2] is not None and match[6] is not None:
            raise ValueError(f"Invalid format specifier {spec!r} for object of type {type(self).__name__!r}")
        fill, align, sign, no_negative_zero, alternate, zero_padding, width, separator, precision, kind = match.groups()
        if zero_padding:
            fill, align = "0", "="
        fill = fill or " "
        width = int(width or 0)
        precision = 6 if precision is None else int(precision)
        sign = sign or "-"
        is_negative = self._numerator < 0
        n, d = abs(self._numerator), self._denominator
        lower = kind.lower()
        suffix = ""
        if lower in "f%":
            shift = precision + (2 if kind == "%" else 0)
            scaled = _round_half_even(n * 10 ** shift, d)
            digits = str(scaled).zfill(precision + 1)
            whole = digits[:len(digits) - precision] if precision else digits
            decimals = digits[len(digits) - precision:] if precision else ""
            is_zero = scaled == 0
            if kind == "%":
                suffix = "%"
        else:
            figures = max(precision, 1) if lower == "g" else precision + 1
            exponent = 0
            if n:
                exponent = len(str(n)) - len(str(d))
                if n * 10 ** max(0, -exponent) < d * 10 ** max(0, exponent):
                    exponent -= 1
            shift = figures - 1 - exponent
            scaled = _round_half_even(n * 10 ** max(0, shift), d * 10 ** max(0, -shift))
            if len(str(scaled)) > figures:
                scaled //= 10
                exponent += 1
            is_zero = scaled == 0
            digits = str(scaled).zfill(figures)
            if lower == "e" or not -4 <= exponent < figures:
                whole, decimals = digits[0], digits[1:]
                suffix = f"{kind if lower == 'e' else ('E' if kind == 'G' else 'e')}{exponent:+03d}"
            elif exponent >= 0:
                whole, decimals = digits[:exponent + 1], digits[exponent + 1:]
            else:
                whole, decimals = "0", "0" * (-exponent - 1) + digits
            if lower == "g" and not alternate:
                decimals = decimals.rstrip("0")
        if is_negative and not (no_negative_zero and is_zero):
            lead = "-"
        else:
            lead = "" if sign == "-" else sign
        trail = ("." if decimals or alternate else "") + decimals + suffix
        # The zeros in front are part of the number, so they are grouped too.
        if zero_padding:
            room = width - len(lead) - len(trail)
            whole = whole.zfill(3 * room // 4 + 1 if separator else room)
        if separator:
            first = 1 + (len(whole) - 1) % 3
            whole = whole[:first] + "".join(separator + whole[at:at + 3] for at in range(first, len(whole), 3))
        text = whole + trail
        return _pad(lead, text, fill, align or ">", width)

    # --- Arithmetic

    def _operate(self, other, exact, fallback, swapped=False, with_complex=True):
        """The result for another rational, or what floats and complex numbers make of it."""
        if isinstance(other, Fraction):
            pass
        elif isinstance(other, int):
            other = Fraction._of(other, 1)
        elif isinstance(other, float):
            return fallback(other, float(self)) if swapped else fallback(float(self), other)
        elif with_complex and isinstance(other, complex):
            return fallback(other, float(self)) if swapped else fallback(complex(self), other)
        elif not swapped:
            return NotImplemented
        # Numbers of other makes did not know what to do with a fraction.
        elif isinstance(other, numbers.Rational):
            other = Fraction(other)
        elif isinstance(other, numbers.Real):
            return fallback(float(other), float(self))
        elif with_complex and isinstance(other, numbers.Complex):
            return fallback(complex(other), float(self))
        else:
            return NotImplemented
        return exact(other, self) if swapped else exact(self, other)

    def __add__(self, other):
        return self._operate(other, _add, operator.add)

    def __radd__(self, other):
        return self._operate(other, _add, operator.add, True)

    def __sub__(self, other):
        return self._operate(other, _subtract, operator.sub)

    def __rsub__(self, other):
        return self._operate(other, _subtract, operator.sub, True)

    def __mul__(self, other):
        return self._operate(other, _multiply, operator.mul)

    def __rmul__(self, other):
        return self._operate(other, _multiply, operator.mul, True)

    def __truediv__(self, other):
        return self._operate(other, _divide, operator.truediv)

    def __rtruediv__(self, other):
        return self._operate(other, _divide, operator.truediv, True)

    def __floordiv__(self, other):
        return self._operate(other, _floor_divide, operator.floordiv, with_complex=False)

    def __rfloordiv__(self, other):
        return self._operate(other, _floor_divide, operator.floordiv, True, False)

    def __divmod__(self, other):
        return self._operate(other, _divide_modulo, divmod, with_complex=False)

    def __rdivmod__(self, other):
        return self._operate(other, _divide_modulo, divmod, True, False)

    def __mod__(self, other):
        return self._operate(other, _modulo, operator.mod, with_complex=False)

    def __rmod__(self, other):
        return self._operate(other, _modulo, operator.mod, True, False)

    def __pow__(self, other, modulo=None):
        if modulo is not None:
            return NotImplemented
        if isinstance(other, numbers.Rational):
            if other.denominator != 1:
                return float(self) ** float(other)
            power = other.numerator
            if power >= 0:
                return Fraction._of(self._numerator ** power, self._denominator ** power)
            if self._numerator > 0:
                return Fraction._of(self._denominator ** -power, self._numerator ** -power)
            if self._numerator == 0:
                raise ZeroDivisionError("Fraction(%s, 0)" % (self._denominator ** -power))
            return Fraction._of((-self._denominator) ** -power, (-self._numerator) ** -power)
        if isinstance(other, (float, complex)):
            return float(self) ** other
        return NotImplemented

    def __rpow__(self, base, modulo=None):
        if modulo is not None:
            return NotImplemented
        if self._denominator == 1 and self._numerator >= 0:
            return base ** self._numerator
        if isinstance(base, numbers.Rational):
            return Fraction(base.numerator, base.denominator) ** self
        if self._denominator == 1:
            return base ** self._numerator
        return base ** float(self)

    def __pos__(self):
        return Fraction._of(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction._of(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction._of(abs(self._numerator), self._denominator)

    def __int__(self):
        if self._numerator < 0:
            return int(-(-self._numerator // self._denominator))
        return int(self._numerator // self._denominator)

    def __trunc__(self):
        if self._numerator < 0:
            return -(-self._numerator // self._denominator)
        return self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            return _round_half_even(self._numerator, self._denominator)
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        # Equal to the hash of an equal int or float.
        try:
            inverse = pow(self._denominator, -1, _modulus)
        except ValueError:
            result = _infinity_hash
        else:
            result = hash(hash(abs(self._numerator)) * inverse)
        result = result if self._numerator >= 0 else -result
        return -2 if result == -1 else result

    def __eq__(self, other):
        if type(other) is int:
            return self._numerator == other and self._denominator == 1
        if isinstance(other, numbers.Rational):
            return self._numerator == other.numerator and self._denominator == other.denominator
        if isinstance(other, numbers.Complex) and other.imag == 0:
            other = other.real
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return 0.0 == other
            return self == Fraction(other)
        return NotImplemented

    def _compare(self, other, operation):
        if isinstance(other, numbers.Rational):
            return operation(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return operation(0.0, other)
            return operation(self, Fraction(other))
        return NotImplemented

    def __lt__(self, other):
        return self._compare(other, operator.lt)

    def __gt__(self, other):
        return self._compare(other, operator.gt)

    def __le__(self, other):
        return self._compare(other, operator.le)

    def __ge__(self, other):
        return self._compare(other, operator.ge)

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()


def _pad(lead, text, fill, align, width):
    """A number with its sign in a field."""
    padding = fill * (width - len(lead) - len(text))
    if align == ">":
        return padding + lead + text
    if align == "<":
        return lead + text + padding
    if align == "=":
        return lead + padding + text
    half = len(padding) // 2
    return padding[:half] + lead + text + padding[half:]


def _round_half_even(n, d):
    quotient, rest = divmod(n, d)
    if rest * 2 < d or rest * 2 == d and quotient % 2 == 0:
        return quotient
    return quotient + 1


def _add(a, b):
    return Fraction(a._numerator * b._denominator + b._numerator * a._denominator, a._denominator * b._denominator)


def _subtract(a, b):
    return Fraction(a._numerator * b._denominator - b._numerator * a._denominator, a._denominator * b._denominator)


def _multiply(a, b):
    return Fraction(a._numerator * b._numerator, a._denominator * b._denominator)


def _divide(a, b):
    if b._numerator == 0:
        sign = (a._numerator > 0) - (a._numerator < 0)
        raise ZeroDivisionError("Fraction(%s, 0)" % sign)
    return Fraction(a._numerator * b._denominator, a._denominator * b._numerator)


def _floor_divide(a, b):
    return a._numerator * b._denominator // (a._denominator * b._numerator)


def _divide_modulo(a, b):
    quotient, rest = divmod(a._numerator * b._denominator, a._denominator * b._numerator)
    return quotient, Fraction(rest, a._denominator * b._denominator)


def _modulo(a, b):
    return Fraction(a._numerator * b._denominator % (b._numerator * a._denominator), a._denominator * b._denominator)
