# oracle: 3.13
"""What dumps() writes loads() reads, shared and recursive objects included; wrong data gets CPython's errors."""
import io
import marshal

VALUES = [None, True, False, Ellipsis, StopIteration, 0, 1, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 10**40, -10**40, 1.5, -0.0, 1e300,
          float("inf"), 2 - 3j, "", "a", "é\ud800", "x" * 300, b"", b"ab", (), (1, "a"), (0,) * 300, [], [1, [2, [3]]], {}, {"a": {1: None}},
          set(), {1, 2}, frozenset({(1, 2)}), bytearray(b"xy"), memoryview(b"z")]
for version in range(5):
    for value in VALUES:
        back = marshal.loads(marshal.dumps(value, version))
        expected = bytes(value) if isinstance(value, (bytearray, memoryview)) else value
        assert back == expected and type(back) is type(expected), (version, value, back)
    file = io.BytesIO()
    marshal.dump([1, 2], file, version)
    marshal.dump("next", file, version)
    file.seek(0)
    print(version, marshal.load(file), marshal.load(file))
shared = [1]
first, second = marshal.loads(marshal.dumps([shared, shared]))
print(first is second)
shared.append(shared)
print(marshal.loads(marshal.dumps(shared)))
# In the form that CPython 3.13 writes, its marks of shared objects included.
print(marshal.loads(b"\xa9\x02[\x04\x00\x00\x00\xe9\x01\x00\x00\x00\xda\x02ab\xa9\x02g\x00\x00\x00\x00\x00\x00\x04@{\xda\x01ks\x01\x00\x00\x00v0"
                    b"l\x03\x00\x00\x00\x00\x00\x00\x00\x00\x04N"))
for wrong in (object(), [object()], int):
    try:
        marshal.dumps(wrong)
        print("written")
    except ValueError as error:
        print(error)
for data in (b"", b"i", b"[\xff\xff\xff\xff", b"(\x02\x00\x00\x00N", b"N extra", b"0", b"[\x01\x00\x00\x000", b"r\x00\x00\x00\x00", b"?",
             b"\xe9\x01\x00\x00\x00", b"u\x01\x00\x00\x00\xff", b"l\x01\x00\x00\x00\xff\xff", b"l\x01\x00\x00\x00\x00\x00"):
    try:
        print(marshal.loads(data))
    except (EOFError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
nested = []
for _ in range(100_000):
    nested = [nested]
try:
    marshal.dumps(nested)
except ValueError as error:
    print(error)
try:
    marshal.loads("a")
except TypeError as error:
    print(error)
