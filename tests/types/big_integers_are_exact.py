a = 2 ** 200 + 1
b = 3 ** 120 - 7
print(a + b, a - b, b - a, sep="\n")
print(a * b, a // b, a % b, -a // b, -a % b, sep="\n")
print(a & b, a | b, a ^ b, ~a, a >> 77, b << 13, sep="\n")
print(a > b, a == 2 ** 200 + 1, hash(a) == hash(2 ** 200 + 1), a != b, a <= a)
print(divmod(a, b) == (a // b, a % b), pow(a, 5, b) == a ** 5 % b, abs(-a) == a)
import math
print(math.isqrt(a), math.gcd(a * 6, b * 6) % 6, math.factorial(30))
print(hex(a), oct(b)[:12], bin(b)[:12], int(str(a)) == a, int(hex(b), 16) == b)
