"""Decimal and Context may be derived from, as built-in types; operators give plain Decimals."""
import copy
import pickle
from decimal import *


class Money(Decimal):
    def __new__(cls, value, currency="EUR"):
        self = super().__new__(cls, value)
        self.currency = currency
        return self

    def __str__(self):
        return f"{super().__str__()} {self.currency}"

    def __eq__(self, other):
        return isinstance(other, Money) and super().__eq__(other)

    __hash__ = Decimal.__hash__


class Slotted(Decimal):
    __slots__ = ("unit",)


class Careful(Context):
    def __init__(self, note, **settings):
        super().__init__(**settings)
        self.note = note


price = Money("12.50")
print(price, repr(price), type(price + 1), type(-price), type(price.quantize(Decimal(1))), price == Decimal("12.50"), price == Money("12.5"), {price: 1}[price])
print(Decimal(price), type(Decimal(price)), sum([price, price]), max(price, 3), price.__dict__)
length = Slotted(10 ** 60)
length.unit = "m"
print(length, length.unit, type(copy.copy(length)), type(pickle.loads(pickle.dumps(length))))
context = Careful("mine", prec=3)
print(context.divide(1, 3), context.note, type(context.copy()))
setcontext(context)
print(Decimal(2) / 3, getcontext() is context)
for change in (lambda: setattr(Decimal, "x", 1), lambda: setattr(Decimal(1), "x", 1), lambda: setattr(Context(), "x", 1), lambda: delattr(context, "prec"),
               lambda: setattr(context, "prec", 0), lambda: setattr(context, "rounding", "up"), lambda: setattr(context, "Emax", "x"),
               lambda: Decimal(1).quantize(Decimal(1), context=3), lambda: Decimal(1) + "1", lambda: Decimal(1) < "1", lambda: hash(Decimal("sNaN")),
               lambda: Decimal(1, 2), lambda: context.add(1, "1")):
    try:
        change()
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])
print(Decimal.__mro__, Decimal(1).real is not None, Decimal("1.5").imag)
