# base85, Ascii85 and base64: bytes of every length come back, and text that stands for nothing is refused at the right place.
import base64
import binascii
import random
import zlib

source = random.Random(1)
seen = []
for size in [*range(40), 100, 1000]:
    data = source.randbytes(size)
    for encode, decode in ((base64.b64encode, base64.b64decode), (base64.b85encode, base64.b85decode), (base64.a85encode, base64.a85decode),
                           (base64.b32encode, base64.b32decode)):
        text = encode(data)
        assert decode(text) == decode(text.decode()) == decode(bytearray(text)) == decode(memoryview(text)) == data, (encode, size)
        seen.append(text)
    seen += [base64.a85encode(data + b"\0" * 8 + b"    " * 2, foldspaces=True, wrapcol=20, adobe=True), base64.a85encode(data + b"\0\0", pad=True),
             base64.a85encode(data + b"\0\0"), base64.b85encode(data, pad=True), binascii.b2a_base64(data)]
print(zlib.crc32(repr(seen).encode()), seen[100])


def show(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords), end="  ")
    except Exception as error:
        print(f"{type(error).__name__}: {str(error)!a}", end="  ")


for text in (b"a", b"ab", b"abc", b"ab c", b"a\xffb", b"abcde f", b"~~~~~", b"~~~~~~~~~~\xff", b"abcde\0bcd~~~~~", b"", "abcd\u00e9", b"|NsC0", b"|NsC1",
             b"|NsC0~", b'|||||ab"', b"00000~~~~~\0"):
    show(base64.b85decode, text)
    show(base64.a85decode, text)
    print()
for text in (b"YWJj", b"YWJjZA==", b"YWJjZGU=", b"YWJj\nZGVm", b"YW=Jj", b"YWJjZ", b"YWJjZA", b"YWJjZA=", b"YW Jj", b"=YWJj", b"YWJjZA==YWJj", b"Y",
             b"YWJ*j", b"YWJj====", b"Y=WJj", b"YWJjZA==\n", b"\xff" * 8, "YWJj\u00e9"):
    show(base64.b64decode, text)
    show(binascii.a2b_base64, text, strict_mode=True)
    print()
