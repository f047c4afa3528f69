class Everything:
    def __int__(self):
        return 7
    def __float__(self):
        return 2.5
    def __complex__(self):
        return 1j
    def __index__(self):
        return 3
    def __bytes__(self):
        return b"bytes"
    def __str__(self):
        return "str"
    def __repr__(self):
        return "repr"
    def __bool__(self):
        return False
e = Everything()
print(int(e), float(e), complex(e), bytes(e), str(e), repr(e), bool(e))
print([0, 1, 2, 3, 4][e], "abcdef"[e:], hex(e), bin(e), "x" * e, range(e))
print(f"{e} {e!r}", "%s %r %d" % (e, e, e), [e])
class Bad:
    def __int__(self):
        return "x"
    def __str__(self):
        return 1
    def __index__(self):
        return 1.5
for call in (int, str, hex):
    try:
        call(Bad())
    except TypeError as error:
        print(error)
