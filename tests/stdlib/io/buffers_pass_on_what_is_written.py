# A raw stream takes a part, refuses for now (None), or claims nonsense; what it did not take is kept.
import io


class Raw(io.RawIOBase):
    def __init__(self, results):
        self.results = list(results)
        self.written = []

    def writable(self):
        return True

    def write(self, data):
        self.written.append((type(data).__name__, bytes(data)))
        return self.results.pop(0) if self.results else len(data)


for results in ([], [2], [None], [3, None], [None, None], [100], [-1], [None] * 4):
    raw = Raw(results)
    stream = io.BufferedWriter(raw, 8)
    for data in (b"abc", b"defgh", b"ijk", b"l" * 20, b"", bytearray(b"mno"), memoryview(b"pqr")):
        try:
            result = stream.write(data)
        except BlockingIOError as error:
            result = error.strerror, error.characters_written
        except OSError as error:
            result = str(error)
        print(results, bytes(data), result, raw.written)
        raw.written.clear()
    try:
        stream.write(memoryview(b"p-q-r")[::2])
    except BufferError as error:
        print(error)
    try:
        stream.flush()
    except OSError as error:
        print(type(error).__name__, error.args[1:])
    print(raw.written)
