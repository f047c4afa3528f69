# Buffers and text streams whose __init__() never ran, or failed; and text whose buffer was taken away.
import io
import os
import tempfile

path = os.path.join(tempfile.mkdtemp(), "f")
with open(path, "w") as file:
    file.write("a\nb\n")


def show(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


for kind, calls in ((io.BufferedReader, ("read", "readline", "peek", "close", "__enter__")), (io.BufferedWriter, ("flush", "close", "__enter__")),
                    (io.BufferedRandom, ("read", "flush", "close")), (io.TextIOWrapper, ("read", "readline", "flush", "close", "__enter__"))):
    print(kind.__name__)
    bare = kind.__new__(kind)
    for call in calls:
        show(getattr(bare, call))
    show(lambda: bare.closed)

print("arguments")
show(io.TextIOWrapper)
with open(path, "rb") as buffer:
    for arguments in ((5,), (None, 5), (None, None, 5), (None, None, "x"), (None, None, b"\n"), ("no such encoding",)):
        show(io.TextIOWrapper, buffer, *arguments)
for kind, mode in ((io.BufferedReader, "ab"), (io.BufferedWriter, "rb"), (io.BufferedRandom, "rb"), (io.BufferedRandom, "ab")):
    with open(path, mode, 0) as raw:
        show(kind, raw)
with open(path, "rb", 0) as raw:
    for size in ("x", 0, -1, 1.5):
        show(io.BufferedReader, raw, size)
show(io.BufferedReader, 5)
show(io.TextIOWrapper, 5)

print("detached")
text = open(path)
buffer = text.detach()
for call in ("read", "readline", "flush", "close", "__enter__", "detach"):
    show(getattr(text, call))
show(lambda: text.closed)
print(buffer.read())
buffer.close()
os.unlink(path)
os.rmdir(os.path.dirname(path))
