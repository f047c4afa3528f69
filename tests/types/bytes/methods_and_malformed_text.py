"""Methods of bytes and bytearray, and decoding of bytes that are no text."""
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


for _ in range(400):
    b = bytes(rnd(256) if rnd(3) == 0 else 97 + rnd(3) for _ in range(rnd(20)))
    c = bytes(97 + rnd(3) for _ in range(rnd(3)))
    i, j, k = rnd(25) - 12, rnd(25) - 12, rnd(7) - 3

    def change():
        array = bytearray(b)
        array.extend(c)
        array.insert(i, 65)
        array.reverse()
        array[i:j] = c
        before = bytes(array)
        del array[i:j:k]
        return before, array

    print(ascii((b, c, i, j, k, attempt(
        lambda: (b.decode("utf-8", "replace"), b.decode("utf-8", "backslashreplace"), b.decode("latin-1")),
        lambda: (b.decode("ascii", "surrogateescape"), b.decode("utf-16-le", "replace"), b.decode("utf-32", "ignore")),
        lambda: b.decode(), lambda: b.decode("utf-16"), lambda: b.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape") == b,
        lambda: (b.find(c), b.rfind(c), b.count(c), b.replace(c, b"XY"), b.strip(c), b.upper(), b.title(), b.hex(), b.hex("-", 3)),
        lambda: (b.split(c), b.rsplit(c, 1), b.partition(c), b.splitlines()), lambda: (b[i:j], b[i:j:k]), change,
        lambda: (bytearray(b) == b, b < c, memoryview(b)[i:j].tobytes() == b[i:j], bytes.fromhex(b.hex()) == b)))))
