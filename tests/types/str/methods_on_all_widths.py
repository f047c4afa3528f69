"""Methods of str on text of one, two and four bytes a character."""
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


alphabet = "ab \t\n,.\xe9\u20ac\U0001f600\xdf\u03a3Z1"


def text(n):
    return "".join(alphabet[rnd(len(alphabet))] for _ in range(rnd(n)))


for _ in range(400):
    s, t, u = text(20), text(3), text(3)
    i, j, k = rnd(25) - 12, rnd(25) - 12, rnd(7) - 3
    print(ascii((s, t, u, i, j, k, attempt(
        lambda: (s.find(t), s.rfind(t), s.count(t), s.find(t, i, j), s.rfind(t, i, j), s.count(t, i, j)),
        lambda: (s.replace(t, u), s.replace(t, u, 2)), lambda: (s.split(), s.split(None, 2), s.rsplit(None, 2)),
        lambda: (s.split(t), s.split(t, 2), s.rsplit(t, 2), s.partition(t), s.rpartition(t)),
        lambda: (s.splitlines(), s.splitlines(True)),
        lambda: (s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()),
        lambda: (s.strip(), s.strip(t), s.lstrip(t), s.rstrip(t)), lambda: (s[i:j], s[i:j:k]),
        lambda: (s < t, s == t, s >= t, t in s, s.startswith(t), s.endswith(t), s.startswith(t, i, j), s.endswith(t, i, j)),
        lambda: (s.center(25, "*"), s.ljust(22), s.rjust(22), s.zfill(22), s.expandtabs(3)),
        lambda: (s.encode(), s.encode("utf-16-le"), s.encode("ascii", "backslashreplace"), s.encode("unicode_escape")),
        lambda: (s.encode("latin-1", "xmlcharrefreplace"), s.encode("utf-32-be"), s.encode().decode() == s),
        lambda: t.join([s, u, t]), lambda: (s.isalpha(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle()),
        lambda: s * (i % 4), lambda: (repr(s), s.translate({97: "X", 98: None, 0x20ac: 0x41}))))))
