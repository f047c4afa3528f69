"""Operators of ints of all sizes, small and large, give the same results everywhere."""
# Numbers drawn from a generator of its own: the same in every run.
state = 12345


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
    return (state >> 33) % n


def bigint():
    kind = rnd(6)
    if kind == 0:
        v = rnd(10)
    elif kind == 1:
        v = rnd(2**31)
    elif kind == 2:
        v = (1 << rnd(70)) + rnd(3) - 1
    elif kind == 3:
        v = rnd(2**31) ** (1 + rnd(8))
    elif kind == 4:
        v = (1 << 48) + rnd(5) - 2
    else:
        v = rnd(1000)
    return -v if rnd(2) else v


def flt():
    kind = rnd(7)
    try:
        v = [0.0, 1.5, bigint() / 7, float(bigint()), rnd(1000) / 8, 10.0 ** (rnd(600) - 300) * rnd(1000), 1e-310 * rnd(100)][kind]
    except OverflowError:
        v = 2.0
    return -v if rnd(2) else v


def attempt(*functions):
    results = []
    for function in functions:
        try:
            results.append(function())
        except Exception as error:
            results.append(type(error).__name__)
    return results


for _ in range(300):
    a, b = bigint(), bigint()
    print(a, b, attempt(
        lambda: a + b, lambda: a - b, lambda: a * b, lambda: a // b, lambda: a % b, lambda: a / b, lambda: a & b,
        lambda: a | b, lambda: a ^ b, lambda: divmod(a, b), lambda: a << (b % 100), lambda: a >> (b % 100),
        lambda: (a < b, a == b, a >= b), lambda: hash(a), lambda: (str(a), hex(a), oct(a), bin(a)),
        lambda: pow(a, abs(b) % 1000, b), lambda: float(a), lambda: (a.bit_length(), a.bit_count()),
        lambda: a.to_bytes(80, "big", signed=True), lambda: int.from_bytes(a.to_bytes(80, "little", signed=True), "little", signed=True) == a,
        lambda: int(str(a)) == a, lambda: int(hex(a), 16) == a, lambda: round(a, -(b % 30)), lambda: (-a, ~a, abs(a))))
