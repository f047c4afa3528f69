import os, tempfile
path = os.path.join(tempfile.mkdtemp(), "file.txt")
with open(path, "w", encoding="utf-8") as f:
    print(f.write("line one\nzwölf €\n"), f.closed, f.mode, f.encoding, f.writable(), f.readable())
    f.writelines(["a\n", "b"])
print(f.closed)
with open(path, encoding="utf-8") as f:
    print(f.read(4), f.readline().strip(), f.readlines(), repr(f.read()))
with open(path, encoding="utf-8") as f:
    for number, line in enumerate(f):
        print(number, line.rstrip())
    f.seek(0)
    print(next(f), end="")
with open(path, "rb") as f:
    print(f.read(), f.tell())
with open(path, "a") as f:
    f.write("\nend")
print(open(path, encoding="utf-8").read().split("\n")[-1])
os.remove(path)
for call in ("open(path)", "open(path, 'q')", "open(path, 'rw')", "f.write('x')", "open(1.5)"):
    try:
        eval(call)
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, str(error).replace(path, "PATH"))
os.rmdir(os.path.dirname(path))
