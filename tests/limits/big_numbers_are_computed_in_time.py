n = 3 ** 10000
print(len(hex(n)), n % 1000007, (n * n) % 1000003, n.bit_length(), (n >> 15000) % 97)
a, b = 0, 1
for _ in range(10000):
    a, b = b, a + b
print(a % 10 ** 20, len(str(a)))
print(pow(12345678901234567890, 98765432109876543210, 10 ** 18 + 9))
p = 1
for i in range(1, 1001):
    p *= i
print(p % (10 ** 9 + 7), p.bit_length())
