import shutil, os, tempfile, sys
d = tempfile.mkdtemp()
os.chdir(d)
os.makedirs("src/a/b")
open("src/x.txt", "w").write("x")
open("src/a/b/y.txt", "w").write("y")
print(shutil.get_archive_formats(), shutil.get_unpack_formats())
for f in ("zip", "tar", "gztar", "bztar", "xztar"):
    n = shutil.make_archive("out_" + f, f, "src")
    print(os.path.relpath(n, d))
    shutil.unpack_archive(n, "un_" + f, filter="data" if f != "zip" else None)
    print(sorted((os.path.join(r, x) for r, ds, fs in os.walk("un_" + f) for x in fs)))
n = shutil.make_archive("based", "zip", ".", "src/a")
import zipfile
print(zipfile.ZipFile(n).namelist())
print(shutil.make_archive("q", "tar", base_dir="src"))
for f in (lambda: shutil.make_archive("x", "zz"), lambda: shutil.unpack_archive("x.rar"), lambda: shutil.unpack_archive("src/x.txt", "o", "zip"), lambda: shutil.unpack_archive("src/x.txt", "o", "tar"), lambda: shutil.unpack_archive("x", "o", "qq"), lambda: shutil.register_unpack_format("z", [".zip"], print), lambda: shutil.register_archive_format("z", 3), lambda: shutil.register_archive_format("z", print, [3]), lambda: shutil.chown("src"), lambda: shutil.chown("src", "nobodyatall")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
shutil.register_archive_format("my", lambda b, d, **k: print(b == os.path.join(os.getcwd(), "zz"), d, sorted(k)), [("p", 3)], "mine")
shutil.make_archive("zz", "my")
print(shutil.get_archive_formats()[3])
shutil.unregister_archive_format("my")
shutil.chown("src", os.getuid())
