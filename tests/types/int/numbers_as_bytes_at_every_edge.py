# int.to_bytes(), int.from_bytes() and struct: numbers round the ends of what so many bytes can hold, and what is refused.
import struct
import zlib


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return f"{type(error).__name__} {error}"


edges = sorted({sign * (1 << bits) + step for bits in (0, 7, 8, 15, 16, 31, 32, 47, 48, 49, 63, 64, 70) for sign in (1, -1) for step in (-1, 0, 1)})
for number in edges:
    seen = []
    for size in range(1, 13):
        for signed in (False, True):
            for order in ("big", "little"):
                data = attempt(number.to_bytes, size, order, signed=signed)
                if isinstance(data, bytes):
                    assert int.from_bytes(data, order, signed=signed) == number, (number, data)
                seen.append(data)
    print(number, seen[1], zlib.crc32(repr(seen).encode()))
    packed = [attempt(struct.pack, order + code, number) for code in "bBhHiIlLqQ" for order in "@=<>"]
    packed += [attempt(struct.pack, code, number) for code in "nN"]
    print(" ", packed[6], zlib.crc32(repr(packed).encode()))
    for code, data in zip((order + code for code in "bBhHiIlLqQ" for order in "@=<>"), packed):
        if isinstance(data, bytes):
            assert struct.unpack(code, data) == (number,)
print(struct.pack("P", -1) == struct.pack("P", 2**64 - 1), attempt((0).to_bytes, 0), attempt((5).to_bytes, 0), attempt((5).to_bytes, -1))

for arguments in ((1, "x"), (1, 5), (1, "bïg"), ("1",)):
    print(attempt((5).to_bytes, *arguments))
for arguments in ((b"a", "é"), ([1, 2], "little"), ("x",), ([300],), (bytearray(b"\1\2"),), (memoryview(b"\1\2")[::-1],), (b"",), (range(9), "little")):
    print(attempt(int.from_bytes, *arguments))


class Own(int):
    pass


print(type(Own.from_bytes(b"\1")), True.to_bytes(2, "big"), Own(5).to_bytes(2, "little"))
# More formats than anybody would remember.
for count in range(400):
    assert struct.calcsize(f"<{count}BH") == count + 2
    assert struct.unpack(f"<{count}BH", bytes(count) + b"\1\0")[-1] == 1
for arguments in (("é", 1), ("z", 1), (b"H", 1), (5,), ("H",), ("H", "x"), ("3s2xp", b"abcd", b"x"), ("?", 5), ("H", True), ("H", 1.5), ("=n", 1)):
    print(attempt(struct.pack, *arguments))
