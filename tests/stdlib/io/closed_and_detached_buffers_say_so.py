# The message tells which call it was; a raw stream that was closed behind the buffer's back counts as well, though
# bytes are still in the buffer.
import os
import tempfile

calls = [("read",), ("read", 3), ("read", -2), ("read", "a"), ("read1",), ("read1", 3), ("readline",),
         ("readline", "x"), ("readinto", bytearray(2)), ("readinto", b"ab"), ("readinto1", bytearray(2)), ("peek", "x"), ("write", b"x"), ("write", "x"), ("seek", 0), ("seek", "a"), ("tell",), ("flush",),
         ("truncate",), ("__next__",), ("readlines",), ("detach",)]


def closed(stream):
    stream.close()


def closed_below(stream):
    if stream.readable():
        stream.read(1)
    stream.raw.close()


def detached(stream):
    stream.detach().close()


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    with open(path, "wb") as file:
        file.write(b"abc\ndef\n")
    for mode in ("rb", "r+b", "ab"):
        for change in (closed, closed_below, detached):
            print(mode, change.__name__)
            for name, *arguments in calls:
                stream = open(path, mode)
                change(stream)
                if mode == "ab" and ("read" in name or name in ("peek", "__next__")) or arguments == [-2]:
                    continue
                try:
                    print(" ", name, arguments, getattr(stream, name)(*arguments))
                except (OSError, ValueError, TypeError) as error:
                    print(" ", name, arguments, f"{type(error).__name__}: {error}")
