def pi_digits(n):
    q, r, t, k, m, x, out = 1, 0, 1, 1, 3, 3, []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))
print(pi_digits(60))
sieve = bytearray([1]) * 2000
sieve[0:2] = b"\0\0"
for i in range(2, 45):
    if sieve[i]:
        sieve[i * i::i] = bytes(len(range(i * i, 2000, i)))
primes = [i for i, flag in enumerate(sieve) if flag]
print(len(primes), primes[:10], primes[-3:], sum(primes))
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
print(gcd(2 ** 40 * 81, 6 ** 20), [n for n in range(1, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
