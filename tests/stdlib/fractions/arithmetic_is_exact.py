from fractions import Fraction

a, b = Fraction(3, 4), Fraction("-5/6")
print(a + b, a * b, a / b, a // b, a % b, a ** -2, round(Fraction(22, 7), 2), Fraction(0.5), float(a), a == 0.75)
print(hash(a) == hash(0.75), sorted([a, b, Fraction(1, 3)]), Fraction("1.25e-1"), Fraction(3.14159).limit_denominator(100))
