import zipfile, io, os, tempfile, sys, time, warnings, stat
d = tempfile.mkdtemp()
os.chdir(d)
os.environ["TZ"] = "UTC"
sys.stderr = sys.stdout
T = (2020, 5, 17, 10, 20, 30)
for c in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", c) as z:
        for n, data in (("a.txt", "hello " * 1000), ("b/c.bin", bytes(range(256)) * 4), ("b/é.txt", "x"), ("empty", b"")):
            i = zipfile.ZipInfo(n, T)
            i.compress_type = c
            z.writestr(i, data)
        z.mkdir("folder")
        z.comment = b"a comment"
        with z.open("stream", "w") as f:
            print(f.write(b"abc" * 100), f.writable(), f.name, f.mode)
    pass
    z = zipfile.ZipFile(b)
    print(c, len(b.getvalue()), z.namelist(), z.comment, z.testzip(), z.read("a.txt")[:11], z.read("b/c.bin") == bytes(range(256)) * 4)
    for i in z.infolist():
        print(i if c != 14 or 1 else "", i.CRC, i.date_time if i.filename[0] in "ab" else "", i.flag_bits, i.create_version, i.extract_version, i.header_offset, i.is_dir())
    with z.open("a.txt") as f:
        print(f, f.readline()[:10], f.tell(), f.seek(10), f.read(5), f.seek(-3, 2), f.read(), f.seekable(), f.readable(), f.peek(3), f.seek(0), f.peek(3)[:4], f.read1(4))
    print(f)
    try:
        f.read()
    except ValueError as e:
        print(e)
    with z.open("b/c.bin") as f:
        f.seek(100)
        print(f.read(3), f.tell())
        f.seek(2)
        print(f.read(2), [len(l) for l in io.TextIOWrapper(z.open("a.txt"))])
with open("f.txt", "w") as f:
    f.write("some text\n" * 50)
os.utime("f.txt", (1589710830, 1589710830))
os.makedirs("dd/ee")
open("dd/ee/g.txt", "w").close()
os.chmod("f.txt", 420)
with zipfile.ZipFile("t.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.write("f.txt")
    z.write("f.txt", "other/name.txt", zipfile.ZIP_STORED)
    z.write("f.txt", "../../evil.txt")
    print(z.getinfo("f.txt"), z)
    z.printdir()
with zipfile.ZipFile("t.zip", "a") as z:
    z.writestr(zipfile.ZipInfo("added", T), "more")
    print(z.namelist())
print(z, zipfile.is_zipfile("t.zip"), zipfile.is_zipfile("f.txt"), zipfile.is_zipfile(b), zipfile.is_zipfile("nope"))
with zipfile.ZipFile("t.zip") as z:
    z.extractall("out")
    print(sorted((os.path.join(r, x) for r, _, fs in os.walk("out") for x in fs)))
    print(z.extract("added", "out2"))
    z.printdir()
    for f in (lambda: z.read("nope"), lambda: z.writestr("x", "y"), lambda: z.open("added", "q"), lambda: z.setpassword("s"), lambda: setattr(z, "comment", "x")):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)
for f in (lambda: zipfile.ZipFile("f.txt"), lambda: zipfile.ZipFile("t.zip", "q"), lambda: zipfile.ZipFile("t.zip", "x"), lambda: zipfile.ZipFile("nope"), lambda: zipfile.ZipFile("x.zip", "w", 99), lambda: zipfile.ZipInfo("a", (1970, 1, 1, 0, 0, 0)), lambda: z.read("added")):
    try:
        f()
    except Exception as e:
        print(type(e), e)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    with zipfile.ZipFile(io.BytesIO(), "w") as z:
        z.writestr("a", "1")
        z.writestr("a", "2")
    print(w[0].message)
raw = bytearray(open("t.zip", "rb").read())
i = raw.find(b"some text")
raw[i] ^= 1
open("bad.zip", "wb").write(raw)
bad = zipfile.ZipFile("bad.zip")
print(bad.testzip())
try:
    bad.read("other/name.txt")
except zipfile.BadZipFile as e:
    print(e)
pre = open("pre.zip", "wb")
pre.write(b"#!/bin/sh\n" + open("t.zip", "rb").read())
pre.close()
print(zipfile.ZipFile("pre.zip").read("added"))
p = zipfile.Path("t.zip")
print(p, repr(p), [str(x) for x in p.iterdir()], (p / "other").is_dir(), (p / "other" / "name.txt").read_text(encoding="utf-8")[:9], (p / "added").read_bytes(), (p / "nope").exists())
q = p / "other" / "name.txt"
print(q.name, q.stem, q.suffix, q.suffixes, q.parent, q.filename, q.is_file(), q.parent.parent, q.match("*.txt"), q.relative_to(p), q == p.joinpath("other", "name.txt"))
print([str(x) for x in p.glob("*.txt")], [str(x) for x in p.rglob("*.txt")], [str(x) for x in p.glob("**/*")], [str(x) for x in p.glob("o*/")])
for f in (lambda: (p / "other").open(), lambda: (p / "nn").open(), lambda: list(q.iterdir()), lambda: p.glob("")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)

class NoSeek(io.RawIOBase):

    def __init__(self):
        self.b = b""

    def writable(self):
        return True

    def write(self, d):
        self.b += bytes(d)
        return len(d)

    def seek(self, *a):
        raise OSError

    def tell(self):
        raise OSError
n = NoSeek()
with zipfile.ZipFile(n, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr(zipfile.ZipInfo("q", T), "stream")
print(n.b.hex())
z = zipfile.ZipFile(io.BytesIO(n.b))
print(z.read("q"))
zi = zipfile.ZipInfo.from_file("dd/ee")
print(zi, zi.filename, zi.external_attr >> 16 & 511 != 0)
b = io.BytesIO()
z = zipfile.PyZipFile(b, "w")
open("modx.py", "w").write("x = 3\n")
print(zipfile.main(["-l", "t.zip"]), zipfile.main(["-t", "t.zip"]))
zipfile.main(["-c", "made.zip", "f.txt", "dd"])
zipfile.main(["-e", "made.zip", "o3"])
print(sorted(zipfile.ZipFile("made.zip").namelist()))
print(zipfile.compressor_names[8], zipfile.error is zipfile.BadZipFile, zipfile.ZipExtFile, zipfile.BadZipFile)
