from functools import total_ordering
from math import gcd
@total_ordering
class Fraction:
    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        g = gcd(n, d) * (-1 if d < 0 else 1)
        self.n, self.d = n // g, d // g
    def __add__(self, other):
        other = other if isinstance(other, Fraction) else Fraction(other)
        return Fraction(self.n * other.d + other.n * self.d, self.d * other.d)
    __radd__ = __add__
    def __neg__(self):
        return Fraction(-self.n, self.d)
    def __sub__(self, other):
        return self + -other
    def __mul__(self, other):
        other = other if isinstance(other, Fraction) else Fraction(other)
        return Fraction(self.n * other.n, self.d * other.d)
    def __truediv__(self, other):
        return Fraction(self.n * other.d, self.d * other.n)
    def __eq__(self, other):
        return isinstance(other, Fraction) and (self.n, self.d) == (other.n, other.d)
    def __lt__(self, other):
        return self.n * other.d < other.n * self.d
    def __hash__(self):
        return hash((self.n, self.d))
    def __repr__(self):
        return f"{self.n}/{self.d}" if self.d != 1 else str(self.n)
    def __float__(self):
        return self.n / self.d
    def __bool__(self):
        return self.n != 0
half, third = Fraction(1, 2), Fraction(1, 3)
print(half + third, half - third, half * third, half / third, 1 + half, sum([half, third, Fraction(1, 6)]), float(third), bool(half - half))
print(half > third, half >= half, max(half, third, Fraction(3, 4)), sorted([half, third]), {half: "half"}[Fraction(2, 4)], Fraction(3, -6))
try:
    half / Fraction(0)
except ZeroDivisionError as error:
    print(error)
