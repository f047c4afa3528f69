# oracle: 3.13
from decimal import *

getcontext().prec = 20
print(Decimal(1) / 7, Decimal("1.10") + Decimal("2.2"), Decimal(2) ** 100, Decimal(2).sqrt(), Decimal(1).exp(), Decimal(10).ln(), Decimal(2).log10())
print(Decimal("7.325").quantize(Decimal(".01"), ROUND_HALF_UP), Decimal("-7.325").quantize(Decimal("1."), ROUND_UP), round(Decimal("2.5")), Decimal("1E+3").normalize())
print(Decimal("123.456").as_tuple(), Decimal("0.25").as_integer_ratio(), Decimal(0.1), hash(Decimal("2.5")) == hash(2.5), Decimal("NaN"), Decimal("-Infinity"))
print(Decimal(17) // 5, Decimal(-17) % 5, divmod(Decimal(17), 5), Decimal(3).fma(2, 1), max(Decimal(1), Decimal("2.0")), Decimal("2") ** Decimal("0.5"))
print(f"{Decimal('1234567.891'):,.2f} {Decimal('0.5'):.0%} {Decimal('1E-7')} {Decimal('12'):>8}|{Decimal('-1.5'):+.3e}", Decimal("1e3").to_eng_string())
print(Decimal("1.0") == 1, Decimal(1) < 1.5, Decimal("1.0").compare_total(Decimal("1")), sorted([Decimal(3), Decimal("1.5"), 2]))
with localcontext() as context:
    context.prec = 5
    print(Decimal(2) / 3, context)
print(Decimal(2) / 3)
for call in (lambda: Decimal(1) / 0, lambda: Decimal("x"), lambda: Decimal(0) / 0, lambda: Decimal("sNaN") + 1, lambda: Decimal("1E+999999") * 10):
    try:
        call()
    except DecimalException as e:
        print(type(e).__name__, e)
context = ExtendedContext.copy()
print(context.divide(1, 0), context.sqrt(-1), [signal.__name__ for signal, raised in context.flags.items() if raised])
