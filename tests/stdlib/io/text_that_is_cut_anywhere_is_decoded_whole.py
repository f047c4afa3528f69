"""Characters, and ends of lines, that a piece of the file cuts in two: for each way to read, encoding and size of the pieces."""
import io
import itertools
import os
import tempfile

TEXT = "one\r\nzwölf\rdrei\n\n€uro 𝄞 clef\r\r\n last"
ENCODINGS = ["utf-8", "UTF-8", "utf8", "latin-1", "ascii", "utf-16", "cp1252"]


def ways(stream):
    yield "read", lambda: stream.read()
    yield "parts", lambda: list(iter(lambda: stream.read(3), ""))
    yield "lines", lambda: list(stream)
    yield "readline", lambda: list(iter(lambda: stream.readline(4), ""))
    yield "tell", lambda: [(stream.readline(), stream.tell()) for _ in range(8)]


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "text")
    for encoding, newline in itertools.product(ENCODINGS, [None, "", "\n", "\r", "\r\n"]):
        text = TEXT if encoding.lower().startswith("utf") else "".join(c for c in TEXT if c < "\u0080" or encoding == "latin-1" and c < "\u0100")
        with open(path, "wb") as file:
            file.write(text.encode(encoding))
        for chunk, number in itertools.product([1, 2, 3, 5, 8192], range(5)):
            if number == 4 and (encoding == "utf-16" or newline in (None, "")):
                continue  # where such a stream is may be a number of the interpreter's own
            with open(path, encoding=encoding, newline=newline) as stream:
                stream._CHUNK_SIZE = chunk
                name, way = list(ways(stream))[number]
                found = way()
                print(encoding, repr(newline), chunk, name, found, stream.newlines)

    # What cannot be decoded, at its place, under each handler; at the end of the file, too.
    for data in [b"ab\xffcd\n", b"ab\xe2\x82", b"ab\xe2\x82cd", b"\xf0\x9f\x98x"]:
        with open(path, "wb") as file:
            file.write(data)
        for errors, encoding in itertools.product(["strict", "ignore", "replace", "surrogateescape", "backslashreplace"], ["utf-8", "ascii"]):
            for chunk in (1, 8192):
                with open(path, encoding=encoding, errors=errors) as stream:
                    stream._CHUNK_SIZE = chunk
                    try:
                        print(errors, encoding, ascii([stream.read(2), stream.read()]))
                    except UnicodeDecodeError as error:
                        print(errors, encoding, error.reason, error.encoding)

    # A position in the middle, gone back to.
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("äöü\r\n" * 50 + "€\n" * 50)
    with open(path, encoding="utf-8") as stream:
        stream._CHUNK_SIZE = 16
        for _ in range(30):
            stream.readline()
        place = stream.tell()
        rest = stream.read()
        stream.seek(place)
        print(place, stream.read() == rest, len(rest), stream.newlines)
        stream.seek(0)
        print(ascii(stream.read(3)), stream.tell())

    # All that is left of a file, a growing file, and of a pipe.
    with open(path, "wb") as file:
        file.write(b"x" * 100_000)
    with open(path, "rb", buffering=0) as raw, open(path, "ab") as more:
        print(raw.read(10), len(raw.readall()), raw.readall())
        more.write(b"y" * 10)
        more.flush()
        print(raw.readall(), raw.read())
    reading, writing = os.pipe()
    os.write(writing, b"z" * 30_000)
    os.close(writing)
    with open(reading, "rb") as stream:
        print(stream.read(5), len(stream.read()), stream.read(1), stream.readline(), stream.read1(4))
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with open(reading, "rb", buffering=0) as raw:
        print(raw.readall(), raw.read(3))
        os.write(writing, b"some")
        print(raw.readall())
    os.close(writing)
