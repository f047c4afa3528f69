import bz2, io, os, tempfile, random
r = random.Random(5)
data = bytes((r.choice(b"abcdefgh \n") for _ in range(300000)))
for m in (bz2,):
    c = m.compress(data)
    print(m.__name__, len(c), m.decompress(c) == data, m.decompress(c + c + b"junk") == data * 2)
    print(m.compress(b""), m.decompress(m.compress(b"")))
    d = tempfile.mkdtemp()
    p = os.path.join(d, "f")
    with m.open(p, "wt", encoding="utf-8") as f:
        f.write("hé\nline 2\n" * 3)
    with m.open(p, "rt", encoding="utf-8") as f:
        print(f.readlines())
    with m.open(p, "ab") as f:
        print(f.write(b"more"), f.tell(), f.writable(), f.seekable())
    with m.open(p) as f:
        print(f.read(5), f.tell(), f.peek(3)[:3], f.seek(2), f.readline(), f.seek(0, 2), f.read(), f.mode, f.name == p)
        f.seek(-4, 2)
        print(f.read())
        print([l for l in f])
        try:
            f.write(b"x")
        except io.UnsupportedOperation as e:
            print(e)
    try:
        f.read()
    except ValueError as e:
        print(e)
    print(f.closed)
    for bad in (b"nonsense nonsense", c[:100], b""):
        try:
            print(m.decompress(bad))
        except Exception as e:
            print(type(e), e)
    try:
        m.open(p, "rz")
    except ValueError as e:
        print(e)
    for a in ((p, "rtb"),):
        try:
            m.open(*a)
        except ValueError as e:
            print(e)
d = bz2.BZ2Decompressor()
c = bz2.compress(data)
out = b""
n = 0
out = d.decompress(c, 1000)
while not d.eof:
    n += 1
    out += d.decompress(b"", 1000)
print(n, out == data, d.needs_input, d.unused_data)
try:
    d.decompress(b"")
except EOFError as e:
    print(e)
k = bz2.BZ2Compressor()
k.flush()
for f in (k.flush, lambda: k.compress(b"")):
    try:
        f()
    except ValueError as e:
        print(e)
for lvl in (0, 10):
    try:
        bz2.BZ2Compressor(lvl)
    except ValueError as e:
        print(e)
