import subprocess
import sys

child = """
import sys
print(repr(sys.stdin.readline()))
print(repr(sys.stdin.read(3)), repr(sys.stdin.readline(2)), repr(sys.stdin.readline()))
print([line for line in sys.stdin])
print(repr(sys.stdin.read()), repr(sys.stdin.readline()))
"""
for data in (b"one\r\ntwo\rthree\nf\xc3\xbcr\nlast", b"", b"a\n"):
    print(subprocess.run([sys.executable, "-c", child], input=data, capture_output=True).stdout.decode())
child = """
import sys
print(sys.stdin.buffer.read(2), sys.stdin.buffer.peek(1)[:1], sys.stdin.buffer.readline())
print(sys.stdin.buffer.read1(3), sys.stdin.buffer.readlines())
"""
print(subprocess.run([sys.executable, "-c", child], input=b"ab\x00c\r\nxyz\n\xff\n", capture_output=True).stdout.decode())
child = "import sys; sys.stdin.read()"
print(subprocess.run([sys.executable, "-c", child], input=b"\xff", env={"PYTHONIOENCODING": "utf-8"}, capture_output=True).stderr.decode().splitlines()[-1])
child = "import sys; print(input('? '), input())"
print(subprocess.run([sys.executable, "-c", child], input=b"x\ny\n", capture_output=True).stdout)
child = "import sys; print(sys.stdout.encoding, sys.stdout.errors, '\\xe9')"
print(subprocess.run([sys.executable, "-c", child], env={"PYTHONIOENCODING": "latin-1:ignore"}, capture_output=True).stdout)
