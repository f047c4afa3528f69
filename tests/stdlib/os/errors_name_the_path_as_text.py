import os, pathlib, tempfile

folder = tempfile.TemporaryDirectory()  # some of the calls succeed, and other runs of this test do the same
os.chdir(folder.name)
p = pathlib.Path("nope/zz")
for f in (os.stat, os.lstat, os.listdir, os.scandir, os.unlink, os.rmdir, os.mkdir, open, os.open, os.chmod, os.readlink, os.chdir, os.utime, os.truncate, os.walk, os.access, os.makedirs, os.removedirs):
    try:
        r = f(*((p, 0) if f in (os.open, os.chmod, os.truncate, os.access) else (p,)))
        list(r) if f is os.walk else 0
        print(f.__name__, "ok")
    except OSError as e:
        print(f.__name__, e, repr(e.filename))
for f in (os.rename, os.link, os.symlink, os.replace):
    try:
        f(p, pathlib.Path("nope/q"))
        print("ok")
    except OSError as e:
        print(f.__name__, e, repr(e.filename), repr(e.filename2))
os.chdir("/")
folder.cleanup()
