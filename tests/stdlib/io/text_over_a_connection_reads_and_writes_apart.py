# Where nobody can seek, what was read ahead survives a write; where one can, a write takes its place.
import io


class Pipe(io.BytesIO):
    def seekable(self):
        return False


for kind in (Pipe, io.BytesIO):
    raw = kind(b"one\ntwo\nthree\n")
    text = io.TextIOWrapper(raw, "ascii", newline="\n")
    print(kind.__name__, repr(text.readline()), text.write("x"), end=" ")
    text.flush()
    print(repr(text.readline()))

both = io.TextIOWrapper(io.BufferedRWPair(io.BytesIO(b"foo\nbar\n"), io.BytesIO()), "ascii")
print(both.readline() + str(both.write("zip")) + both.readline())

raw = io.BytesIO()
lines = io.TextIOWrapper(raw, "ascii", newline="", line_buffering=True)
for piece in ("X", "Y\nZ", "A\rB"):
    lines.write(piece)
    print(raw.getvalue())
print(lines)
