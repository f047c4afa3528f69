"""All flags of an operation are set before the first trapped signal is raised; its argument lists every trapped condition."""
from decimal import *


def attempt(name, *operands, traps, **settings):
    context = Context(traps=traps, **settings)
    try:
        print(name, getattr(context, name)(*operands))
    except ArithmeticError as error:
        print(name, repr(error), [base.__name__ for base in type(error).__mro__])
    print("   ", context)


attempt("divide", 1, 0, traps=[DivisionByZero])
attempt("divide", 0, 0, traps=[InvalidOperation])
attempt("divide", 0, 0, traps=[])
attempt("divmod", 1, 0, traps=[InvalidOperation, DivisionByZero])
attempt("divide_int", Decimal("1e50"), 7, traps=[InvalidOperation])
attempt("create_decimal", "abc", traps=[InvalidOperation])
attempt("create_decimal", 1.5, traps=[FloatOperation])
attempt("multiply", Decimal("1e4"), Decimal("1.234e3"), traps=[Overflow, Inexact, Rounded], prec=3, Emin=-5, Emax=5)
attempt("multiply", Decimal("1e-4"), Decimal("1.234e-3"), traps=[Rounded, Subnormal], prec=3, Emin=-5, Emax=5)
attempt("multiply", Decimal("1e-4"), Decimal("1.234e-9"), traps=[Underflow, Subnormal, Inexact, Rounded, Clamped], prec=3, Emin=-5, Emax=5)
attempt("next_toward", 0, 1, traps=[Inexact])
attempt("to_integral_exact", Decimal("1.5"), traps=[Inexact])
attempt("sqrt", 2, traps=[Inexact], rounding=ROUND_UP)
attempt("add", Decimal("sNaN1"), 1, traps=[])
attempt("compare", Decimal("NaN"), 1, traps=[InvalidOperation])
