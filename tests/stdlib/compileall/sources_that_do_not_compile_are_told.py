import compileall
import os
import re
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.makedirs("tree/inner/deeper")
    for name, text in (("tree/good.py", "x = 1\n"), ("tree/bad.py", "x = = 1\n"), ("tree/notes.txt", "= =\n"),
                       ("tree/inner/also_good.py", "y = 2\n"), ("tree/inner/deeper/worse.py", "def f(:\n")):
        with open(name, "w") as file:
            file.write(text)
    print(compileall.compile_file("tree/good.py"), compileall.compile_file("tree/notes.txt"))
    print(compileall.compile_file("tree/bad.py"))
    print(compileall.compile_file("tree/bad.py", quiet=1), compileall.compile_file("tree/bad.py", quiet=2))
    print(compileall.compile_dir("tree", force=True))
    print(compileall.compile_dir("tree", maxlevels=0, quiet=2), compileall.compile_dir("tree/inner", maxlevels=0, quiet=2))
    print(compileall.compile_dir("tree", quiet=2, rx=re.compile("bad|worse")), compileall.compile_dir("tree", quiet=2, workers=1))
    for wrong in (lambda: compileall.compile_dir("tree", workers=-1), lambda: compileall.compile_file("x", ddir="a", stripdir="b")):
        try:
            wrong()
        except ValueError as error:
            print(error)
    for arguments in (["-f", "tree/good.py"], ["-q", "tree"], ["-qq", "tree"], ["-q", "-l", "tree/inner"], ["-q", "-x", "bad|worse", "tree"]):
        done = subprocess.run([sys.executable, "-m", "compileall", *arguments], capture_output=True, text=True)
        print(arguments, done.returncode, done.stdout)
    os.chdir("/")
