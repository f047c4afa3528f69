b = bytes([0, 65, 255])
print(b, b[1], b[1:2], list(b), len(b), 65 in b, b"A" in b, b + b"x", b * 2, b == b"\x00A\xff", b[::-1], hash(b) == hash(bytes(b)))
print(bytes(3), bytes(), bytes("é", "utf-8"), bytes(range(3)), bytes(b"copy"), bytes(bytearray(b"ba")), b"a" < b"b", max(b), sum(b))
print(b.hex(), b"\xde\xad\xbe\xef".hex("-"), b"\xde\xad\xbe\xef".hex(" ", 2), bytes.fromhex("de AD be ef"), b"abc".decode(), b"\xc3\xa9".decode("utf-8"))
for call in ("bytes([256])", "bytes([-1])", "bytes('x')", "bytes(-1)", "bytes(['a'])", "b'a' + 'b'", "b'a'[5]", "b''.join(['a'])", "bytes.fromhex('0g')", "bytes(1.5)", "'a' in b'abc'", "300 in b'abc'"):
    try:
        print(eval(call))
    except (ValueError, TypeError, IndexError) as error:
        print(call, "->", type(error).__name__, error)
try:
    b[0] = 1
except TypeError as error:
    print(error)
