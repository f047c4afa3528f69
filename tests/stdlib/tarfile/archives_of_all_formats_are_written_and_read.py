import tarfile, io, os, tempfile, sys, time, warnings, hashlib
d = tempfile.mkdtemp()
os.chdir(d)
os.environ["TZ"] = "UTC"
time.tzset()
sys.stderr = sys.stdout

def mk(n, size=0, **k):
    t = tarfile.TarInfo(n)
    t.mtime = 1600000000
    t.size = size
    for a, v in k.items():
        setattr(t, a, v)
    return t
files = [("a.txt", b"hello\n" * 100), ("d/b.bin", bytes(range(256)) * 5), ("é/ü.txt", b"x"), ("long/" + "n" * 120 + "/f", b"long"), ("p/" * 60 + "q" * 90, b"split")]
for fmt in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
    for mode in ("w", "w:gz", "w:bz2", "w:xz", "w|", "w|gz"):
        b = io.BytesIO()
        with tarfile.open("nm.tar", mode, b, format=fmt) as t:
            for n, data in files:
                if fmt == tarfile.USTAR_FORMAT and n.startswith("long"):
                    n = n[:60]
                t.addfile(mk(n, len(data), uname="bob", gname="staff", uid=5, mode=416), io.BytesIO(data))
            t.addfile(mk("dir", type=tarfile.DIRTYPE, mode=493))
            t.addfile(mk("ln", type=tarfile.SYMTYPE, linkname="a.txt"))
            t.addfile(mk("hl", type=tarfile.LNKTYPE, linkname="a.txt"))
            if fmt:
                t.addfile(mk("bigid", uid=99999999, mtime=1600000000.5 if fmt == 2 else 5, gname="g" * 40 if fmt == 2 else ""))
                t.addfile(mk("ll", type=tarfile.SYMTYPE, linkname="L" * 150))
        raw = b.getvalue()
        if mode in ("w", "w|"):
            print(fmt, len(raw), hashlib.md5(raw).hexdigest())
        for rm in ("r", "r|*"):
            with tarfile.open(fileobj=io.BytesIO(raw), mode=rm) as t:
                for m in t:
                    f = t.extractfile(m) if m.isreg() else None
                    if mode == "w":
                        print(m.name[:40], len(m.name), m.size, oct(m.mode), m.uid, m.uname, m.gname[:3], m.mtime, m.type, m.linkname[:10], m.offset, m.offset_data, m.isdir(), m.issym(), m.pax_headers.keys() and sorted(m.pax_headers), f and hashlib.md5(f.read()).hexdigest())
                print(mode, rm, len(t.getnames()))
open("f1", "w").write("file one\n")
os.mkdir("sub")
open("sub/f2", "w").write("two")
os.symlink("f2", "sub/sl")
os.link("f1", "hard")
os.chmod("f1", 384)
for n in ("f1", "sub/f2", "sub"):
    os.utime(n, (1600000000.0, 1600000000.0))

def filt(t):
    t.uid = t.gid = 0
    t.uname = t.gname = "root"
    t.mtime = 1600000000
    return None if t.name.endswith("skip") else t
open("sub/skip", "w").close()
with tarfile.open("x.tar.gz", "w:gz") as t:
    t.add("f1", filter=filt)
    t.add("sub", filter=filt)
    t.add("hard", arcname="h", filter=filt)
    print(t.getnames())
with tarfile.open("x.tar.gz") as t:
    t.list()
    t.list(verbose=False)
    print(t.getmember("sub/f2").size, t.extractfile("sub/f2").read(), t.extractfile("sub"), t.extractfile("sub/sl").read(), t.extractfile("h").readlines())
    t.extractall("out", filter="data")
    print(sorted((os.path.join(r, x) for r, ds, fs in os.walk("out") for x in fs + ds)), oct(os.stat("out/f1").st_mode), os.stat("out/f1").st_mtime, os.readlink("out/sub/sl"))
    t.extract("f1", "out2", filter="tar")
    for f in (lambda: t.getmember("nope"), lambda: t.extractall("o", filter="zz"), lambda: t.add("f1")):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)
try:
    t.getnames()
except OSError as e:
    print(e)
with tarfile.open("x.tar", "w") as t:
    t.add("f1", filter=filt)
with tarfile.open("x.tar", "a") as t:
    t.addfile(mk("appended"))
    print(t.getnames())
print(tarfile.open("x.tar").getnames(), tarfile.is_tarfile("x.tar"), tarfile.is_tarfile("f1"), os.path.getsize("x.tar"))

def evil(**k):
    b = io.BytesIO()
    t = tarfile.open(fileobj=b, mode="w")
    t.addfile(mk(**k))
    t.close()
    b.seek(0)
    for fl in ("data", "tar", "fully_trusted"):
        b.seek(0)
        try:
            tarfile.open(fileobj=b).extractall("ev", filter=fl, members=[])
            b.seek(0)
            m = tarfile.open(fileobj=b).next()
            r = {"data": tarfile.data_filter, "tar": tarfile.tar_filter, "fully_trusted": tarfile.fully_trusted_filter}[fl](m, "ev")
            print(fl, r.name, r.mode, r.uid)
        except Exception as e:
            print(fl, type(e).__name__, str(e).replace(d, "D"))
evil(n="../x")
evil(n="/abs")
evil(n="l", type=tarfile.SYMTYPE, linkname="../" * 20 + "y")
evil(n="l", type=tarfile.SYMTYPE, linkname="/y")
evil(n="dev", type=tarfile.CHRTYPE)
evil(n="ok", mode=2559)
evil(n="a/../b", mode=73)
evil(n="h", type=tarfile.LNKTYPE, linkname="../q")
for a, k in ((("f1",), {}), (("nope",), {}), (("f1", "r:gz"), {}), (("f1", "r:zz"), {}), (("f1", "q"), {}), ((), {}), (("f1", "r:"), {}), (("f1", "a:gz"), {}), (("f1", "x"), {}), (("f1", "q|"), {}), (("f1", "r|gz"), {})):
    try:
        tarfile.open(*a, **k)
    except Exception as e:
        print(type(e).__name__, e)
open("empty", "w").close()
try:
    tarfile.open("empty", "r:")
except Exception as e:
    print(type(e).__name__, e)
raw = open("x.tar", "rb").read()
open("trunc", "wb").write(raw[:700])
try:
    with tarfile.open("trunc") as t:
        print(t.getnames())
except Exception as e:
    print(type(e).__name__, e)
bad = bytearray(raw)
bad[5] = 66
try:
    tarfile.open(fileobj=io.BytesIO(bad))
except Exception as e:
    print(type(e).__name__, e)
print(mk("a").replace(name="b").name, mk("dd", type=tarfile.DIRTYPE).get_info(), tarfile.TarInfo.__module__, tarfile.ReadError)
g = mk("sparse")
print(g.tobuf(tarfile.USTAR_FORMAT).hex()[:40], mk("a").isdev())
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    tarfile.open("x.tar").extractall("o5")
    print(w[0].message, w[0].category)
