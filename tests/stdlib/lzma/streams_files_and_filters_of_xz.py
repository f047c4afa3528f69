import lzma, io, os, tempfile, random
r = random.Random(5)
data = bytes((r.choice(b"abcdefgh \n") for _ in range(300000)))
for m in (lzma,):
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
d = lzma.LZMADecompressor()
print(d.check, d.eof, d.needs_input)
c = lzma.compress(data)
out = d.decompress(c[:100], 1000)
print(d.check, d.eof, d.needs_input, len(out))
d = lzma.LZMADecompressor()
out = d.decompress(c, 1000)
n = 0
print(d.check, d.eof, d.needs_input, len(out))
while not d.eof:
    n += 1
    out += d.decompress(b"", 1000)
print(n, out == data, d.needs_input, d.unused_data)
f = [{"id": lzma.FILTER_DELTA, "dist": 5}, {"id": lzma.FILTER_LZMA2, "preset": 7 | lzma.PRESET_EXTREME}]
raw = lzma.compress(data, lzma.FORMAT_RAW, filters=f)
print(len(raw), lzma.decompress(raw, lzma.FORMAT_RAW, filters=f) == data)
a = lzma.compress(data, lzma.FORMAT_ALONE)
print(len(a), lzma.decompress(a) == data)
for chk in (lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_CRC64, lzma.CHECK_SHA256):
    x = lzma.compress(b"abc", check=chk)
    d = lzma.LZMADecompressor()
    print(d.decompress(x), d.check, x.hex())
print(lzma.is_check_supported(4), lzma.is_check_supported(5), lzma.is_check_supported(99))
print(lzma._encode_filter_properties({"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}), lzma._decode_filter_properties(lzma.FILTER_LZMA1, b"]\x00\x00\x80\x00"))

def bad(*a, **k):
    try:
        lzma.LZMACompressor(*a, **k)
    except Exception as e:
        print(type(e).__name__, e)
bad(filters=[{}])
bad(filters=[])
bad(filters=[{"id": 99}])
bad(filters=[{"id": lzma.FILTER_LZMA2, "x": 1}])
bad(format=9)
bad(lzma.FORMAT_RAW)
bad(preset=3, filters=f)
bad(lzma.FORMAT_ALONE, check=4)
bad(filters=[{"id": lzma.FILTER_DELTA}] * 5)
bad(preset=99)
bad(filters=5)
bad(filters=[5])
bad(filters=[{"id": -1}])
print(repr(lzma.LZMAError), lzma.LZMACompressor, lzma.CHECK_UNKNOWN, lzma.PRESET_EXTREME)
