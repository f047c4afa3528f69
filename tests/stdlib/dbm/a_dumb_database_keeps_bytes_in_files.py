import os, tempfile, sys, io
d = tempfile.mkdtemp()
os.chdir(d)
import dbm, dbm.dumb
with dbm.dumb.open("db", "n") as s:
    s["a"] = b"1"
    s[b"b"] = "2"
    s["a"] = "x" * 600
    print(s.keys(), s["a"][:3], len(s), b"a" in s, "q" in s, s.get("q", 3), s.items()[1])
    del s["b"]
    try:
        s[3] = 4
    except TypeError as e:
        print(e)
print(dbm.whichdb("db"), open("db.dir").read(), sorted(os.listdir(".")), dbm.whichdb("nope"))
try:
    s["a"]
except OSError as e:
    print(e)
r = dbm.dumb.open("db", "r")
print(list(r))
try:
    r["x"] = "y"
except OSError as e:
    print(e)
for fl in ("q",):
    try:
        dbm.dumb.open("db", fl)
    except ValueError as e:
        print(e)
try:
    dbm.open("nope", "r")
except dbm.error as e:
    print(e)
