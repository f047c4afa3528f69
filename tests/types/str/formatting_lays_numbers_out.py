"""format() and % lay numbers and text out the same everywhere."""
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


for _ in range(500):
    fill = rnd(3)
    spec = ("" if fill else "*") + ["<", ">", "=", "^", ""][rnd(5) if fill else rnd(4)] + ["", "+", "-", " "][rnd(4)]
    spec += ["", "#"][rnd(2)] + ["", "0"][rnd(2)] + ["", "12", "25"][rnd(3)] + ["", ",", "_"][rnd(3)]
    a, x = bigint(), flt()
    kind = ["", "d", "x", "b", "o", "X", "n", "c", "e", "f", "g", "%"][rnd(12)]
    precision = ["", ".0", ".1", ".3", ".10"][rnd(5)] + ["", "e", "f", "g", "E", "G", "%", "n"][rnd(8)]
    text = ["", ".3", ".10"][rnd(3)] + ["", "s"][rnd(2)]
    flags = ["", "-", "+", " ", "#", "0", "-0", "+#"][rnd(8)] + ["", "5", "12"][rnd(3)] + ["", ".0", ".3", ".8"][rnd(4)]
    print(spec, kind, precision, flags, a, x, attempt(
        lambda: format(a, spec + kind).encode("unicode_escape"), lambda: format(x, spec + precision), lambda: format("h\xe9llo", spec + text).encode(),
        lambda: ("%" + flags + "efgEGdi"[rnd(7)]) % x, lambda: ("%" + flags + "dxoXsr"[rnd(6)]) % a))
