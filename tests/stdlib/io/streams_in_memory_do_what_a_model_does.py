"""Random operations on streams in memory, and what their corners do: python3 says what is right."""
import copy
import io
import pickle
import random

choose = random.Random(5)


def operations(stream, piece):
    """The name of each operation, and what does it now."""
    return {
        "write": lambda: stream.write(piece()),
        "writelines": lambda: stream.writelines([piece(), piece()]),
        "read": lambda: stream.read(choose.choice([-1, None, 0, 1, 5])),
        "readline": lambda: stream.readline(choose.choice([-1, None, 0, 1, 3])),
        "readlines": lambda: stream.readlines(choose.choice([-1, 2])),
        "next": lambda: next(stream),
        "iterate": lambda: list(stream),
        "seek": lambda: stream.seek(choose.choice([0, 1, 5, 30, -1])),
        "seek from": lambda: stream.seek(choose.choice([0, 0, 1, -2]), choose.choice([1, 2, 3])),
        "tell": lambda: stream.tell(),
        "truncate": lambda: stream.truncate(choose.choice([None, 0, 3, 50, -1])),
        "getvalue": lambda: stream.getvalue(),
        "pickle": lambda: (lambda twin: (twin.getvalue(), twin.tell()))(pickle.loads(pickle.dumps(stream))),
        "close": lambda: stream.close() if choose.random() < .3 else None,
    }


def run(make, piece):
    for _ in range(300):
        stream = make()
        known = operations(stream, piece)
        log = []
        for name in choose.choices(list(known), k=choose.randint(1, 12)):
            try:
                log.append((name, known[name]()))
            except Exception as error:
                log.append((name, type(error).__name__, str(error)))
        print(log, stream.closed)


run(lambda: io.StringIO(choose.choice(["", "a\nb\r\nc\rd", "héllo\n", "日本\r\n\U0001f600"]),
                        newline=choose.choice([None, "", "\n", "\r", "\r\n"])),
    lambda: "".join(choose.choices("ab\n\ré日\U0001f600", k=choose.randint(0, 6))))
run(lambda: io.BytesIO(choose.choice([b"", b"a\nb\r\nc", b"xyz\n\n"])),
    lambda: bytes(choose.choices(b"ab\n\r", k=choose.randint(0, 6))))


class Loud(io.StringIO):
    def readline(self, *args):
        return super().readline(*args).upper()


print(list(Loud("a\nb\n")))

buffer = io.BytesIO(b"abc")
view = buffer.getbuffer()
view[0] = 120
print(buffer.getvalue())
for action in lambda: buffer.write(b"long enough to grow"), buffer.close, lambda: buffer.truncate(0):
    try:
        action()
    except BufferError as error:
        print(error)
view.release()
buffer.write(b"q")
print(buffer.getvalue())

for value in "x", 1, None, b"b":
    for action in (lambda: io.BytesIO().write(value), lambda: io.StringIO().write(value), lambda: io.StringIO(value), lambda: io.BytesIO(value),
                   lambda: io.StringIO("", newline=value), lambda: io.StringIO("abc").read(value), lambda: io.BytesIO(b"abc").seek(value)):
        try:
            print(repr(action())[:10])
        except Exception as error:
            print(type(error).__name__, error)

stream = io.StringIO()
stream.note = 1
print(pickle.loads(pickle.dumps(stream)).note, copy.copy(stream).note, isinstance(stream, io.TextIOBase), stream.readable(), stream.isatty(),
      stream.line_buffering, stream.encoding, stream.errors, stream.newlines)
with stream:
    print("x", file=stream)
    print(stream.getvalue())
try:
    stream.getvalue()
except ValueError as error:
    print(error)
