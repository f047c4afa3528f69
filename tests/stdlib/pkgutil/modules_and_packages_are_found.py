import os, tempfile, sys, io
d = tempfile.mkdtemp()
os.chdir(d)
import pkgutil
os.makedirs("pk/inner")
open("pk/__init__.py", "w").write("v = 1\n")
open("pk/m.py", "w").close()
open("pk/inner/__init__.py", "w").close()
open("pk/inner/z.py", "w").write("class C:\n  x = 5")
open("pk/data.txt", "w").write("data!")
sys.path.insert(0, d)
open("top.py", "w").close()
print([(m.name, m.ispkg) for m in pkgutil.iter_modules([d])], [(m.name, m.ispkg) for m in pkgutil.walk_packages([d])])
import pk
print([(m.name, m.ispkg) for m in pkgutil.walk_packages(pk.__path__, "pk.")], pkgutil.get_data("pk", "data.txt"))
print(pkgutil.resolve_name("pk.inner.z:C.x"), pkgutil.resolve_name("pk.inner.z.C.x"), pkgutil.resolve_name("os.path:join") is os.path.join)
for x in ("pk:q", "pk q", "nope:x"):
    try:
        pkgutil.resolve_name(x)
    except Exception as e:
        print(type(e).__name__, e)
