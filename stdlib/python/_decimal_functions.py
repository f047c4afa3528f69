"""The methods of decimal numbers that are written in Python: powers, roots, logarithms, logical operations, formatting ...

Operations are exact first; _fix() then rounds to the context and raises its signals. The type itself and its arithmetic are native (_decimal);
a number shows its parts as _sign, _int, _exp (None: a special value) and _special ("F": infinity, "n": NaN, "N": signaling NaN, "": none).
"""

import math as _math
import numbers as _numbers
from collections import namedtuple as _namedtuple
from _decimal import Decimal, _make
from _decimal_coefficients import digit_count, digits_of, exp_scaled, from_digits, log10_scaled, log_scaled, power_of_ten, power_scaled
from _decimal_context import (Clamped, DivisionByZero, DivisionImpossible, DivisionUndefined, FloatOperation, Inexact, InvalidOperation, NaN, Overflow,
                              ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Rounded, SignedInfinity, Subnormal, Underflow, add_methods,
                              convert_operand, getcontext)
from _decimal_format import format_align, format_number, format_sign, parse_format_specifier

DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent", module="decimal")

_Infinity, _NegativeInfinity = SignedInfinity
_Zero = Decimal(0)
_One = Decimal(1)


def convert(value, context):
    """Decimal(value) of what is neither str, int nor Decimal."""
    if isinstance(value, (list, tuple)):
        if len(value) != 3:
            raise ValueError("argument must be a sequence of length 3")
        sign, digits, exponent = value
        if sign not in (0, 1) or not isinstance(sign, int):
            raise ValueError("sign must be an integer with the value 0 or 1")
        if exponent == "F":
            return _make(sign, 0, "F", None)
        if not isinstance(digits, (list, tuple)) or not all(isinstance(digit, int) and 0 <= digit <= 9 for digit in digits):
            raise ValueError("coefficient must be a tuple of digits")
        coefficient = from_digits("".join([str(int(digit)) for digit in digits]) or "0")
        if exponent in ("n", "N"):
            return _make(sign, coefficient, exponent, None)
        if isinstance(exponent, int):
            return _make(sign, coefficient, "", exponent)
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'" if isinstance(exponent, str)
                         else "exponent must be an integer")
    if isinstance(value, float):
        if context is None:
            context = getcontext()
        context._raise_error(FloatOperation, "strict semantics for mixing floats and Decimals are enabled")
        return Decimal.from_float(value)
    raise TypeError("conversion from %s to Decimal is not supported" % type(value).__name__)


def comparison_operands(self, other, is_equality):
    """Two Decimals that compare as self does with a number that is neither Decimal nor int; NotImplemented for what is no such number."""
    if isinstance(other, _numbers.Rational):
        if not self._special:
            self = _make(self._sign, self._int * other.denominator, "", self._exp)
        return self, Decimal(other.numerator)
    if is_equality and isinstance(other, _numbers.Complex) and other.imag == 0:
        other = other.real
    if isinstance(other, float):
        context = getcontext()
        if is_equality:
            context.flags[FloatOperation] = True
        else:
            context._raise_error(FloatOperation, "strict semantics for mixing floats and Decimals are enabled")
        return self, Decimal.from_float(other)
    return NotImplemented


class _DecimalMethods:
    @classmethod
    def from_float(cls, f):
        """The exact value of a float or int."""
        if isinstance(f, int):
            result = _make(1 if f < 0 else 0, abs(int(f)), "", 0)
        elif isinstance(f, float):
            if _math.isinf(f) or _math.isnan(f):
                result = Decimal(repr(f))
            else:
                n, d = abs(f).as_integer_ratio()
                k = d.bit_length() - 1
                result = _make(1 if _math.copysign(1.0, f) < 0 else 0, n * 5 ** k, "", -k)
        else:
            raise TypeError("argument must be int or float")
        return result if cls is Decimal else cls(result)

    # --- Specials

    def _isnan(self):
        return 1 if self._special == "n" else 2 if self._special == "N" else 0

    def _isinfinity(self):
        return (-1 if self._sign else 1) if self._special == "F" else 0

    def _check_nans(self, other=None, context=None):
        """The NaN that the operation gives when an operand is one, else a false value."""
        mine = self._special
        others = other._special if other is not None else ""
        if mine not in ("n", "N") and others not in ("n", "N"):
            return 0
        if context is None:
            context = getcontext()
        if mine == "N":
            return context._raise_error(InvalidOperation, "sNaN", self)
        if others == "N":
            return context._raise_error(InvalidOperation, "sNaN", other)
        return (self if mine == "n" else other)._fix_nan(context)

    def _compare_check_nans(self, other, context):
        if context is None:
            context = getcontext()
        if self._special or other._special:
            for operand, name in ((self, "sNaN"), (other, "sNaN")):
                if operand._special == "N":
                    return context._raise_error(InvalidOperation, "comparison involving sNaN", operand)
            for operand in (self, other):
                if operand._special == "n":
                    return context._raise_error(InvalidOperation, "comparison involving NaN", operand)
        return 0

    def _fix_nan(self, context):
        length = context.prec - context.clamp
        if self._int and digit_count(self._int) > length:
            return _make(self._sign, self._int % power_of_ten(length), self._special, None)
        return self if type(self) is Decimal else Decimal(self)

    # --- Comparing

    def compare(self, other, context=None):
        """-1, 0 or 1; NaN when an operand is one."""
        other = convert_operand(other, raiseit=True)
        if self._special or other._special:
            answer = self._check_nans(other, context)
            if answer:
                return answer
        return Decimal(self._cmp(other))

    # --- Forms

    def as_tuple(self):
        """(sign, digits, exponent)"""
        if self._special == "F":
            return DecimalTuple(self._sign, (0,), "F")
        if self._special:
            return DecimalTuple(self._sign, tuple(map(int, digits_of(self._int))) if self._int else (), self._special)
        return DecimalTuple(self._sign, tuple(map(int, digits_of(self._int))), self._exp)

    def as_integer_ratio(self):
        """(numerator, denominator) in lowest terms"""
        if self._special:
            if self._special == "F":
                raise OverflowError("cannot convert Infinity to integer ratio")
            raise ValueError("cannot convert NaN to integer ratio")
        if not self._int:
            return 0, 1
        if self._exp >= 0:
            n, d = self._int * power_of_ten(self._exp), 1
        else:
            d = power_of_ten(-self._exp)
            divisor = _math.gcd(self._int, d)
            n, d = self._int // divisor, d // divisor
        return -n if self._sign else n, d

    # --- Arithmetic

    def remainder_near(self, other, context=None):
        """The remainder of the nearest multiple of other."""
        if context is None:
            context = getcontext()
        other = convert_operand(other, raiseit=True)
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if self._special:
            return context._raise_error(InvalidOperation, "remainder_near(infinity, x)")
        if not other:
            if self:
                return context._raise_error(InvalidOperation, "remainder_near(x, 0)")
            return context._raise_error(DivisionUndefined, "remainder_near(0, 0)")
        if other._special:
            return Decimal(self)._fix(context)
        ideal = min(self._exp, other._exp)
        if not self:
            return _make(self._sign, 0, "", ideal)._fix(context)
        difference = self.adjusted() - other.adjusted()
        if difference >= context.prec + 1:
            return context._raise_error(DivisionImpossible)
        if difference <= -2:
            return self._rescale(ideal, context.rounding)._fix(context)
        a, b = self._int * power_of_ten(self._exp - ideal), other._int * power_of_ten(other._exp - ideal)
        q, r = divmod(a, b)
        if 2 * r + (q & 1) > b:
            r -= b
            q += 1
        if q >= power_of_ten(context.prec):
            return context._raise_error(DivisionImpossible)
        sign = self._sign
        if r < 0:
            sign = 1 - sign
            r = -r
        return _make(sign, r, "", ideal)._fix(context)

    def fma(self, other, third, context=None):
        """self * other + third, rounded once."""
        other = convert_operand(other, raiseit=True)
        third = convert_operand(third, raiseit=True)
        if self._special or other._special:
            if context is None:
                context = getcontext()
            for operand in (self, other):
                if operand._special == "N":
                    return context._raise_error(InvalidOperation, "sNaN", operand)
            if third._special == "N":
                return context._raise_error(InvalidOperation, "sNaN", third)
            if self._special == "n":
                return self._fix_nan(context)
            if other._special == "n":
                return other._fix_nan(context)
            if self._special == "F" and not other or other._special == "F" and not self:
                return context._raise_error(InvalidOperation, "INF * 0 in fma")
            product = SignedInfinity[self._sign ^ other._sign]
        else:
            product = _make(self._sign ^ other._sign, self._int * other._int, "", self._exp + other._exp)
        return product._add(third, context)

    # --- Powers

    def _power_modulo(self, other, modulo, context=None):
        other = convert_operand(other)
        if other is NotImplemented:
            return other
        modulo = convert_operand(modulo)
        if modulo is NotImplemented:
            return modulo
        if context is None:
            context = getcontext()
        operands = (self, other, modulo)
        for operand in operands:
            if operand._special == "N":
                return context._raise_error(InvalidOperation, "sNaN", operand)
        for operand in operands:
            if operand._special == "n":
                return operand._fix_nan(context)
        if not (self._isinteger() and other._isinteger() and modulo._isinteger()):
            return context._raise_error(InvalidOperation, "pow() 3rd argument not allowed unless all arguments are integers")
        if other < 0:
            return context._raise_error(InvalidOperation, "pow() 2nd argument cannot be negative when 3rd argument specified")
        if not modulo:
            return context._raise_error(InvalidOperation, "pow() 3rd argument cannot be 0")
        if modulo.adjusted() >= context.prec:
            return context._raise_error(InvalidOperation, "insufficient precision: pow() 3rd argument must not have more than precision digits")
        if not other and not self:
            return context._raise_error(InvalidOperation, "at least one of pow() 1st argument and 2nd argument must be nonzero; 0**0 is not defined")
        sign = 0 if other._iseven() else self._sign
        modulus = abs(int(modulo))
        base = self._int % modulus * pow(10, self._exp, modulus) % modulus if self._exp >= 0 else abs(int(self)) % modulus
        return _make(sign, pow(base, int(other), modulus), "", 0)

    def _isinteger(self):
        if self._special:
            return False
        return self._exp >= 0 or not self._int or self._int % power_of_ten(min(-self._exp, digit_count(self._int) + 1)) == 0

    def _iseven(self):
        if not self._int or self._exp > 0:
            return True
        return self._int // power_of_ten(min(-self._exp, digit_count(self._int) + 1)) % 2 == 0

    def __pow__(self, other, modulo=None, context=None):
        if modulo is not None:
            return self._power_modulo(other, modulo, context)
        other = convert_operand(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if not other:
            if not self:
                return context._raise_error(InvalidOperation, "0 ** 0")
            return _One
        sign = 0
        if self._sign == 1:
            if other._isinteger():
                if not other._iseven():
                    sign = 1
            elif self:
                return context._raise_error(InvalidOperation, "x ** y with x negative and y not an integer")
            self = self.copy_negate()
        if not self:
            return _make(sign, 0, "", 0) if other._sign == 0 else SignedInfinity[sign]
        if self._special:
            return SignedInfinity[sign] if other._sign == 0 else _make(sign, 0, "", 0)
        if not other._special and self == 1:
            if other._isinteger():
                if other._sign == 1:
                    multiplier = 0
                elif other > context.prec:
                    multiplier = context.prec
                else:
                    multiplier = int(other)
                exponent = self._exp * multiplier
                if exponent < 1 - context.prec:
                    exponent = 1 - context.prec
                    context._raise_error(Rounded)
            else:
                context._raise_all(Inexact, Rounded)
                exponent = 1 - context.prec
            return _make(sign, 10 ** -exponent, "", exponent)
        adjusted = self.adjusted()
        if other._special:
            return _make(sign, 0, "", 0) if (other._sign == 0) == (adjusted < 0) else SignedInfinity[sign]
        answer = None
        exact = False
        # So large or small that only overflow or underflow is left.
        bound = self._log10_exp_bound() + other.adjusted()
        if (adjusted >= 0) == (other._sign == 0):
            if bound >= len(str(context.Emax)):
                answer = _make(sign, 1, "", context.Emax + 1)
        else:
            if bound >= len(str(-context.Etiny())):
                answer = _make(sign, 1, "", context.Etiny() - 1)
        if answer is None:
            answer = self._power_exact(other, context.prec + 1)
            if answer is not None:
                if sign == 1:
                    answer = _make(1, answer._int, "", answer._exp)
                exact = True
        if answer is None:
            precision = context.prec
            extra = 3
            yc = -other._int if other._sign else other._int
            while True:
                coefficient, exponent = power_scaled(self._int, self._exp, yc, other._exp, precision + extra)
                if coefficient % (5 * 10 ** (digit_count(coefficient) - precision - 1)):
                    break
                extra += 3
            answer = _make(sign, coefficient, "", exponent)
        if exact and not other._isinteger():
            # An exact root: flags as if it were not.
            if digit_count(answer._int) <= context.prec:
                pad = context.prec + 1 - digit_count(answer._int)
                answer = _make(answer._sign, answer._int * 10 ** pad, "", answer._exp - pad)
            quiet = context.copy()
            quiet.clear_flags()
            quiet.clear_traps()
            answer = answer._fix(quiet)
            quiet._raise_error(Inexact)
            if quiet.flags[Subnormal]:
                quiet._raise_error(Underflow)
            context._signal(quiet._status)
        else:
            answer = answer._fix(context)
        return answer

    def __rpow__(self, other, modulo=None, context=None):
        other = convert_operand(other)
        return other if other is NotImplemented else other.__pow__(self, modulo, context=context)

    def _power_exact(self, other, p):
        """self ** other if it has at most p digits, else None. REQUIRES: self > 0 and not 1, other not 0."""
        xc, xe = self._int, self._exp
        while xc % 10 == 0:
            xc //= 10
            xe += 1
        yc, ye = other._int, other._exp
        while yc % 10 == 0:
            yc //= 10
            ye += 1
        if xc == 1:
            xe *= yc
            while xe % 10 == 0 and xe:
                xe //= 10
                ye += 1
            if ye < 0:
                return None
            exponent = xe * 10 ** ye
            if other._sign == 1:
                exponent = -exponent
            zeros = min(exponent - self._exp * int(other), p - 1) if other._isinteger() and other._sign == 0 else 0
            return _make(0, 10 ** max(zeros, 0), "", exponent - max(zeros, 0))
        if other._sign == 1:
            # Only powers of 2 and of 5 have finite reciprocals.
            last = xc % 10
            if last in (2, 4, 6, 8):
                if xc & -xc != xc:
                    return None
                e = xc.bit_length() - 1
                base = 5
            elif last == 5:
                e = 0
                rest = xc
                while rest % 5 == 0:
                    rest //= 5
                    e += 1
                if rest != 1:
                    return None
                base = 2
            else:
                return None
            if ye >= 0:
                y_as_int = yc * 10 ** min(ye, 20)
                e *= y_as_int
                xe *= y_as_int
            else:
                ten = 10 ** -ye
                e, rest = divmod(e * yc, ten)
                if rest:
                    return None
                xe, rest = divmod(xe * yc, ten)
                if rest:
                    return None
            if e * (0.30103 if base == 2 else 0.69897) > p + 1:
                return None
            xc = base ** e
            return _make(0, xc, "", -e - xe) if xc < 10 ** p else None
        if ye >= 0:
            m, n = yc * 10 ** min(ye, 20), 1
        else:
            if xe != 0 and len(str(abs(yc * xe))) <= -ye:
                return None
            if len(str(yc * digit_count(xc) * 4)) <= -ye:
                return None
            m, n = yc, 10 ** -ye
            while m % 2 == n % 2 == 0:
                m //= 2
                n //= 2
            while m % 5 == n % 5 == 0:
                m //= 5
                n //= 5
        if n > 1:
            if xc.bit_length() <= n:
                return None
            xe, rest = divmod(xe, n)
            if rest:
                return None
            root = 1 << -(-xc.bit_length() // n)
            while True:
                q, r = divmod(xc, root ** (n - 1))
                if root <= q:
                    break
                root = (root * (n - 1) + q) // n
            if not (root == q and r == 0):
                return None
            xc = root
        if xc > 1 and m > p * 100 // int(_math.log10(xc) * 100 if xc < 10 ** 300 else 30000):
            return None
        xc = xc ** m
        xe *= m
        if xc > 10 ** p:
            return None
        digits = digit_count(xc)
        if other._isinteger() and other._sign == 0:
            zeros = min(xe - self._exp * int(other), p - digits)
        else:
            zeros = 0
        zeros = max(zeros, 0)
        return _make(0, xc * 10 ** zeros, "", xe - zeros)

    def sqrt(self, context=None):
        """The square root."""
        if context is None:
            context = getcontext()
        if self._special:
            answer = self._check_nans(context=context)
            if answer:
                return answer
            if self._special == "F" and self._sign == 0:
                return Decimal(self)
        if not self:
            return _make(self._sign, 0, "", self._exp // 2)._fix(context)
        if self._sign == 1:
            return context._raise_error(InvalidOperation, "sqrt(-x), x > 0")
        precision = context.prec + 1
        coefficient = self._int
        length = digit_count(coefficient)
        e = self._exp >> 1
        if self._exp & 1:
            coefficient *= 10
            l = (length >> 1) + 1
        else:
            l = length + 1 >> 1
        shift = precision - l
        if shift >= 0:
            coefficient *= 100 ** shift
            exact = True
        else:
            coefficient, rest = divmod(coefficient, 100 ** -shift)
            exact = not rest
        e -= shift
        n = _math.isqrt(coefficient)
        exact = exact and n * n == coefficient
        if exact:
            n = n // 10 ** shift if shift >= 0 else n * 10 ** -shift
            e += shift
        elif n % 5 == 0:
            n += 1
        answer = _make(0, n, "", e)._fix(context, ROUND_HALF_EVEN)
        return answer

    def _log10_exp_bound(self):
        """A lower bound of the adjusted exponent of log10(self)."""
        adj = self._exp + digit_count(self._int) - 1
        if adj >= 1:
            return len(str(adj)) - 1
        if adj <= -2:
            return len(str(-1 - adj)) - 1
        if adj == 0:
            return len(str(self._int - 10 ** -self._exp)) - len(str(self._int)) - 1 if self._int != 10 ** -self._exp else 0
        return -self._exp - len(str(10 ** -self._exp - self._int)) - 1

    def exp(self, context=None):
        """e ** self"""
        if context is None:
            context = getcontext()
        answer = self._check_nans(context=context)
        if answer:
            return answer
        if self._special:
            return _Zero if self._sign else Decimal(self)
        if not self:
            return _One
        p = context.prec
        adj = self.adjusted()
        if self._sign == 0 and adj > len(str((context.Emax + 1) * 3)):
            answer = _make(0, 1, "", context.Emax + 1)
        elif self._sign == 1 and adj > len(str((-context.Etiny() + 1) * 3)):
            answer = _make(0, 1, "", context.Etiny() - 1)
        elif self._sign == 0 and adj < -p:
            answer = _make(0, 10 ** p + 1, "", -p)
        elif self._sign == 1 and adj < -p - 1:
            answer = _make(0, 10 ** (p + 1) - 1, "", -p - 1)
        else:
            c = -self._int if self._sign else self._int
            extra = 3
            while True:
                coefficient, exponent = exp_scaled(c, self._exp, p + extra)
                if coefficient % (5 * 10 ** (digit_count(coefficient) - p - 1)):
                    break
                extra += 3
            answer = _make(0, coefficient, "", exponent)
        return answer._fix(context, ROUND_HALF_EVEN)

    def is_canonical(self):
        return True

    def _logarithm(self, context, function, name):
        if context is None:
            context = getcontext()
        answer = self._check_nans(context=context)
        if answer:
            return answer, context
        if not self:
            return _NegativeInfinity, context
        if self._special == "F" and not self._sign:
            return _Infinity, context
        if self._sign == 1:
            return context._raise_error(InvalidOperation, name + " of a negative value"), context
        return None, context

    def ln(self, context=None):
        """The natural logarithm."""
        answer, context = self._logarithm(context, None, "ln")
        if answer is not None:
            return answer
        if self == 1:
            return _Zero
        return self._log_rounded(context, log_scaled)

    def log10(self, context=None):
        """The logarithm to the base 10."""
        answer, context = self._logarithm(context, None, "log10")
        if answer is not None:
            return answer
        digits = str(self._int) if self._int < 10 ** 4000 else digits_of(self._int)
        if digits[0] == "1" and not digits[1:].strip("0"):
            answer = Decimal(self._exp + len(digits) - 1)
            return answer._fix(context, ROUND_HALF_EVEN)
        return self._log_rounded(context, log10_scaled)

    def _log_rounded(self, context, function):
        p = context.prec
        places = p + 3
        while True:
            coefficient = function(self._int, self._exp, places)
            length = digit_count(abs(coefficient))
            if coefficient and length >= p + 2 and abs(coefficient) % (5 * 10 ** (length - p - 1)):
                break
            places += 3 if length >= p else p + 3 - length
        answer = _make(1 if coefficient < 0 else 0, abs(coefficient), "", -places)
        return answer._fix(context, ROUND_HALF_EVEN)

    # --- Exponents and integers

    def logb(self, context=None):
        """The adjusted exponent as a Decimal."""
        if context is None:
            context = getcontext()
        answer = self._check_nans(context=context)
        if answer:
            return answer
        if self._special:
            return _Infinity
        if not self:
            return context._raise_error(DivisionByZero, "logb(0)", 1)
        return Decimal(self.adjusted())._fix(context)

    def scaleb(self, other, context=None):
        """self * 10 ** other"""
        if context is None:
            context = getcontext()
        other = convert_operand(other, raiseit=True)
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if other._special or other._exp != 0:
            return context._raise_error(InvalidOperation)
        limit = 2 * (context.Emax + context.prec)
        if not -limit <= int(other) <= limit:
            return context._raise_error(InvalidOperation)
        if self._special:
            return Decimal(self)
        return _make(self._sign, self._int, "", self._exp + int(other))._fix(context)

    def normalize(self, context=None):
        """Without zeros at the end."""
        if context is None:
            context = getcontext()
        if self._special:
            answer = self._check_nans(context=context)
            if answer:
                return answer
        dup = self._fix(context)
        if dup._special:
            return dup
        if not dup:
            return _make(dup._sign, 0, "", 0)
        highest = context.Etop() if context.clamp else context.Emax
        coefficient, exponent = dup._int, dup._exp
        while coefficient % 10 == 0 and exponent < highest:
            coefficient //= 10
            exponent += 1
        return _make(dup._sign, coefficient, "", exponent)

    def same_quantum(self, other, context=None):
        """Have both the same exponent?"""
        other = convert_operand(other, raiseit=True)
        if self._special or other._special:
            return self.is_nan() and other.is_nan() or self.is_infinite() and other.is_infinite()
        return self._exp == other._exp

    def to_integral_exact(self, rounding=None, context=None):
        """Rounded to an integer, with signals."""
        if self._special:
            answer = self._check_nans(context=context)
            return answer or Decimal(self)
        if self._exp >= 0:
            return Decimal(self)
        if not self:
            return _make(self._sign, 0, "", 0)
        if context is None:
            context = getcontext()
        answer = self._rescale(0, rounding or context.rounding)
        context._raise_all(Rounded, *(() if answer == self else (Inexact,)))
        return answer

    def to_integral_value(self, rounding=None, context=None):
        """Rounded to an integer, without signals."""
        if context is None:
            context = getcontext()
        if self._special:
            answer = self._check_nans(context=context)
            return answer or Decimal(self)
        if self._exp >= 0:
            return Decimal(self)
        return self._rescale(0, rounding or context.rounding)

    to_integral = to_integral_value

    def to_eng_string(self, context=None):
        """As str(), with exponents that are multiples of 3."""
        return self._text(True, context)

    def __trunc__(self):
        return int(self)

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def __round__(self, n=None):
        if n is not None:
            if not isinstance(n, int):
                raise TypeError("optional arg must be an integer")
            return self.quantize(_make(0, 1, "", -n))
        if self._special:
            if self._special != "F":
                raise ValueError("cannot convert NaN to integer")
            raise OverflowError("cannot convert Infinity to integer")
        return int(self._rescale(0, ROUND_HALF_EVEN))

    def _to_int(self, rounding):
        if self._special:
            int(self)
        return int(self._rescale(0, rounding))

    def __floor__(self):
        return self._to_int(ROUND_FLOOR)

    def __ceil__(self):
        return self._to_int(ROUND_CEILING)

    # --- Minimum, maximum, neighbours

    def _choose(self, other, context, compare, largest):
        other = convert_operand(other, raiseit=True)
        if context is None:
            context = getcontext()
        if self._special or other._special:
            mine, others = self._isnan(), other._isnan()
            if mine or others:
                # A number beats a quiet NaN.
                if others == 1 and mine == 0:
                    return self._fix(context)
                if mine == 1 and others == 0:
                    return other._fix(context)
                return self._check_nans(other, context)
        order = compare(self, other)
        if order == 0:
            order = self._total_order(other)
        return (self if (order >= 0) == largest and order != 0 or order == 0 else other)._fix(context)

    def max(self, other, context=None):
        return self._choose(other, context, Decimal._cmp, True)

    def min(self, other, context=None):
        return self._choose(other, context, Decimal._cmp, False)

    def max_mag(self, other, context=None):
        return self._choose(other, context, lambda a, b: a.copy_abs()._cmp(b.copy_abs()), True)

    def min_mag(self, other, context=None):
        return self._choose(other, context, lambda a, b: a.copy_abs()._cmp(b.copy_abs()), False)

    def next_minus(self, context=None):
        """The largest number below."""
        if context is None:
            context = getcontext()
        answer = self._check_nans(context=context)
        if answer:
            return answer
        if self._special:
            return _NegativeInfinity if self._sign else _make(0, 10 ** context.prec - 1, "", context.Etop())
        return self._neighbour(context, ROUND_FLOOR, -1)

    def next_plus(self, context=None):
        """The smallest number above."""
        if context is None:
            context = getcontext()
        answer = self._check_nans(context=context)
        if answer:
            return answer
        if self._special:
            return _make(1, 10 ** context.prec - 1, "", context.Etop()) if self._sign else _Infinity
        return self._neighbour(context, ROUND_CEILING, 1)

    def _neighbour(self, context, rounding, direction):
        quiet = context.copy()
        quiet.rounding = rounding
        quiet.clear_traps()
        new = self._fix(quiet)
        if new != self:
            return new
        return self._add(_make(0 if direction > 0 else 1, 1, "", quiet.Etiny() - 1), quiet)

    def next_toward(self, other, context=None):
        """The next number towards another."""
        other = convert_operand(other, raiseit=True)
        if context is None:
            context = getcontext()
        answer = self._check_nans(other, context)
        if answer:
            return answer
        order = self._cmp(other)
        if order == 0:
            return self.copy_sign(other)
        answer = self.next_plus(context) if order < 0 else self.next_minus(context)
        if answer._special:
            context._raise_all(Overflow, Inexact, Rounded)
        elif answer.adjusted() < context.Emin:
            context._raise_all(Underflow, Subnormal, Inexact, Rounded, *(() if answer else (Clamped,)))
        return answer

    # --- Total order, signals

    def compare_signal(self, other, context=None):
        """compare() in which every NaN signals."""
        other = convert_operand(other, raiseit=True)
        return self._compare_check_nans(other, context) or self.compare(other, context=context)

    def _total_order(self, other):
        if self._sign != other._sign:
            return -1 if self._sign else 1
        sign = -1 if self._sign else 1
        mine, others = self._isnan(), other._isnan()
        if mine or others:
            if mine == others:
                if self._int == other._int:
                    return 0
                return -sign if self._int < other._int else sign
            # sNaN is above numbers, NaN above sNaN.
            rank = {0: 0, 2: 1, 1: 2}
            return sign if rank[mine] > rank[others] else -sign
        order = self._cmp(other)
        if order:
            return order
        if self._special or self._exp == other._exp:
            return 0
        return -sign if self._exp < other._exp else sign

    def compare_total(self, other, context=None):
        """Order by representation: 1.00 < 1.0"""
        return Decimal(self._total_order(convert_operand(other, raiseit=True)))

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(convert_operand(other, raiseit=True).copy_abs())

    # --- Copies and questions

    def copy_sign(self, other, context=None):
        other = convert_operand(other, raiseit=True)
        return _make(other._sign, self._int, self._special, self._exp)

    def canonical(self):
        return self

    def is_normal(self, context=None):
        if self._special or not self._int:
            return False
        return (context or getcontext()).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        if self._special or not self._int:
            return False
        return self.adjusted() < (context or getcontext()).Emin

    def number_class(self, context=None):
        """The class of the number as text: "+Normal", "-Zero", "sNaN" ..."""
        if self._special:
            return {"N": "sNaN", "n": "NaN", "F": "-Infinity" if self._sign else "+Infinity"}[self._special]
        sign = "-" if self._sign else "+"
        if not self._int:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def radix(self):
        return Decimal(10)

    # --- Digits as bits, shifting

    def _islogical(self):
        if self._sign or self._special or self._exp != 0:
            return False
        return not digits_of(self._int).strip("01")

    def _logical(self, other, context, operation):
        if context is None:
            context = getcontext()
        other = convert_operand(other, raiseit=True)
        if not self._islogical() or not other._islogical():
            return context._raise_error(InvalidOperation)
        a, b = (digits_of(x._int).rjust(context.prec, "0")[-context.prec:] for x in (self, other))
        return _make(0, from_digits("".join([str(operation(int(x), int(y))) for x, y in zip(a, b)])), "", 0)

    def logical_and(self, other, context=None):
        return self._logical(other, context, lambda a, b: a & b)

    def logical_or(self, other, context=None):
        return self._logical(other, context, lambda a, b: a | b)

    def logical_xor(self, other, context=None):
        return self._logical(other, context, lambda a, b: a ^ b)

    def logical_invert(self, context=None):
        if context is None:
            context = getcontext()
        return self.logical_xor(_make(0, from_digits("1" * context.prec), "", 0), context)

    def _shifted(self, other, context, turn):
        if context is None:
            context = getcontext()
        other = convert_operand(other, raiseit=True)
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if other._special or other._exp != 0 or not -context.prec <= int(other) <= context.prec:
            return context._raise_error(InvalidOperation)
        if self._special:
            return Decimal(self)
        count = int(other)
        digits = digits_of(self._int).rjust(context.prec, "0")[-context.prec:]
        if turn:
            digits = digits[count:] + digits[:count]
        elif count < 0:
            digits = digits[:count]
        else:
            digits = (digits + "0" * count)[-context.prec:]
        return _make(self._sign, from_digits(digits or "0"), "", self._exp)

    def rotate(self, other, context=None):
        """The digits turned to the left (negative: right)."""
        return self._shifted(other, context, True)

    def shift(self, other, context=None):
        """The digits moved to the left (negative: right)."""
        return self._shifted(other, context, False)

    # --- Copying, pickling, formatting

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __deepcopy__(self, memo):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __format__(self, specifier, context=None, _localeconv=None):
        if context is None:
            context = getcontext()
        spec = parse_format_specifier(specifier, _localeconv)
        if self._special:
            sign = format_sign(self._sign, spec)
            body = str(self.copy_abs())
            if spec["type"] == "%":
                body += "%"
            return format_align(sign, body, spec)
        if spec["type"] is None:
            spec["type"] = ("g", "G")[context.capitals]
        if spec["type"] == "%":
            self = _make(self._sign, self._int, "", self._exp + 2)
        rounding = context.rounding
        precision = spec["precision"]
        if precision is not None:
            if spec["type"] in "eE":
                self = self._round_to(precision + 1, rounding)
            elif spec["type"] in "fF%":
                self = self._rescale(-precision, rounding)
            elif spec["type"] in "gG" and digit_count(self._int) > precision:
                self = self._round_to(precision, rounding)
        if not self._int and self._exp > 0 and spec["type"] in "fF%":
            self = self._rescale(0, rounding)
        if not self._int and spec["no_neg_0"] and self._sign:
            adjusted_sign = 0
        else:
            adjusted_sign = self._sign
        digits = digits_of(self._int)
        leftdigits = self._exp + len(digits)
        if spec["type"] in "eE":
            dotplace = 1 - precision if not self._int and precision is not None else 1
        elif spec["type"] in "fF%":
            dotplace = leftdigits
        elif self._exp <= 0 and leftdigits > -6:
            dotplace = leftdigits
        else:
            dotplace = 1
        if dotplace < 0:
            intpart, fracpart = "0", "0" * -dotplace + digits
        elif dotplace > len(digits):
            intpart, fracpart = digits + "0" * (dotplace - len(digits)), ""
        else:
            intpart, fracpart = digits[:dotplace] or "0", digits[dotplace:]
        return format_number(adjusted_sign, intpart, fracpart, leftdigits - dotplace, spec)

    def _round_to(self, places, rounding):
        """Rounded to so many digits."""
        if places <= 0:
            raise ValueError("argument should be at least 1 in _round")
        if self._special or not self._int:
            return Decimal(self)
        answer = self._rescale(self.adjusted() + 1 - places, rounding)
        if answer.adjusted() != self.adjusted():
            answer = answer._rescale(answer.adjusted() + 1 - places, rounding)
        return answer


add_methods(Decimal, _DecimalMethods)
_numbers.Number.register(Decimal)
