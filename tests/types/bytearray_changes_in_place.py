b = bytearray(b"hello")
b[0] = 72
b.append(33)
b.extend(b" x")
b += b"yz"
print(b, len(b), b[0], b[1:3], type(b[1:3]).__name__)
b[1:4] = b"ELLLL"
print(b)
del b[0], b[-2:]
print(b, b.pop(), b.pop(0))
b.insert(1, 65)
b.remove(65)
b.reverse()
print(b, b.copy() == b, b"L" in b, b.find(b"L"), b.replace(b"L", b"l"), b.upper(), b * 2)
b.clear()
print(b, bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"a") == b"a", bytearray.fromhex("4142"))
b[:] = b"abc"
b[::2] = b"XY"
print(b, repr(b), str(b), bytes(b), b.hex(), b.decode())
for call in ("bytearray(b'a').append(256)", "bytearray().pop()", "bytearray(b'a').remove(9)", "bytearray(b'ab').__setitem__(5, 1)", "hash(bytearray())", "bytearray(b'abc').__setitem__(slice(0, 3, 2), b'x')", "bytearray('x')"):
    try:
        print(eval(call))
    except (ValueError, TypeError, IndexError) as error:
        print(call, "->", type(error).__name__, error)
