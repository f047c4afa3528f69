import io, sys
print()
print(1, "a", None, [1], sep="-", end="!\n")
print("a", "b", sep="")
print(*"abc", sep=", ")
print("no newline", end="")
print(" and then")
out = io.StringIO()
print("to a file", 5, file=out, end="|")
print(repr(out.getvalue()))
print("flushed", flush=True)
print(sep="x")
print("none", sep=None, end=None)
class Writer:
    def write(self, text):
        chunks.append(text)
chunks = []
print("x", "y", file=Writer())
print(repr("".join(chunks)))
for call in ("print(1, sep=5)", "print(1, end=5)", "print(1, file=5)"):
    try:
        eval(call)
    except (TypeError, AttributeError) as error:
        print(call, "->", type(error).__name__, error)
