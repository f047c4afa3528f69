"""Decimal arithmetic by the General Decimal Arithmetic Specification.

    with localcontext(prec=50): Decimal(1) / 7

This module is a face. Numbers, contexts and the arithmetic that programs use most are native (_decimal); the rest is in _decimal_context (signals,
contexts), _decimal_functions (methods of numbers), _decimal_format and _decimal_coefficients.
"""

from _decimal import Context, Decimal, configure as _configure, getcontext, set_default_context as _set_default_context
import _decimal_context
import _decimal_functions
from _decimal_context import (BasicContext, Clamped, ConversionSyntax, DecimalException, DefaultContext, DivisionByZero, DivisionImpossible,
                              DivisionUndefined, ExtendedContext, FloatOperation, Inexact, InvalidContext, InvalidOperation, MAX_EMAX, MAX_PREC,
                              MIN_EMIN, MIN_ETINY, Overflow, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
                              ROUND_HALF_UP, ROUND_UP, Rounded, Subnormal, Underflow, localcontext, setcontext)
from _decimal_functions import DecimalTuple

__all__ = ["Decimal", "Context", "DecimalTuple", "DefaultContext", "BasicContext", "ExtendedContext", "DecimalException", "Clamped",
           "InvalidOperation", "DivisionByZero", "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow", "FloatOperation",
           "DivisionImpossible", "InvalidContext", "ConversionSyntax", "DivisionUndefined", "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN",
           "ROUND_CEILING", "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP", "setcontext", "getcontext", "localcontext", "MAX_PREC",
           "MAX_EMAX", "MIN_EMIN", "MIN_ETINY", "HAVE_THREADS", "HAVE_CONTEXTVAR"]

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
__version__ = "1.70"
__libmpdec_version__ = "2.5.1"

_configure(_decimal_context.current_context_variable, _decimal_context.conditions, _decimal_functions.convert, _decimal_functions.comparison_operands)
_set_default_context(DefaultContext)

for _name in __all__:
    if isinstance(globals()[_name], type) and issubclass(globals()[_name], (DecimalException, DecimalTuple)):
        globals()[_name].__module__ = "decimal"
del _name
