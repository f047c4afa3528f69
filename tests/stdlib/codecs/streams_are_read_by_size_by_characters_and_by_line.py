# codecs.StreamReader reads pieces, keeps what is not complete, and codecs.StreamWriter writes one mark only.
import codecs
import io


class Watched(io.BytesIO):
    def read(self, size=-1):
        data = super().read(size)
        print("   read", size, len(data))
        return data


def run(text, *calls, encoding="utf-8"):
    print(repr(text)[:60], encoding)
    stream = Watched(text.encode(encoding) if isinstance(text, str) else text)
    reader = codecs.getreader(encoding)(stream)
    for name, *arguments in calls:
        try:
            print(name, arguments, repr(getattr(reader, name)(*arguments)))
        except (UnicodeError, StopIteration) as error:
            print(name, arguments, repr(error))


run("a" * 100, ("read", 10), ("read", 10), ("read",))
run("a" * 100, ("read", -1, 10), ("read", 5, 10), ("read", 5, 30), ("read", 20, 5), ("read",))
run("é" * 30, ("read", 3), ("read", 3), ("read", 3, 2), ("read", 3, 5), ("read",))
lines = "ab\ncd\r\nef\rgh"
run(lines, *[("readline",)] * 6)
run(lines, *[("readline", None, False)] * 6)
run(lines, *[("readline", 2)] * 8)
run(lines, ("readline",), ("read", 1), ("read", -1, 1), ("readline",), ("read", 3), ("readlines",))
run("x" * 200 + "\ny" * 100, ("readline",), ("readline",), ("read", -1, 3), ("readline", 10), ("readlines",))
run("x" * 71 + "\r\ny", ("readline",), ("readline",))
run("x" * 71 + "\ry", ("readline",), ("readline",))
run(b"abc\xff\ndef", ("read",))
run(b"abc\ndef\xff", ("readline",), ("readline",))
run(b"ab\xc3", ("read",), ("read",), ("readline",))
run("ab\ncd", ("readline",), ("seek", 0), ("readline",), ("reset",), ("readline",))
run("a\n\nb", ("__next__",), ("__next__",), ("__next__",), ("__next__",))
for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "unicode_escape", "raw_unicode_escape", "cp1252"):
    text = "hä\nwö\r\n"
    run(text, ("readline",), ("read", 1), ("read", 3, 1), ("read",), encoding=encoding)
    for cut in range(1, 6):
        decoder = codecs.getincrementaldecoder(encoding)()
        data = text.encode(encoding)
        print(repr(decoder.decode(data[:cut])), repr(decoder.decode(data[cut:], True)))
    stream = io.BytesIO()
    writer = codecs.getwriter(encoding)(stream)
    writer.write("ab")
    writer.write("")
    writer.writelines(["c", "d"])
    print(stream.getvalue())
    writer.seek(0)
    writer.write("e")
    print(stream.getvalue())
try:
    print(codecs.getreader("utf-16")(io.BytesIO(b"a\0b\0")).read())
except UnicodeError:
    print("no mark")
