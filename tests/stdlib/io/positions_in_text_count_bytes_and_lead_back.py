# The encoding of a stream over bytes is that of the locale, which does not matter here.
import io

for data, encoding, newline in (("aé漢b\nß\n", "utf-8", None), ("a\r\nb\rc\n\r\n", "utf-8", None), ("a\r\nb\rc", "utf-8", ""), ("aé漢b\nß", "utf-16-le", None),
                                ("x\r\ny\r\n", "latin-1", "\r\n")):
    for piece in range(1, 6):
        stream = io.TextIOWrapper(io.BytesIO(data.encode(encoding)), encoding=encoding, newline=newline)
        stream.read(piece)
        cookie = stream.tell()
        rest = stream.read()
        stream.seek(cookie)
        assert stream.read() == rest, (data, encoding, piece)
        stream.seek(0)
        print(repr(stream.readline()), repr(stream.read()), stream.newlines)
stream = io.TextIOWrapper(io.BytesIO(b"one\ntwo\n"), encoding="utf-8")
next(stream)
try:
    stream.tell()
except OSError as error:
    print(error)
print(list(stream), stream.tell())
for encoding in ("utf-16", "utf-32", "utf-8-sig"):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    for text in "ab":
        stream.write(text)
        stream.flush()
    print(raw.getvalue())
    stream.seek(0)
    print(stream.read())
try:
    stream.reconfigure(encoding="ascii")
except io.UnsupportedOperation as error:
    print(error)
for mark in ("", "\n", "\r", "\r\n", None):
    print(list(io.StringIO("a\nb\r\nc\rd", newline=mark)), list(io.TextIOWrapper(io.BytesIO(b"a\nb\r\nc\rd"), newline=mark)))
stream = io.StringIO("abc")
stream.write("X")
print(stream.getvalue())
