s = "abcdefgh"
print(s[2:5], s[:3], s[5:], s[:], s[::2], s[1::3], s[::-1], s[-3:], s[:-3], s[5:2], s[5:2:-1], s[-1:-4:-1])
print(s[100:], s[-100:2], s[3:100], s[::100], s[::-100])
print([1, 2, 3][slice(None, None, -1)], (1, 2, 3)[-2:], b"bytes"[1:3], range(10)[2:8:3])
print(slice(1, 2).start, slice(5), slice(1, 10, 3).indices(6), slice(None, None, -1).indices(4))
print(slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3))
for text in ("s[::0]", "s['a']", "s[1.0]", "s[None]", "[1][9]", "(1,)[-2]", "s[8]", "b''[0]", "range(3)[3]", "s['a':]"):
    try:
        eval(text)
    except (ValueError, TypeError, IndexError) as error:
        print(text, "->", type(error).__name__, error)
