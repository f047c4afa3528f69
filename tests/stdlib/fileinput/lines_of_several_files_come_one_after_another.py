import os, tempfile, sys, io
d = tempfile.mkdtemp()
os.chdir(d)
import fileinput
open("a", "w").write("1\n2\n")
open("b", "w").write("3\n4")
with fileinput.input(("a", "b"), encoding="utf-8") as f:
    for line in f:
        print(fileinput.filename(), f.lineno(), f.filelineno(), f.isfirstline(), f.isstdin(), repr(line), fileinput.fileno() > 0)
for line in fileinput.FileInput("a", inplace=True, backup=".orig"):
    print("new", line, end="")
print(open("a").read(), open("a.orig").read(), os.path.exists("a.bak"))
f = fileinput.input(["a", "b"])
print(f.readline())
f.nextfile()
print(f.readline(), f.lineno())
fileinput.close()
for x in (lambda: fileinput.lineno(), lambda: fileinput.FileInput("a", mode="w"), lambda: fileinput.FileInput("a", inplace=1, openhook=3)):
    try:
        x()
    except Exception as e:
        print(type(e).__name__, e)
import gzip
z = gzip.open("z.gz", "wt")
z.write("zip\n")
z.close()
print(list(fileinput.input("z.gz", openhook=fileinput.hook_compressed, encoding="utf-8")))
fileinput.close()
