# A source that is damaged, or enormous, is refused with the error of CPython, or runs.
# timeout: 120
import os
import subprocess
import sys
import tempfile

folder = tempfile.TemporaryDirectory()
d = folder.name


def run(name, data):
    path = os.path.join(d, "bad.py")
    with open(path, "wb") as file:
        file.write(data)
    r = subprocess.run([sys.executable, path], capture_output=True, timeout=200)
    out = r.stderr.decode("utf-8","replace").replace(d, "D")
    lines = out.splitlines()
    print("-----", name, r.returncode, r.stdout[:200], *(l[:150] for l in lines[-5:]), sep="\n")

run("nul", b"x = 1\n\0y = 2\n")
run("nul in string", b"x = 'a\0b'\n")
run("invalid utf8", b"x = 1\ny = '\xff'\n")
run("invalid utf8 comment", b"# \xe9\nx = 1\n")
run("wrong coding", b"# -*- coding: nope -*-\nx = 1\n")
run("coding mismatch bom", b"\xef\xbb\xbf# coding: latin-1\nx = 1\n")
run("latin coding", b"# coding: latin-1\nprint(ascii('\xe9'))\n")
run("cp1252 coding", b"# coding: cp1252\nprint(ascii('\x80'))\n")
run("bom", b"\xef\xbb\xbfprint('ok')\n")
run("tabs", b"if True:\n\tx = 1\n        y = 2\n")
run("tabs2", b"if True:\n        x = 1\n\ty = 2\n")
run("nested (", b"(" * 100000)
run("nested [ closed", b"x = " + b"[" * 100000 + b"]" * 100000 + b"\n")
run("nested 150", b"x = " + b"[" * 150 + b"]" * 150 + b"\nprint('ok')\n")
run("nested 250", b"x = " + b"(" * 250 + b")" * 250 + b"\n")
run("nested parens 199", b"x = " + b"(" * 199 +b"1"+ b")" * 199 + b"\nprint('ok')\n")
run("minus", b"x = " + b"-" * 100000 + b"1\n")
run("not", b"x = " + b"not " * 100000 + b"1\n")
run("long line", b"x = '" + b"a" * 10_000_000 + b"'\nprint(len(x))\n")
run("long sum", b"x = 1" + b" + 1" * 20000 + b"\nprint(x)\n")
run("nested blocks", b"".join(b" " * i + b"if 1:\n" for i in range(150)) + b" " * 150 + b"pass\n")
run("nested functions", b"".join(b" " * i + b"def f():\n" for i in range(90)) + b" " * 90 + b"pass\nprint('ok')\n")
run("attribute chain", b"x = a" + b".b" * 100000 + b"\n")
run("call chain", b"x = a" + b"()" * 100000 + b"\n")
run("elif chain", b"x=5\nif x == 0: pass\n" + b"".join(b"elif x == %d: pass\n" % i for i in range(20000)) + b"print('ok')\n")
run("form feed", b"\x0cprint('ok')\n")
run("cr only", b"print(1)\rprint(2)\r")
run("no newline", b"print('ok')")
run("ctrl-z", b"print(1)\n\x1a\n")
run("lambda nest", b"x = " + b"lambda: " * 50000 + b"1\n")
run("fstring nest", b"x = f'" + b"{f'" * 300 + b"1" + b"'}" * 300 + b"'\n")
run("dict nest", b"x = " + b"{1:" * 100000)
run("many statements", b"x = 1\n" * 200_000 + b"print(x)\n")
run("many elements", b"x = [" + b"1," * 300_000 + b"]\nprint(len(x))\n")
