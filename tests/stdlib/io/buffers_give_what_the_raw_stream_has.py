# A raw stream in Python gives bytes in pieces, nothing for now (None), nothing at all, or nonsense.
import io


class Raw(io.RawIOBase):
    def __init__(self, pieces):
        self.pieces = list(pieces)

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.pieces:
            return 0
        piece = self.pieces.pop(0)
        if not isinstance(piece, bytes):
            return piece
        buffer[:len(piece)] = piece
        return len(piece)


calls = [("read",), ("read", 3), ("read1", 3), ("readline",), ("readline", 2), ("peek",), ("readinto", bytearray(3)),
         ("readinto1", bytearray(20)), ("readinto", bytearray(20)), ("__next__",)]
for pieces in ([b"ab", None, b"cd"], [None], [b"a", b"b\n", b"c"], [b"a\nb\nc"] * 3, [99999]):
    for name, *arguments in calls:
        stream = io.BufferedReader(Raw(pieces), 8)
        results = []
        for _ in range(4):
            try:
                results.append(getattr(stream, name)(*arguments))
            except (OSError, ValueError, StopIteration) as error:
                results.append(f"{type(error).__name__}: {error}")
        if pieces != [99999] or name != "read":
            print(pieces, name, arguments, results)
