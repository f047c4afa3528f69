# readinto() fills a buffer byte by byte, whatever its items are: of streams in memory, buffered and unbuffered files, and those that
# only have read(). The buffer is free afterwards.
import array
import io
import os
import tempfile

DATA = array.array("i", [1, 2, 3]).tobytes()


class OnlyReads(io.BufferedIOBase):
    def __init__(self):
        self.data = DATA

    def read(self, size=-1):
        taken, self.data = self.data[:size], self.data[size:]
        return taken

    read1 = read

    def seek(self, position):
        self.data = DATA[position:]


def check(stream):
    with stream:
        for name in "readinto", "readinto1":
            read = getattr(stream, name, None)
            if not read:
                continue
            numbers = array.array("i", [0] * 4)
            stream.seek(0)
            print(type(stream).__name__, name, read(numbers), numbers.tolist(), end=" ")
            numbers.append(5)
            stream.seek(0)
            print(read(memoryview(numbers)[3:]), numbers.tolist(), end=" ")
            few = bytearray(5)
            stream.seek(0)
            print(read(few), bytes(few) == DATA[:5], end=" ")
            few.append(1)
            print(read(bytearray()))


check(io.BytesIO(DATA))
check(io.BufferedReader(io.BytesIO(DATA)))
check(io.BufferedRandom(io.BytesIO(DATA)))
check(OnlyReads())
with tempfile.TemporaryDirectory() as directory:
    name = os.path.join(directory, "file")
    with open(name, "wb") as file:
        file.write(DATA)
    check(open(name, "rb"))
    check(open(name, "rb", buffering=0))
    check(open(name, "r+b"))
