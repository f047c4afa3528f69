"""Operators of floats and complex numbers, mixed with ints, give the same results everywhere."""
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
    x, y, a = flt(), flt(), bigint()
    print(x, y, a, attempt(
        lambda: x + y, lambda: x - y, lambda: x * y, lambda: x / y, lambda: x // y, lambda: x % y, lambda: divmod(x, y),
        lambda: x ** y, lambda: hash(x), lambda: repr(x), lambda: (round(x, 2), round(x, -2), round(x)),
        lambda: (x < a, x == a, x >= a, a < x), lambda: int(x), lambda: x.as_integer_ratio(), lambda: x.hex(),
        lambda: float.fromhex(x.hex()) == x, lambda: float(repr(x)) == x, lambda: (x + a, a * x, a / x),
        lambda: complex(x, y) * complex(y, 1), lambda: complex(x, y) / complex(y, 2), lambda: complex(1, 2) ** rnd(5)))
