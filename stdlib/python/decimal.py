"""Decimal arithmetic by the General Decimal Arithmetic Specification.

    with localcontext(prec=50): Decimal(1) / 7

A Decimal is sign, coefficient (an int) and exponent, or a special value. Operations are exact first; _fix() then rounds to the context and
raises its signals.
"""

import contextvars as _contextvars
import math as _math
import numbers as _numbers
import sys
from _static_type import static_type as _static_type
from collections import namedtuple as _namedtuple

__all__ = ["Decimal", "Context", "DecimalTuple", "DefaultContext", "BasicContext", "ExtendedContext", "DecimalException", "Clamped",
           "InvalidOperation", "DivisionByZero", "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow", "FloatOperation",
           "DivisionImpossible", "InvalidContext", "ConversionSyntax", "DivisionUndefined", "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN",
           "ROUND_CEILING", "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP", "setcontext", "getcontext", "localcontext", "MAX_PREC",
           "MAX_EMAX", "MIN_EMIN", "MIN_ETINY", "HAVE_THREADS", "HAVE_CONTEXTVAR"]

DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent", module="decimal")

ROUND_DOWN = "ROUND_DOWN"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_UP = "ROUND_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_05UP = "ROUND_05UP"
_rounding_modes = (ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP)

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)
__version__ = "1.70"
__libmpdec_version__ = "2.5.1"


# --- Signals

class DecimalException(ArithmeticError):
    """Base class; handle() gives the result where the signal is not trapped."""

    def handle(self, context, *args):
        pass


class Clamped(DecimalException):
    """The exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """The operation has no result."""

    def handle(self, context, *args):
        if args:
            return _make(args[0]._sign, args[0]._int, "n", None)._fix_nan(context)
        return _NaN


class ConversionSyntax(InvalidOperation):
    """The text is no number."""

    def handle(self, context, *args):
        return _NaN


class DivisionByZero(DecimalException, ZeroDivisionError):
    """Division of a number by 0."""

    def handle(self, context, sign, *args):
        return _SignedInfinity[sign]


class DivisionImpossible(InvalidOperation):
    """The quotient is too long."""

    def handle(self, context, *args):
        return _NaN


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """0 / 0."""

    def handle(self, context, *args):
        return _NaN


class Inexact(DecimalException):
    """Something was lost in rounding."""


class InvalidContext(InvalidOperation):
    """The context is not fit for it."""

    def handle(self, context, *args):
        return _NaN


class Rounded(DecimalException):
    """Digits were dropped, if only zeros."""


class Subnormal(DecimalException):
    """The exponent is below Emin."""


class Overflow(Inexact, Rounded):
    """The exponent is above Emax."""

    def handle(self, context, sign, *args):
        if context.rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP):
            return _SignedInfinity[sign]
        if context.rounding == (ROUND_FLOOR if sign else ROUND_CEILING):
            return _SignedInfinity[sign]
        return _make(sign, 10 ** context.prec - 1, "", context.Emax - context.prec + 1)


class Underflow(Inexact, Rounded, Subnormal):
    """A subnormal result that is not exact."""


class FloatOperation(DecimalException, TypeError):
    """A float was mixed in."""


_signals = [InvalidOperation, FloatOperation, DivisionByZero, Overflow, Subnormal, Underflow, Rounded, Inexact, Clamped]
_condition_map = {ConversionSyntax: InvalidOperation, DivisionImpossible: InvalidOperation, DivisionUndefined: InvalidOperation,
                  InvalidContext: InvalidOperation}

for _class in (DecimalException, Clamped, InvalidOperation, ConversionSyntax, DivisionByZero, DivisionImpossible, DivisionUndefined, Inexact,
               InvalidContext, Rounded, Subnormal, Overflow, Underflow, FloatOperation):
    _class.__module__ = "decimal"


# --- The context of the moment

_current_context_var = _contextvars.ContextVar("decimal_context")


def getcontext():
    """The context of this thread or task."""
    try:
        return _current_context_var.get()
    except LookupError:
        context = Context()
        _current_context_var.set(context)
        return context


def setcontext(context, /):
    """Set the context of this thread or task."""
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext) and any(context is c for c in (DefaultContext, BasicContext, ExtendedContext)):
        context = context.copy()
        context.clear_flags()
    _current_context_var.set(context)


def localcontext(ctx=None, **kwargs):
    """with: a copy of ctx (or of the present context), with changes, for the block."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    manager = _ContextManager(ctx)
    for key, value in kwargs.items():
        if key not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError(f"'{key}' is an invalid keyword argument for this function")
        setattr(manager.new_context, key, value)
    return manager


class _ContextManager:
    def __init__(self, new_context):
        self.new_context = new_context.copy()

    def __enter__(self):
        self.saved_context = getcontext()
        setcontext(self.new_context)
        return self.new_context

    def __exit__(self, t, v, tb):
        setcontext(self.saved_context)


# --- Coefficients

_powers = [10 ** _i for _i in range(40)]


def _power10(n):
    return _powers[n] if n < 40 else 10 ** n


def _digits(n):
    """The decimal digits of an int >= 0, however many."""
    try:
        return str(n)
    except ValueError:
        half = int(n.bit_length() * 0.30103 / 2)
        high, low = divmod(n, 10 ** half)
        return _digits(high) + _digits(low).rjust(half, "0")


def _from_digits(text):
    if len(text) <= 4000:
        return int(text)
    half = len(text) // 2
    return _from_digits(text[:-half]) * 10 ** half + _from_digits(text[-half:])


def _length(n):
    """The number of digits of n > 0; 1 for 0."""
    if n < 1000000000000000:
        return len(str(n))
    estimate = int((n.bit_length() - 1) * 0.30102999566398114) + 1
    return estimate + (n >= 10 ** estimate)


def _rounded(n, drop, rounding, sign):
    """n without its last `drop` digits, and whether something was lost."""
    unit = _power10(drop)
    quotient, rest = divmod(n, unit)
    if not rest:
        return quotient, False
    if rounding == ROUND_HALF_EVEN:
        twice = 2 * rest
        up = twice > unit or twice == unit and quotient & 1
    elif rounding == ROUND_HALF_UP:
        up = 2 * rest >= unit
    elif rounding == ROUND_HALF_DOWN:
        up = 2 * rest > unit
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_CEILING:
        up = not sign
    elif rounding == ROUND_FLOOR:
        up = sign
    else:
        up = quotient % 5 == 0  # ROUND_05UP
    return quotient + 1 if up else quotient, True


import re as _re

_parser = _re.compile(r"(?P<sign>[-+])?((?=\d|\.\d)(?P<int>\d*)(\.(?P<frac>\d*))?(E(?P<exp>[-+]?\d+))?"
                      r"|Inf(?P<inf>inity)?|(?P<signal>s)?NaN(?P<diag>\d*))\Z", _re.IGNORECASE)


def _make(sign, coefficient, special, exponent):
    self = object.__new__(Decimal)
    self._sign = sign
    self._int = coefficient
    self._special = special
    self._exp = exponent
    return self


def _convert_other(other, raiseit=False):
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return _make(1 if other < 0 else 0, abs(int(other)), "", 0)
    if raiseit:
        raise TypeError("conversion from %s to Decimal is not supported" % type(other).__name__)
    return NotImplemented


def _convert_for_comparison(self, other, equality_op=False):
    if isinstance(other, Decimal):
        return self, other
    if isinstance(other, _numbers.Rational):
        if not self._special:
            self = _make(self._sign, self._int * other.denominator, "", self._exp)
        return self, Decimal(other.numerator)
    if equality_op and isinstance(other, _numbers.Complex) and other.imag == 0:
        other = other.real
    if isinstance(other, float):
        context = getcontext()
        if equality_op:
            context._flags[FloatOperation] = True
        else:
            context._raise_error(FloatOperation, "strict semantics for mixing floats and Decimals are enabled")
        return self, Decimal.from_float(other)
    return NotImplemented, NotImplemented


@_static_type
class Decimal:
    """A decimal number of any length; never changes."""

    __slots__ = ("_exp", "_int", "_sign", "_special")

    def __new__(cls, value="0", context=None):
        self = object.__new__(cls)
        if isinstance(value, str):
            match = _parser.match(value.strip().replace("_", ""))
            if match is None:
                if context is None:
                    context = getcontext()
                error = context._raise_error(ConversionSyntax, "Invalid literal for Decimal: %r" % value)
                return error if cls is Decimal else cls(error)
            self._sign = 1 if match["sign"] == "-" else 0
            intpart = match["int"]
            if intpart is not None:
                fraction = match["frac"] or ""
                exponent = int(match["exp"] or "0") - len(fraction)
                self._int = _from_digits(intpart + fraction)
                self._exp = exponent
                self._special = ""
                if self._int == 0:
                    limit = MAX_EMAX
                    self._exp = max(min(exponent, limit), MIN_ETINY)
                elif exponent + len(str(intpart)) > MAX_EMAX + MAX_PREC or exponent < 2 * MIN_ETINY:
                    if context is None:
                        context = getcontext()
                    return context._raise_error(InvalidOperation, "exponent out of range")
            else:
                self._exp = None
                diagnostic = match["diag"]
                if diagnostic is not None:
                    self._int = _from_digits(diagnostic or "0")
                    self._special = "N" if match["signal"] else "n"
                else:
                    self._int = 0
                    self._special = "F"
            return self
        if isinstance(value, int):
            self._sign = 1 if value < 0 else 0
            self._int = abs(int(value))
            self._exp = 0
            self._special = ""
            return self
        if isinstance(value, Decimal):
            self._sign, self._int, self._exp, self._special = value._sign, value._int, value._exp, value._special
            return self
        if isinstance(value, (list, tuple)):
            if len(value) != 3:
                raise ValueError("Invalid tuple size in creation of Decimal from list or tuple.  The list or tuple should have exactly three elements.")
            if value[0] not in (0, 1) or not isinstance(value[0], int):
                raise ValueError("sign must be an integer with the value 0 or 1")
            self._sign = value[0]
            if value[2] == "F":
                self._int, self._exp, self._special = 0, None, "F"
                return self
            digits = []
            for digit in value[1]:
                if not isinstance(digit, int) or not 0 <= digit <= 9:
                    raise ValueError("coefficient must be a tuple of digits")
                digits.append(str(digit))
            self._int = _from_digits("".join(digits) or "0")
            if value[2] in ("n", "N"):
                self._exp, self._special = None, value[2]
            elif isinstance(value[2], int):
                self._exp, self._special = value[2], ""
            else:
                raise ValueError("string argument in the third position must be 'F', 'n' or 'N'" if isinstance(value[2], str)
                                 else "exponent must be an integer")
            return self
        if isinstance(value, float):
            if context is None:
                context = getcontext()
            context._raise_error(FloatOperation, "strict semantics for mixing floats and Decimals are enabled")
            value = Decimal.from_float(value)
            self._sign, self._int, self._exp, self._special = value._sign, value._int, value._exp, value._special
            return self
        raise TypeError("conversion from %s to Decimal is not supported" % type(value).__name__)

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
        if self._int and _length(self._int) > length:
            return _make(self._sign, self._int % _power10(length), self._special, None)
        return self if type(self) is Decimal else Decimal(self)

    def __bool__(self):
        return self._special != "" or self._int != 0

    # --- Comparing

    def _cmp(self, other):
        if self._special or other._special:
            a, b = self._isinfinity(), other._isinfinity()
            return 0 if a == b else -1 if a < b else 1
        if not self._int:
            return 0 if not other._int else 1 if other._sign else -1
        if not other._int:
            return -1 if self._sign else 1
        if self._sign != other._sign:
            return -1 if self._sign else 1
        a, b = self.adjusted(), other.adjusted()
        if a == b:
            a, b = self._int, other._int
            if self._exp > other._exp:
                a *= _power10(self._exp - other._exp)
            else:
                b *= _power10(other._exp - self._exp)
        order = 0 if a == b else -1 if a < b else 1
        return -order if self._sign else order

    def __eq__(self, other, context=None):
        self, other = _convert_for_comparison(self, other, equality_op=True)
        if other is NotImplemented:
            return other
        if self._special in ("n", "N") or other._special in ("n", "N"):
            if self._special == "N" or other._special == "N":
                (context or getcontext())._raise_error(InvalidOperation, "comparison involving sNaN")
            return False
        return self._cmp(other) == 0

    def _ordered(self, other, test, context=None):
        self, other = _convert_for_comparison(self, other)
        if other is NotImplemented:
            return other
        if self._compare_check_nans(other, context):
            return False
        return test(self._cmp(other))

    def __lt__(self, other, context=None):
        return self._ordered(other, lambda order: order < 0, context)

    def __le__(self, other, context=None):
        return self._ordered(other, lambda order: order <= 0, context)

    def __gt__(self, other, context=None):
        return self._ordered(other, lambda order: order > 0, context)

    def __ge__(self, other, context=None):
        return self._ordered(other, lambda order: order >= 0, context)

    def compare(self, other, context=None):
        """-1, 0 or 1; NaN when an operand is one."""
        other = _convert_other(other, raiseit=True)
        if self._special or other._special:
            answer = self._check_nans(other, context)
            if answer:
                return answer
        return Decimal(self._cmp(other))

    def __hash__(self):
        if self._special:
            if self._special == "N":
                raise TypeError("Cannot hash a signaling NaN value.")
            if self._special == "n":
                return object.__hash__(self)
            return -sys.hash_info.inf if self._sign else sys.hash_info.inf
        modulus = sys.hash_info.modulus
        if self._exp >= 0:
            factor = pow(10, self._exp, modulus)
        else:
            factor = pow(pow(10, modulus - 2, modulus), -self._exp, modulus)
        result = self._int * factor % modulus
        result = -result if self._sign else result
        return -2 if result == -1 else result

    # --- Forms

    def as_tuple(self):
        """(sign, digits, exponent)"""
        if self._special == "F":
            return DecimalTuple(self._sign, (0,), "F")
        if self._special:
            return DecimalTuple(self._sign, tuple(map(int, _digits(self._int))) if self._int else (), self._special)
        return DecimalTuple(self._sign, tuple(map(int, _digits(self._int))), self._exp)

    def as_integer_ratio(self):
        """(numerator, denominator) in lowest terms"""
        if self._special:
            if self._special == "F":
                raise OverflowError("cannot convert Infinity to integer ratio")
            raise ValueError("cannot convert NaN to integer ratio")
        if not self._int:
            return 0, 1
        if self._exp >= 0:
            n, d = self._int * _power10(self._exp), 1
        else:
            d = _power10(-self._exp)
            divisor = _math.gcd(self._int, d)
            n, d = self._int // divisor, d // divisor
        return -n if self._sign else n, d

    def __repr__(self):
        return "Decimal('%s')" % str(self)

    def __str__(self, eng=False, context=None):
        sign = "-" if self._sign else ""
        if self._special:
            if self._special == "F":
                return sign + "Infinity"
            return sign + ("NaN" if self._special == "n" else "sNaN") + (_digits(self._int) if self._int else "")
        digits = _digits(self._int)
        exponent = self._exp
        leftdigits = exponent + len(digits)
        if exponent <= 0 and leftdigits > -6:
            dotplace = leftdigits
        elif not eng:
            dotplace = 1
        elif not self._int:
            dotplace = (leftdigits + 1) % 3 - 1
        else:
            dotplace = (leftdigits - 1) % 3 + 1
        if dotplace <= 0:
            intpart, fracpart = "0", "." + "0" * -dotplace + digits
        elif dotplace >= len(digits):
            intpart, fracpart = digits + "0" * (dotplace - len(digits)), ""
        else:
            intpart, fracpart = digits[:dotplace], "." + digits[dotplace:]
        if leftdigits == dotplace:
            exp = ""
        else:
            if context is None:
                context = getcontext()
            exp = ("e", "E")[context.capitals] + "%+d" % (leftdigits - dotplace)
        return sign + intpart + fracpart + exp

    def to_eng_string(self, context=None):
        """As str(), with exponents that are multiples of 3."""
        return self.__str__(eng=True, context=context)

    # --- Rounding to a context

    def _fix(self, context):
        """Fit to the precision and the exponents of the context, raising its signals."""
        if self._special:
            return self._fix_nan(context) if self._special != "F" else self if type(self) is Decimal else Decimal(self)
        coefficient, exponent, sign = self._int, self._exp, self._sign
        etiny = context.Emin - context.prec + 1
        etop = context.Emax - context.prec + 1
        if not coefficient:
            highest = etop if context.clamp else context.Emax
            fitting = min(max(exponent, etiny), highest)
            if fitting != exponent:
                context._raise_error(Clamped)
                return _make(sign, 0, "", fitting)
            return self if type(self) is Decimal else Decimal(self)
        length = _length(coefficient)
        lowest = length + exponent - context.prec
        if lowest > etop:
            answer = context._raise_error(Overflow, "above Emax", sign)
            context._raise_error(Inexact)
            context._raise_error(Rounded)
            return answer
        is_subnormal = lowest < etiny
        if is_subnormal:
            lowest = etiny
        if exponent < lowest:
            drop = lowest - exponent
            if drop > length + 1:
                coefficient, drop = 1, 2  # far below half of the last digit
            new, inexact = _rounded(coefficient, drop, context.rounding, sign)
            if _length(new) > context.prec:
                new //= 10
                lowest += 1
            if lowest > etop:
                answer = context._raise_error(Overflow, "above Emax", sign)
            else:
                answer = _make(sign, new, "", lowest)
            if inexact and is_subnormal:
                context._raise_error(Underflow)
            if is_subnormal:
                context._raise_error(Subnormal)
            if inexact:
                context._raise_error(Inexact)
            context._raise_error(Rounded)
            if not new:
                context._raise_error(Clamped)
            return answer
        if is_subnormal:
            context._raise_error(Subnormal)
        if context.clamp == 1 and exponent > etop:
            context._raise_error(Clamped)
            return _make(sign, coefficient * _power10(exponent - etop), "", etop)
        return self if type(self) is Decimal else Decimal(self)

    def _rescale(self, exponent, rounding):
        """With another exponent; no signals."""
        if self._special:
            return Decimal(self)
        if not self._int:
            return _make(self._sign, 0, "", exponent)
        if self._exp >= exponent:
            return _make(self._sign, self._int * _power10(self._exp - exponent), "", exponent)
        drop = exponent - self._exp
        coefficient = self._int
        if drop > _length(coefficient) + 1:
            coefficient, drop = 1, 2
        return _make(self._sign, _rounded(coefficient, drop, rounding, self._sign)[0], "", exponent)

    # --- Signs

    def __neg__(self, context=None):
        if self._special:
            answer = self._check_nans(context=context)
            if answer:
                return answer
        if context is None:
            context = getcontext()
        if not self and context.rounding != ROUND_FLOOR:
            answer = self.copy_abs()
        else:
            answer = self.copy_negate()
        return answer._fix(context)

    def __pos__(self, context=None):
        if self._special:
            answer = self._check_nans(context=context)
            if answer:
                return answer
        if context is None:
            context = getcontext()
        if not self and context.rounding != ROUND_FLOOR:
            answer = self.copy_abs()
        else:
            answer = Decimal(self)
        return answer._fix(context)

    def __abs__(self, round=True, context=None):
        if not round:
            return self.copy_abs()
        if self._special:
            answer = self._check_nans(context=context)
            if answer:
                return answer
        return self.__neg__(context=context) if self._sign else self.__pos__(context=context)

    # --- Arithmetic

    def __add__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        if self._special or other._special:
            answer = self._check_nans(other, context)
            if answer:
                return answer
            if self._special:
                if self._sign != other._sign and other._special:
                    return context._raise_error(InvalidOperation, "-INF + INF")
                return Decimal(self)
            return Decimal(other)
        exponent = min(self._exp, other._exp)
        if not self._int and not other._int:
            sign = min(self._sign, other._sign)
            if context.rounding == ROUND_FLOOR and self._sign != other._sign:
                sign = 1
            return _make(sign, 0, "", exponent)._fix(context)
        if not self._int:
            exponent = max(exponent, other._exp - context.prec - 1)
            return other._rescale(exponent, context.rounding)._fix(context)
        if not other._int:
            exponent = max(exponent, self._exp - context.prec - 1)
            return self._rescale(exponent, context.rounding)._fix(context)
        a, b = self._int, other._int
        if self._exp != other._exp:
            # Of a number that is far too small only its being there matters.
            (high, high_int), (low, low_int) = ((self, a), (other, b)) if self._exp > other._exp else ((other, b), (self, a))
            high_exp, low_exp = high._exp, low._exp
            high_length, low_length = _length(high_int), _length(low_int)
            limit = high_exp + min(-1, high_length - context.prec - 2)
            if low_length + low_exp - 1 < limit:
                low_int, low_exp = 1, limit
            high_int *= _power10(high_exp - low_exp)
            exponent = low_exp
            a, b = (high_int, low_int) if high is self else (low_int, high_int)
        total = (-a if self._sign else a) + (-b if other._sign else b)
        if total == 0:
            return _make(1 if context.rounding == ROUND_FLOOR and self._sign != other._sign else 0 if self._sign != other._sign else self._sign,
                         0, "", exponent)._fix(context)
        return _make(1 if total < 0 else 0, abs(total), "", exponent)._fix(context)

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if self._special or other._special:
            answer = self._check_nans(other, context=context)
            if answer:
                return answer
        return self.__add__(other.copy_negate(), context=context)

    def __rsub__(self, other, context=None):
        other = _convert_other(other)
        return other if other is NotImplemented else other.__sub__(self, context=context)

    def __mul__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        sign = self._sign ^ other._sign
        if self._special or other._special:
            answer = self._check_nans(other, context)
            if answer:
                return answer
            if not (self if not self._special else other) and not (self._special and other._special):
                return context._raise_error(InvalidOperation, "(+-)INF * 0" if self._special else "0 * (+-)INF")
            return _SignedInfinity[sign]
        return _make(sign, self._int * other._int, "", self._exp + other._exp)._fix(context)

    __rmul__ = __mul__

    def __truediv__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        sign = self._sign ^ other._sign
        if self._special or other._special:
            answer = self._check_nans(other, context)
            if answer:
                return answer
            if self._special and other._special:
                return context._raise_error(InvalidOperation, "(+-)INF/(+-)INF")
            if self._special:
                return _SignedInfinity[sign]
            context._raise_error(Clamped, "Division by infinity")
            return _make(sign, 0, "", context.Etiny())
        if not other._int:
            if not self._int:
                return context._raise_error(DivisionUndefined, "0 / 0")
            return context._raise_error(DivisionByZero, "x / 0", sign)
        if not self._int:
            return _make(sign, 0, "", self._exp - other._exp)._fix(context)
        shift = _length(other._int) - _length(self._int) + context.prec + 1
        exponent = self._exp - other._exp - shift
        if shift >= 0:
            quotient, rest = divmod(self._int * _power10(shift), other._int)
        else:
            quotient, rest = divmod(self._int, other._int * _power10(-shift))
        if rest:
            if quotient % 5 == 0:
                quotient += 1  # so that it does not look exact or halfway
        else:
            # Exact: towards the exponent that a division on paper has.
            ideal = self._exp - other._exp
            while exponent < ideal and quotient % 10 == 0:
                quotient //= 10
                exponent += 1
        return _make(sign, quotient, "", exponent)._fix(context)

    def __rtruediv__(self, other, context=None):
        other = _convert_other(other)
        return other if other is NotImplemented else other.__truediv__(self, context=context)

    def _divide(self, other, context):
        """(self // other, self % other) of numbers that are no NaN; the divisor is not 0."""
        sign = self._sign ^ other._sign
        ideal = self._exp if other._special else min(self._exp, other._exp)
        difference = self.adjusted() - (other.adjusted() if not other._special else 0)
        if not self._int or other._special or difference <= -2:
            return _make(sign, 0, "", 0), self._rescale(ideal, context.rounding)
        if difference <= context.prec:
            a, b = self._int, other._int
            if self._exp >= other._exp:
                a *= _power10(self._exp - other._exp)
            else:
                b *= _power10(other._exp - self._exp)
            q, r = divmod(a, b)
            if q < _power10(context.prec):
                return _make(sign, q, "", 0), _make(self._sign, r, "", ideal)
        answer = context._raise_error(DivisionImpossible, "quotient too large in //, % or divmod")
        return answer, answer

    def __divmod__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        answer = self._check_nans(other, context)
        if answer:
            return answer, answer
        sign = self._sign ^ other._sign
        if self._special:
            if other._special:
                answer = context._raise_error(InvalidOperation, "divmod(INF, INF)")
                return answer, answer
            return _SignedInfinity[sign], context._raise_error(InvalidOperation, "INF % x")
        if not other:
            if not self:
                answer = context._raise_error(DivisionUndefined, "divmod(0, 0)")
                return answer, answer
            return context._raise_error(DivisionByZero, "x // 0", sign), context._raise_error(InvalidOperation, "x % 0")
        quotient, remainder = self._divide(other, context)
        return quotient._fix(context), remainder._fix(context)

    def __rdivmod__(self, other, context=None):
        other = _convert_other(other)
        return other if other is NotImplemented else other.__divmod__(self, context=context)

    def __mod__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if self._special:
            return context._raise_error(InvalidOperation, "INF % x")
        if not other:
            if self:
                return context._raise_error(InvalidOperation, "x % 0")
            return context._raise_error(DivisionUndefined, "0 % 0")
        return self._divide(other, context)[1]._fix(context)

    def __rmod__(self, other, context=None):
        other = _convert_other(other)
        return other if other is NotImplemented else other.__mod__(self, context=context)

    def __floordiv__(self, other, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        if context is None:
            context = getcontext()
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if self._special:
            if other._special:
                return context._raise_error(InvalidOperation, "INF // INF")
            return _SignedInfinity[self._sign ^ other._sign]
        if not other:
            if self:
                return context._raise_error(DivisionByZero, "x // 0", self._sign ^ other._sign)
            return context._raise_error(DivisionUndefined, "0 // 0")
        return self._divide(other, context)[0]._fix(context)

    def __rfloordiv__(self, other, context=None):
        other = _convert_other(other)
        return other if other is NotImplemented else other.__floordiv__(self, context=context)

    def remainder_near(self, other, context=None):
        """The remainder of the nearest multiple of other."""
        if context is None:
            context = getcontext()
        other = _convert_other(other, raiseit=True)
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
        a, b = self._int * _power10(self._exp - ideal), other._int * _power10(other._exp - ideal)
        q, r = divmod(a, b)
        if 2 * r + (q & 1) > b:
            r -= b
            q += 1
        if q >= _power10(context.prec):
            return context._raise_error(DivisionImpossible)
        sign = self._sign
        if r < 0:
            sign = 1 - sign
            r = -r
        return _make(sign, r, "", ideal)._fix(context)

    def fma(self, other, third, context=None):
        """self * other + third, rounded once."""
        other = _convert_other(other, raiseit=True)
        third = _convert_other(third, raiseit=True)
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
            product = _SignedInfinity[self._sign ^ other._sign]
        else:
            product = _make(self._sign ^ other._sign, self._int * other._int, "", self._exp + other._exp)
        return product.__add__(third, context)

    # --- Powers

    def _power_modulo(self, other, modulo, context=None):
        other = _convert_other(other)
        if other is NotImplemented:
            return other
        modulo = _convert_other(modulo)
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
        return self._exp >= 0 or not self._int or self._int % _power10(min(-self._exp, _length(self._int) + 1)) == 0

    def _iseven(self):
        if not self._int or self._exp > 0:
            return True
        return self._int // _power10(min(-self._exp, _length(self._int) + 1)) % 2 == 0

    def __pow__(self, other, modulo=None, context=None):
        if modulo is not None:
            return self._power_modulo(other, modulo, context)
        other = _convert_other(other)
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
            return _make(sign, 0, "", 0) if other._sign == 0 else _SignedInfinity[sign]
        if self._special:
            return _SignedInfinity[sign] if other._sign == 0 else _make(sign, 0, "", 0)
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
                context._raise_error(Inexact)
                context._raise_error(Rounded)
                exponent = 1 - context.prec
            return _make(sign, 10 ** -exponent, "", exponent)
        adjusted = self.adjusted()
        if other._special:
            return _make(sign, 0, "", 0) if (other._sign == 0) == (adjusted < 0) else _SignedInfinity[sign]
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
                coefficient, exponent = _dpower(self._int, self._exp, yc, other._exp, precision + extra)
                if coefficient % (5 * 10 ** (_length(coefficient) - precision - 1)):
                    break
                extra += 3
            answer = _make(sign, coefficient, "", exponent)
        if exact and not other._isinteger():
            # An exact root: flags as if it were not.
            if _length(answer._int) <= context.prec:
                pad = context.prec + 1 - _length(answer._int)
                answer = _make(answer._sign, answer._int * 10 ** pad, "", answer._exp - pad)
            quiet = context.copy()
            quiet.clear_flags()
            for exception in _signals:
                quiet._traps[exception] = False
            answer = answer._fix(quiet)
            quiet._raise_error(Inexact)
            if quiet._flags[Subnormal]:
                quiet._raise_error(Underflow)
            if quiet._flags[Overflow]:
                context._raise_error(Overflow, "above Emax", answer._sign)
            for exception in (Underflow, Subnormal, Inexact, Rounded, Clamped):
                if quiet._flags[exception]:
                    context._raise_error(exception)
        else:
            answer = answer._fix(context)
        return answer

    def __rpow__(self, other, modulo=None, context=None):
        other = _convert_other(other)
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
            if len(str(yc * _length(xc) * 4)) <= -ye:
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
        digits = _length(xc)
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
        length = _length(coefficient)
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
        rounding = context._set_rounding(ROUND_HALF_EVEN)
        answer = _make(0, n, "", e)._fix(context)
        context.rounding = rounding
        return answer

    def _log10_exp_bound(self):
        """A lower bound of the adjusted exponent of log10(self)."""
        adj = self._exp + _length(self._int) - 1
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
                coefficient, exponent = _dexp(c, self._exp, p + extra)
                if coefficient % (5 * 10 ** (_length(coefficient) - p - 1)):
                    break
                extra += 3
            answer = _make(0, coefficient, "", exponent)
        rounding = context._set_rounding(ROUND_HALF_EVEN)
        answer = answer._fix(context)
        context.rounding = rounding
        return answer

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
        return self._log_rounded(context, _dlog)

    def log10(self, context=None):
        """The logarithm to the base 10."""
        answer, context = self._logarithm(context, None, "log10")
        if answer is not None:
            return answer
        digits = str(self._int) if self._int < 10 ** 4000 else _digits(self._int)
        if digits[0] == "1" and not digits[1:].strip("0"):
            answer = Decimal(self._exp + len(digits) - 1)
            rounding = context._set_rounding(ROUND_HALF_EVEN)
            answer = answer._fix(context)
            context.rounding = rounding
            return answer
        return self._log_rounded(context, _dlog10)

    def _log_rounded(self, context, function):
        p = context.prec
        places = p + 3
        while True:
            coefficient = function(self._int, self._exp, places)
            length = _length(abs(coefficient))
            if coefficient and length >= p + 2 and abs(coefficient) % (5 * 10 ** (length - p - 1)):
                break
            places += 3 if length >= p else p + 3 - length
        answer = _make(1 if coefficient < 0 else 0, abs(coefficient), "", -places)
        rounding = context._set_rounding(ROUND_HALF_EVEN)
        answer = answer._fix(context)
        context.rounding = rounding
        return answer

    # --- Exponents and integers

    def adjusted(self):
        """The exponent of the first digit."""
        return 0 if self._special else self._exp + _length(self._int) - 1

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
        other = _convert_other(other, raiseit=True)
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

    def quantize(self, exp, rounding=None, context=None):
        """Rounded to the exponent of another Decimal."""
        exp = _convert_other(exp, raiseit=True)
        if context is None:
            context = getcontext()
        if rounding is None:
            rounding = context.rounding
        elif rounding not in _rounding_modes:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, "
                            "ROUND_HALF_EVEN,\n   ROUND_05UP]")
        if self._special or exp._special:
            answer = self._check_nans(exp, context)
            if answer:
                return answer
            if exp._special or self._special:
                if exp._special and self._special:
                    return Decimal(self)
                return context._raise_error(InvalidOperation, "quantize with one INF")
        if not context.Etiny() <= exp._exp <= context.Emax:
            return context._raise_error(InvalidOperation, "target exponent out of bounds in quantize")
        if not self:
            return _make(self._sign, 0, "", exp._exp)._fix(context)
        adjusted = self.adjusted()
        if adjusted > context.Emax:
            return context._raise_error(InvalidOperation, "exponent of quantize result too large for current context")
        if adjusted - exp._exp + 1 > context.prec:
            return context._raise_error(InvalidOperation, "quantize result has too many digits for current context")
        answer = self._rescale(exp._exp, rounding)
        if answer.adjusted() > context.Emax:
            return context._raise_error(InvalidOperation, "exponent of quantize result too large for current context")
        if _length(answer._int) > context.prec:
            return context._raise_error(InvalidOperation, "quantize result has too many digits for current context")
        if answer and answer.adjusted() < context.Emin:
            context._raise_error(Subnormal)
        if answer._exp > self._exp:
            if answer != self:
                context._raise_error(Inexact)
            context._raise_error(Rounded)
        return answer._fix(context)

    def same_quantum(self, other, context=None):
        """Have both the same exponent?"""
        other = _convert_other(other, raiseit=True)
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
        if answer != self:
            context._raise_error(Inexact)
        context._raise_error(Rounded)
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

    def __int__(self):
        if self._special:
            if self._special != "F":
                raise ValueError("cannot convert NaN to integer")
            raise OverflowError("cannot convert Infinity to integer")
        n = self._int * _power10(self._exp) if self._exp >= 0 else self._int // _power10(min(-self._exp, _length(self._int) + 1))
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        if self._special in ("n", "N"):
            if self._special == "N":
                raise ValueError("Cannot convert signaling NaN to float")
            return float("-nan" if self._sign else "nan")
        return float(str(self))

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
        other = _convert_other(other, raiseit=True)
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
        quiet._set_rounding(rounding)
        quiet._ignore_all_flags()
        new = self._fix(quiet)
        if new != self:
            return new
        return self.__add__(_make(0 if direction > 0 else 1, 1, "", quiet.Etiny() - 1), quiet)

    def next_toward(self, other, context=None):
        """The next number towards another."""
        other = _convert_other(other, raiseit=True)
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
            context._raise_error(Overflow, "Infinite result from next_toward", answer._sign)
            context._raise_error(Inexact)
            context._raise_error(Rounded)
        elif answer.adjusted() < context.Emin:
            context._raise_error(Underflow)
            context._raise_error(Subnormal)
            context._raise_error(Inexact)
            context._raise_error(Rounded)
            if not answer:
                context._raise_error(Clamped)
        return answer

    # --- Total order, signals

    def compare_signal(self, other, context=None):
        """compare() in which every NaN signals."""
        other = _convert_other(other, raiseit=True)
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
        return Decimal(self._total_order(_convert_other(other, raiseit=True)))

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_convert_other(other, raiseit=True).copy_abs())

    # --- Copies and questions

    def copy_abs(self):
        return _make(0, self._int, self._special, self._exp)

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._special, self._exp)

    def copy_sign(self, other, context=None):
        other = _convert_other(other, raiseit=True)
        return _make(other._sign, self._int, self._special, self._exp)

    def canonical(self):
        return self

    def is_finite(self):
        return not self._special

    def is_infinite(self):
        return self._special == "F"

    def is_nan(self):
        return self._special in ("n", "N")

    def is_qnan(self):
        return self._special == "n"

    def is_snan(self):
        return self._special == "N"

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._special and not self._int

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
        return not _digits(self._int).strip("01")

    def _logical(self, other, context, operation):
        if context is None:
            context = getcontext()
        other = _convert_other(other, raiseit=True)
        if not self._islogical() or not other._islogical():
            return context._raise_error(InvalidOperation)
        a, b = (_digits(x._int).rjust(context.prec, "0")[-context.prec:] for x in (self, other))
        return _make(0, _from_digits("".join([str(operation(int(x), int(y))) for x, y in zip(a, b)])), "", 0)

    def logical_and(self, other, context=None):
        return self._logical(other, context, lambda a, b: a & b)

    def logical_or(self, other, context=None):
        return self._logical(other, context, lambda a, b: a | b)

    def logical_xor(self, other, context=None):
        return self._logical(other, context, lambda a, b: a ^ b)

    def logical_invert(self, context=None):
        if context is None:
            context = getcontext()
        return self.logical_xor(_make(0, _from_digits("1" * context.prec), "", 0), context)

    def _shifted(self, other, context, turn):
        if context is None:
            context = getcontext()
        other = _convert_other(other, raiseit=True)
        answer = self._check_nans(other, context)
        if answer:
            return answer
        if other._special or other._exp != 0 or not -context.prec <= int(other) <= context.prec:
            return context._raise_error(InvalidOperation)
        if self._special:
            return Decimal(self)
        count = int(other)
        digits = _digits(self._int).rjust(context.prec, "0")[-context.prec:]
        if turn:
            digits = digits[count:] + digits[:count]
        elif count < 0:
            digits = digits[:count]
        else:
            digits = (digits + "0" * count)[-context.prec:]
        return _make(self._sign, _from_digits(digits or "0"), "", self._exp)

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
        spec = _parse_format_specifier(specifier, _localeconv)
        if self._special:
            sign = _format_sign(self._sign, spec)
            body = str(self.copy_abs())
            if spec["type"] == "%":
                body += "%"
            return _format_align(sign, body, spec)
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
            elif spec["type"] in "gG" and _length(self._int) > precision:
                self = self._round_to(precision, rounding)
        if not self._int and self._exp > 0 and spec["type"] in "fF%":
            self = self._rescale(0, rounding)
        if not self._int and spec["no_neg_0"] and self._sign:
            adjusted_sign = 0
        else:
            adjusted_sign = self._sign
        digits = _digits(self._int)
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
        return _format_number(adjusted_sign, intpart, fracpart, leftdigits - dotplace, spec)

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


Decimal.__module__ = "decimal"
_numbers.Number.register(Decimal)


# --- Contexts

_context_attributes = {"prec", "Emin", "Emax", "capitals", "clamp", "rounding", "flags", "traps"}


class _SignalDict(dict):
    """Flags or traps: signals to Booleans; nothing can be added or removed."""

    def __setitem__(self, key, value):
        if key not in self:
            raise KeyError("invalid error flag")
        dict.__setitem__(self, key, bool(value))

    def __delitem__(self, key):
        raise ValueError("signal keys cannot be deleted")

    def __repr__(self):
        return "{" + ", ".join(f"<class 'decimal.{key.__name__}'>:{value}" for key, value in self.items()) + "}"

    def clear(self):
        raise ValueError("signal keys cannot be deleted")


def _signal_dict(value, name):
    if isinstance(value, dict):
        for key in value:
            if key not in _signals:
                raise KeyError("%s is not a valid signal dict" % (value,))
        for key in _signals:
            if key not in value:
                raise KeyError("%s is not a valid signal dict" % (value,))
        return _SignalDict((signal, bool(value[signal])) for signal in _signals)
    if isinstance(value, (list, tuple)):
        for signal in value:
            if signal not in _signals:
                raise TypeError("valid values for signals are:\n  [InvalidOperation, FloatOperation, "
                                "DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]")
        return _SignalDict((signal, signal in value) for signal in _signals)
    raise TypeError("argument must be a signal dict")


@_static_type
class Context:
    """Precision, rounding, limits of exponents, which signals were raised (flags) and which raise exceptions (traps)."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        default = globals().get("DefaultContext")
        if default is None:
            default = self
            self._prec, self._rounding, self._Emin, self._Emax, self._capitals, self._clamp = 28, ROUND_HALF_EVEN, -999999, 999999, 1, 0
            self._traps = _SignalDict((signal, signal in (InvalidOperation, DivisionByZero, Overflow)) for signal in _signals)
        self._prec, self._rounding, self._Emin, self._Emax = default._prec, default._rounding, default._Emin, default._Emax
        self._capitals, self._clamp = default._capitals, default._clamp
        for name, value in (("prec", prec), ("rounding", rounding), ("Emin", Emin), ("Emax", Emax), ("capitals", capitals), ("clamp", clamp)):
            if value is not None:
                setattr(self, name, value)
        self._traps = _SignalDict(default._traps) if traps is None else _signal_dict(traps, "traps")
        self._flags = _SignalDict((signal, False) for signal in _signals) if flags is None else _signal_dict(flags, "flags")

    def _limited(name, low, high, message):
        private = "_" + name

        def fget(self):
            return getattr(self, private)

        def fset(self, value):
            if not isinstance(value, int):
                raise TypeError("an integer is required (got type %s)" % type(value).__name__)
            if not low <= value <= high:
                raise ValueError(message)
            object.__setattr__(self, private, int(value))

        return property(fget, fset)

    prec = _limited("prec", 1, MAX_PREC, "valid range for prec is [1, MAX_PREC]")
    Emin = _limited("Emin", MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]")
    Emax = _limited("Emax", 0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]")
    capitals = _limited("capitals", 0, 1, "valid values for capitals are 0 or 1")
    clamp = _limited("clamp", 0, 1, "valid values for clamp are 0 or 1")
    del _limited

    @property
    def rounding(self):
        return self._rounding

    @rounding.setter
    def rounding(self, value):
        if value not in _rounding_modes:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, "
                            "ROUND_HALF_EVEN,\n   ROUND_05UP]")
        object.__setattr__(self, "_rounding", value)

    @property
    def flags(self):
        return self._flags

    @flags.setter
    def flags(self, value):
        object.__setattr__(self, "_flags", _signal_dict(value, "flags"))

    @property
    def traps(self):
        return self._traps

    @traps.setter
    def traps(self, value):
        object.__setattr__(self, "_traps", _signal_dict(value, "traps"))

    def __setattr__(self, name, value):
        if name not in _context_attributes and not (name.startswith("_") and name[1:] in _context_attributes):
            raise AttributeError("'decimal.Context' object has no attribute '%s'" % name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _context_attributes:
            raise AttributeError("context attributes cannot be deleted")
        raise AttributeError("'decimal.Context' object has no attribute '%s'" % name)

    def __reduce__(self):
        return self.__class__, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                                [signal for signal, value in self._flags.items() if value],
                                [signal for signal, value in self._traps.items() if value])

    def __repr__(self):
        order = (InvalidOperation, Clamped, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
        flags = ", ".join(signal.__name__ for signal in order if self._flags[signal])
        traps = ", ".join(signal.__name__ for signal in order if self._traps[signal])
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, "
                f"clamp={self.clamp}, flags=[{flags}], traps=[{traps}])")

    def clear_flags(self):
        for signal in _signals:
            dict.__setitem__(self._flags, signal, False)

    def clear_traps(self):
        for signal in _signals:
            dict.__setitem__(self._traps, signal, False)

    def copy(self):
        new = object.__new__(Context)
        for name in ("_prec", "_rounding", "_Emin", "_Emax", "_capitals", "_clamp"):
            object.__setattr__(new, name, getattr(self, name))
        object.__setattr__(new, "_flags", _SignalDict(self._flags))
        object.__setattr__(new, "_traps", _SignalDict(self._traps))
        return new

    __copy__ = copy

    def _raise_error(self, condition, explanation=None, *args):
        """Raise the signal of a condition: an exception if it is trapped, else a flag and the result that stands for it."""
        signal = _condition_map.get(condition, condition)
        dict.__setitem__(self._flags, signal, True)
        if not self._traps[signal]:
            return condition().handle(self, *args)
        raise signal([condition])

    def _ignore_all_flags(self):
        object.__setattr__(self, "_traps", _SignalDict((signal, False) for signal in _signals))

    def _set_rounding(self, rounding):
        old = self._rounding
        object.__setattr__(self, "_rounding", rounding)
        return old

    __hash__ = None

    def Etiny(self):
        return int(self.Emin - self.prec + 1)

    def Etop(self):
        return int(self.Emax - self.prec + 1)

    def create_decimal(self, num="0", /):
        """A Decimal, rounded to this context."""
        if isinstance(num, str) and (num != num.strip() or "_" in num):
            return self._raise_error(ConversionSyntax, "trailing or leading whitespace and underscores are not permitted.")
        d = Decimal(num, context=self)
        if d._isnan() and _length(d._int) > self.prec - self.clamp:
            return self._raise_error(ConversionSyntax, "diagnostic info too long in NaN")
        return d._fix(self)

    def create_decimal_from_float(self, f, /):
        return Decimal.from_float(f)._fix(self)

    def _set_integer_check(self, name, value, vmin, vmax):
        raise TypeError


def _context_method(name, arity, target=None):
    """A method of contexts that does what one of Decimals does."""
    target = target or name

    if arity == 1:
        def method(self, a, /):
            return getattr(_convert_other(a, raiseit=True), target)(context=self)
    elif arity == 2:
        def method(self, a, b, /):
            result = getattr(_convert_other(a, raiseit=True), target)(b, context=self)
            if result is NotImplemented:
                raise TypeError("conversion from %s to Decimal is not supported" % type(b).__name__)
            return result
    else:
        def method(self, a, b, c, /):
            return getattr(_convert_other(a, raiseit=True), target)(b, c, context=self)
    method.__name__ = name
    method.__qualname__ = "Context." + name
    method.__doc__ = getattr(getattr(Decimal, target), "__doc__", None)
    setattr(Context, name, method)


for _name in ("exp ln log10 logb logical_invert next_minus next_plus normalize sqrt to_integral_exact to_integral_value to_integral is_normal "
              "is_subnormal number_class to_eng_string").split():
    _context_method(_name, 1)
for _name, _target in (("abs", "__abs__"), ("minus", "__neg__"), ("plus", "__pos__"), ("to_sci_string", "__str__")):
    _context_method(_name, 1, _target)
for _name in ("compare compare_signal compare_total compare_total_mag copy_sign logical_and logical_or logical_xor max max_mag min min_mag "
              "next_toward remainder_near rotate same_quantum scaleb shift").split():
    _context_method(_name, 2)
for _name, _target in (("add", "__add__"), ("subtract", "__sub__"), ("multiply", "__mul__"), ("divide", "__truediv__"),
                       ("divide_int", "__floordiv__"), ("divmod", "__divmod__"), ("remainder", "__mod__")):
    _context_method(_name, 2, _target)
_context_method("fma", 3)


def _plain_method(name):
    def method(self, a, /):
        return getattr(_convert_other(a, raiseit=True), name)()
    method.__name__ = name
    method.__qualname__ = "Context." + name
    setattr(Context, name, method)


for _name in "copy_abs copy_negate is_canonical is_finite is_infinite is_nan is_qnan is_signed is_snan is_zero".split():
    _plain_method(_name)


def _context_quantize(self, a, b, /):
    """a rounded to the exponent of b."""
    return _convert_other(a, raiseit=True).quantize(b, context=self)


def _context_power(self, a, b, modulo=None):
    """a ** b, or a ** b % modulo of integers."""
    result = _convert_other(a, raiseit=True).__pow__(b, modulo, context=self)
    if result is NotImplemented:
        raise TypeError("conversion from %s to Decimal is not supported" % type(b).__name__)
    return result


def _context_canonical(self, a, /):
    if not isinstance(a, Decimal):
        raise TypeError("argument must be a Decimal")
    return a.canonical()


def _context_copy_decimal(self, a, /):
    return Decimal(_convert_other(a, raiseit=True))


def _context_radix(self):
    return Decimal(10)


Context.quantize = _context_quantize
Context.power = _context_power
Context.canonical = _context_canonical
Context.copy_decimal = _context_copy_decimal
Context.radix = _context_radix
Context.__module__ = "decimal"


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


def _dlog(c, e, p):
    """ln(c * 10**e) * 10**p, to about one unit."""
    extra = len(str(abs(e) + _length(c))) + 2
    bits = _bits_for(p + extra)
    value = _ln_fixed(c * _power10(e), 1, bits) if 0 <= e < 1000 else None
    if value is None:
        length = _length(c)
        exponent = e + length
        value = _ln_fixed(c, 10 ** length, bits) + exponent * _ln10_fixed(bits)
    return _div_nearest(value * 10 ** p, 1 << bits) if p >= 0 else _div_nearest(value, (1 << bits) * 10 ** -p)


def _dlog10(c, e, p):
    """log10(c * 10**e) * 10**p, to about one unit."""
    length = _length(c)
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


def _dexp(c, e, p):
    """exp(c * 10**e)"""
    if e >= 0:
        return _exp_ratio(c * 10 ** e, 1, p)
    return _exp_ratio(c, 10 ** -e, p)


def _dpower(xc, xe, yc, ye, p):
    """(xc * 10**xe) ** (yc * 10**ye)"""
    size = _length(abs(yc)) + ye + len(str(abs(xe) + _length(xc)))
    places = p + max(size, 0) + 6
    logarithm = _dlog(xc, xe, places)
    product = logarithm * yc
    if ye >= 0:
        product *= 10 ** ye
        return _exp_ratio(product, 10 ** places, p)
    return _exp_ratio(product, 10 ** (places - ye), p)


# --- Format specifications

_format_specifier = _re.compile(r"""\A(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<no_neg_0>z)?(?P<alt>\#)?(?P<zeropad>0)?
(?P<minimumwidth>\d+)?(?P<thousands_sep>,)?(?:\.(?P<precision>\d+))?(?P<type>[eEfFgGn%])?\Z""", _re.VERBOSE | _re.DOTALL)


def _parse_format_specifier(text, localeconv=None):
    match = _format_specifier.match(text)
    if match is None:
        raise ValueError("invalid format string")
    spec = match.groupdict()
    spec["zeropad"] = spec["zeropad"] is not None
    if spec["zeropad"]:
        if spec["fill"] is not None or spec["align"] is not None:
            raise ValueError("invalid format string")
    spec["fill"] = spec["fill"] or " "
    spec["align"] = spec["align"] or ">"
    spec["sign"] = spec["sign"] or "-"
    spec["minimumwidth"] = int(spec["minimumwidth"] or "0")
    if spec["precision"] is not None:
        spec["precision"] = int(spec["precision"])
    if spec["precision"] == 0 and (spec["type"] is None or spec["type"] in "gGn"):
        spec["precision"] = 1
    if spec["type"] == "n":
        spec["type"] = "g"
        if localeconv is None:
            import locale
            localeconv = locale.localeconv()
        if spec["thousands_sep"] is not None:
            raise ValueError("invalid format string")
        spec["thousands_sep"] = localeconv["thousands_sep"]
        spec["grouping"] = localeconv["grouping"]
        spec["decimal_point"] = localeconv["decimal_point"]
    else:
        spec["thousands_sep"] = spec["thousands_sep"] or ""
        spec["grouping"] = [3, 0]
        spec["decimal_point"] = "."
    return spec


def _format_align(sign, body, spec):
    padding = spec["fill"] * (spec["minimumwidth"] - len(sign) - len(body))
    align = spec["align"]
    if align == "<":
        return sign + body + padding
    if align == ">":
        return padding + sign + body
    if align == "=":
        return sign + padding + body
    half = len(padding) // 2
    return padding[:half] + sign + body + padding[half:]


def _format_sign(is_negative, spec):
    return "-" if is_negative else spec["sign"] if spec["sign"] in " +" else ""


def _group_lengths(grouping):
    import itertools
    if not grouping:
        return []
    if grouping[-1] == 0 and len(grouping) >= 2:
        return itertools.chain(grouping[:-1], itertools.repeat(grouping[-2]))
    if grouping[-1] == 127:
        return grouping[:-1]
    raise ValueError("unrecognised format for grouping")


def _insert_thousands_sep(digits, spec, min_width=1):
    separator = spec["thousands_sep"]
    groups = []
    for length in _group_lengths(spec["grouping"]):
        length = min(max(len(digits), min_width, 1), length)
        groups.append("0" * (length - len(digits)) + digits[-length:])
        digits = digits[:-length]
        min_width -= length
        if not digits and min_width <= 0:
            break
        min_width -= len(separator)
    else:
        length = max(len(digits), min_width, 1)
        groups.append("0" * (length - len(digits)) + digits[-length:])
    return separator.join(reversed(groups))


def _format_number(is_negative, intpart, fracpart, exp, spec):
    sign = _format_sign(is_negative, spec)
    if fracpart or spec["alt"]:
        fracpart = spec["decimal_point"] + fracpart
    if exp != 0 or spec["type"] in "eE":
        letter = {"E": "E", "e": "e", "G": "E", "g": "e"}[spec["type"]]
        fracpart += "{0}{1:+}".format(letter, exp)
    if spec["type"] == "%":
        fracpart += "%"
    min_width = spec["minimumwidth"] - len(fracpart) - len(sign) if spec["zeropad"] else 0
    if spec["thousands_sep"]:
        intpart = _insert_thousands_sep(intpart, spec, min_width)
    else:
        intpart = intpart.rjust(min_width, "0")
    return _format_align(sign, intpart + fracpart, spec)


# --- Constants

_Infinity = Decimal("Inf")
_NegativeInfinity = Decimal("-Inf")
_NaN = _make(0, 0, "n", None)
_Zero = Decimal(0)
_One = Decimal(1)
_SignedInfinity = (_Infinity, _NegativeInfinity)

DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow], flags=[])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[], flags=[])
