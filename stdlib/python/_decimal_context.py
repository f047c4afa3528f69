"""The contexts of decimal arithmetic: signals, roundings, what a context is and which one is current.

The type Context itself is native (_decimal); here are its less used methods. Each thread and task has its own current context; a context that
threads share may lose flags no more than any object.
"""

import contextvars as _contextvars
from collections.abc import MutableMapping as _MutableMapping
from types import FunctionType as _FunctionType
from _decimal import (Context, Decimal, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP,
                      _make, complete as _complete, getcontext)
from _static_type import static_type as _static_type
from _decimal_coefficients import digit_count

MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)
NaN = Decimal("NaN")
SignedInfinity = (Decimal("Inf"), Decimal("-Inf"))


def add_methods(type, methods):
    """Give a native type the methods of a class written in Python, under its own name."""
    for name, value in vars(methods).items():
        function = getattr(value, "__func__", value)
        if isinstance(function, _FunctionType):
            function.__qualname__ = f"{type.__name__}.{name}"
    _complete(type, methods)


def convert_operand(other, raiseit=False):
    """A Decimal of a Decimal or int; of others NotImplemented, or TypeError."""
    if isinstance(other, (Decimal, int)):
        return Decimal(other)
    if raiseit:
        raise TypeError("conversion from %s to Decimal is not supported" % type(other).__name__)
    return NotImplemented


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
            return _make(args[0]._sign, args[0]._int, "n", None)._fix(context)
        return NaN


class ConversionSyntax(InvalidOperation):
    """The text is no number."""

    def handle(self, context, *args):
        return NaN


class DivisionByZero(DecimalException, ZeroDivisionError):
    """Division of a number by 0."""

    def handle(self, context, sign, *args):
        return SignedInfinity[sign]


class DivisionImpossible(InvalidOperation):
    """The quotient is too long."""

    def handle(self, context, *args):
        return NaN


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """0 / 0."""

    def handle(self, context, *args):
        return NaN


class Inexact(DecimalException):
    """Something was lost in rounding."""


class InvalidContext(InvalidOperation):
    """The context is not fit for it."""

    def handle(self, context, *args):
        return NaN


class Rounded(DecimalException):
    """Digits were dropped, if only zeros."""


class Subnormal(DecimalException):
    """The exponent is below Emin."""


class Overflow(Inexact, Rounded):
    """The exponent is above Emax."""

    def handle(self, context, sign, *args):
        if context.rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP):
            return SignedInfinity[sign]
        if context.rounding == (ROUND_FLOOR if sign else ROUND_CEILING):
            return SignedInfinity[sign]
        return _make(sign, 10 ** context.prec - 1, "", context.Emax - context.prec + 1)


class Underflow(Inexact, Rounded, Subnormal):
    """A subnormal result that is not exact."""


class FloatOperation(DecimalException, TypeError):
    """A float was mixed in."""


signals = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped)
# In the order of the bits of Context._status and Context._trapped; an exception lists what was trapped in this order.
conditions = (InvalidOperation, ConversionSyntax, DivisionImpossible, DivisionUndefined, InvalidContext, FloatOperation, DivisionByZero, Overflow,
              Underflow, Subnormal, Inexact, Rounded, Clamped)
_condition_bits = {condition: 1 << i for i, condition in enumerate(conditions)}
# A flag or trap stands for all conditions that are cases of it.
_signal_bits = {**{signal: _condition_bits[signal] for signal in signals}, InvalidOperation: 0b11111}

for _class in (DecimalException, Clamped, InvalidOperation, ConversionSyntax, DivisionByZero, DivisionImpossible, DivisionUndefined, Inexact,
               InvalidContext, Rounded, Subnormal, Overflow, Underflow, FloatOperation):
    _class.__module__ = "decimal"


# --- Contexts

def _bits_of_signal(signal, error):
    for known in signals:
        if signal is known:
            return _signal_bits[known]
    raise error("valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, "
                "Rounded,\n   Clamped]")


class SignalDict(_MutableMapping):
    """The flags or the traps of a context: signals to Booleans; nothing can be added or removed."""

    __slots__ = ("_context", "_bits")

    def __init__(self, context, bits):
        self._context = context
        self._bits = bits

    def __getitem__(self, signal):
        return bool(getattr(self._context, self._bits) & _bits_of_signal(signal, KeyError))

    def __setitem__(self, signal, value):
        bits = _bits_of_signal(signal, KeyError)
        others = getattr(self._context, self._bits) & ~bits
        setattr(self._context, self._bits, others | bits if value else others)

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self):
        return iter(signals)

    def __len__(self):
        return len(signals)

    def __eq__(self, other):
        if isinstance(other, (SignalDict, dict)):
            return self.copy() == dict(other)
        return NotImplemented

    def __repr__(self):
        return "{" + ", ".join(f"<class 'decimal.{signal.__name__}'>:{value}" for signal, value in self.items()) + "}"

    def copy(self):
        return {signal: self[signal] for signal in signals}

    def clear(self):
        raise ValueError("signal keys cannot be deleted")


SignalDict.__module__ = "abc"  # where CPython's says it is from


def _bits_of(value):
    """The conditions that a dict of signals or a list of signals stands for."""
    if isinstance(value, (dict, SignalDict)):
        if set(value) != set(signals):
            raise KeyError("invalid signal dict")
        value = [signal for signal in signals if value[signal]]
    elif not isinstance(value, (list, tuple)):
        raise TypeError("argument must be a signal dict")
    bits = 0
    for signal in value:
        bits |= _bits_of_signal(signal, TypeError)
    return bits


# In the order in which the text of a context names them.
_text_order = (Clamped, ConversionSyntax, DivisionByZero, DivisionImpossible, DivisionUndefined, Inexact, InvalidContext, InvalidOperation, FloatOperation,
               Overflow, Rounded, Subnormal, Underflow)


def _names_of(bits):
    met = [condition for condition in _text_order if bits & _condition_bits[condition]]
    return dict.fromkeys("InvalidOperation" if issubclass(condition, InvalidOperation) else condition.__name__ for condition in met)


class _ContextMethods:
    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        if prec is not None:
            self.prec = prec
        if rounding is not None:
            self.rounding = rounding
        if Emin is not None:
            self.Emin = Emin
        if Emax is not None:
            self.Emax = Emax
        if capitals is not None:
            self.capitals = capitals
        if clamp is not None:
            self.clamp = clamp
        if traps is not None:
            self.traps = traps
        if flags is not None:
            self.flags = flags

    @property
    def flags(self):
        return SignalDict(self, "_status")

    @flags.setter
    def flags(self, value):
        self._status = _bits_of(value)

    @property
    def traps(self):
        return SignalDict(self, "_trapped")

    @traps.setter
    def traps(self, value):
        self._trapped = _bits_of(value)

    def __reduce__(self):
        return self.__class__, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                                [signal for signal in signals if self.flags[signal]], [signal for signal in signals if self.traps[signal]])

    def __repr__(self):
        flags = ", ".join(_names_of(self._status))
        traps = ", ".join(_names_of(self._trapped))
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, "
                f"clamp={self.clamp}, flags=[{flags}], traps=[{traps}])")

    def _raise_error(self, condition, explanation=None, *args):
        """Raise the signal of a condition: an exception if it is trapped, else a flag and the result that stands for it."""
        self._signal(_condition_bits[condition])
        return condition().handle(self, *args)

    def _raise_all(self, *conditions):
        """Raise several signals at once: all their flags are set, then the first that is trapped is an exception."""
        bits = 0
        for condition in conditions:
            bits |= _condition_bits[condition]
        self._signal(bits)

    def Etiny(self):
        return int(self.Emin - self.prec + 1)

    def Etop(self):
        return int(self.Emax - self.prec + 1)

    def create_decimal(self, num="0", /):
        """A Decimal, rounded to this context."""
        if isinstance(num, str) and (num != num.strip() or "_" in num):
            return self._raise_error(ConversionSyntax, "trailing or leading whitespace and underscores are not permitted.")
        d = Decimal(num, self)
        if d.is_nan() and d._int and digit_count(d._int) > self.prec - self.clamp:
            return self._raise_error(ConversionSyntax, "diagnostic info too long in NaN")
        return d._fix(self)

    def create_decimal_from_float(self, f, /):
        return Decimal.from_float(f)._fix(self)

    def to_sci_string(self, a, /):
        return convert_operand(a, raiseit=True)._text(False, self)

    def quantize(self, a, b, /):
        """a rounded to the exponent of b."""
        return convert_operand(a, raiseit=True).quantize(b, None, self)

    def power(self, a, b, modulo=None):
        """a ** b, or a ** b % modulo of integers."""
        result = convert_operand(a, raiseit=True).__pow__(b, modulo, self)
        if result is NotImplemented:
            raise TypeError("conversion from %s to Decimal is not supported" % type(b).__name__)
        return result

    def canonical(self, a, /):
        if not isinstance(a, Decimal):
            raise TypeError("argument must be a Decimal")
        return a

    def copy_decimal(self, a, /):
        return convert_operand(a, raiseit=True)

    def radix(self):
        return Decimal(10)


def _context_method(name, arity, target=None):
    """A method of contexts that does what one of Decimals does."""
    target = target or name

    if arity == 1:
        def method(self, a, /):
            operand = convert_operand(a, raiseit=True)
            return getattr(operand, target)(self) if target[0] == "_" else getattr(operand, target)(context=self)
    elif arity == 2:
        def method(self, a, b, /):
            return getattr(convert_operand(a, raiseit=True), target)(convert_operand(b, raiseit=True), self)
    else:
        def method(self, a, b, c, /):
            return getattr(convert_operand(a, raiseit=True), target)(b, c, self)
    method.__name__ = name
    method.__doc__ = getattr(getattr(Decimal, target, None), "__doc__", None)
    setattr(_ContextMethods, name, method)


for _name in ("exp ln log10 logb logical_invert next_minus next_plus normalize sqrt to_integral_exact to_integral_value to_integral is_normal "
              "is_subnormal number_class to_eng_string").split():
    _context_method(_name, 1)
for _name, _target in (("abs", "_absolute"), ("minus", "_minus"), ("plus", "_plus")):
    _context_method(_name, 1, _target)
for _name in ("compare compare_signal compare_total compare_total_mag copy_sign logical_and logical_or logical_xor max max_mag min min_mag "
              "next_toward remainder_near rotate same_quantum scaleb shift").split():
    _context_method(_name, 2)
for _name, _target in (("add", "_add"), ("subtract", "_subtract"), ("multiply", "_multiply"), ("divide", "_divide"),
                       ("divide_int", "_floor_divide"), ("divmod", "_divmod"), ("remainder", "_remainder")):
    _context_method(_name, 2, _target)
_context_method("fma", 3)


def _plain_method(name):
    def method(self, a, /):
        return getattr(convert_operand(a, raiseit=True), name)()
    method.__name__ = name
    setattr(_ContextMethods, name, method)


for _name in "copy_abs copy_negate is_canonical is_finite is_infinite is_nan is_qnan is_signed is_snan is_zero".split():
    _plain_method(_name)

add_methods(Context, _ContextMethods)

DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow], flags=[])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[], flags=[])


# --- The context of the moment

current_context_variable = _contextvars.ContextVar("decimal_context")


def setcontext(context, /):
    """Set the context of this thread or task."""
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    if any(context is template for template in (DefaultContext, BasicContext, ExtendedContext)):
        context = context.copy()
        context.clear_flags()
    current_context_variable.set(context)


def localcontext(ctx=None, **kwargs):
    """with: a copy of ctx (or of the present context), with changes, for the block."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    manager = _ContextManager(ctx)
    for key, value in kwargs.items():
        if key not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError(f"this function got an unexpected keyword argument '{key}'")
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
