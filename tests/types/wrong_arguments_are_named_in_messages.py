# oracle: 3.13
"""What the arguments of built-in functions should have been, and what they are; None is named itself, not by its type."""
import heapq
import itertools

attempts = r'''
"a".find(None)
"a".replace("a", None)
"a".encode(None)
"a".maketrans(1, 2)
"a".maketrans(1, "a")
"a".maketrans("a", "b", None)
"a".split(1, "x")
"a".removeprefix(None)
format("a", None)
(1).to_bytes(1, None)
int.from_bytes(b"", 3)
(1).__format__("\0")
heapq.heappush((), 1)
heapq.heapify(None)
heapq.heappop(None)
str(encoding=3)
str("a", "ascii")
itertools.cycle()
itertools.pairwise([], [])
classmethod()
staticmethod(1, 2)
round(bogus=1)
pow(2, exponent=3)
compile("1", "f", mod="exec")
"%i" % "a"
"%u" % None
b"%i" % "a"
"{!".format(1)
"{!}".format(1)
[].pop(10 ** 30)
divmod(1, 0.0)
set().issuperset(1)
eval("\0")
b"ab".hex("\0")
b"ab".hex(":", "x")
b"".decode("nosuch")
b"a" < memoryview(b"b")
memoryview(b"a") + b"b"
memoryview(b"ab").tobytes("X")
memoryview(bytes(range(6))).cast("B", [2, 3]).tobytes("F")
int(memoryview(b"12"))
'''
for attempt in attempts.strip().splitlines():
    try:
        print(repr(attempt), "->", eval(attempt))
    except Exception as error:
        print(repr(attempt), "->", type(error).__name__, error)


class Text(str):
    pass


for text, repeated in (Text("a"), {}), (Text("a"), 1), ("a", Text("b")):
    try:
        print(text + repeated)
    except TypeError as error:
        print(error)
for container in {}, set(), memoryview(b""), range(2), object(), 1.5:
    try:
        container *= "a"
    except TypeError as error:
        print(error)
