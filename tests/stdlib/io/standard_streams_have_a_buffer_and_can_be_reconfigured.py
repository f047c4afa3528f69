import io
import sys

sys.stdout.write("text ")
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes \xc3\xa9 ")
sys.stdout.write("text again\n")
sys.stdout.buffer.flush()
print(isinstance(sys.stdout, io.TextIOWrapper), isinstance(sys.stdout, io.TextIOBase), isinstance(sys.stdin.buffer, io.BufferedReader))
print(sys.stdout.name, sys.stdout.mode, sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdin.name, sys.stdout.fileno(), sys.stdin.buffer.name)
print(sys.stdout.writable(), sys.stdout.readable(), sys.stdin.readable(), sys.stdin.writable(), sys.stdout.closed)
try:
    print("\ud800")
except UnicodeEncodeError as error:
    print(error)
sys.stdout.reconfigure(errors="backslashreplace")
print("\udc80")
sys.stdout.reconfigure(encoding="latin-1", errors="replace")
sys.stdout.write("\xfc\u20ac\n")
sys.stdout.reconfigure(encoding="utf-8", newline="\r\n")
print("line")
sys.stdout.reconfigure(newline="\n")
for wrong in (lambda: sys.stdout.read(), lambda: sys.stdin.write("x"), lambda: sys.stdout.write(b"x"), lambda: sys.stdout.buffer.write("x"),
              lambda: sys.stdout.reconfigure(encoding="nonsense"), lambda: sys.stdout.reconfigure(newline="x")):
    try:
        wrong()
    except (OSError, TypeError, LookupError, ValueError) as error:
        print(type(error).__name__, error)
wrapped = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-8", write_through=True)
wrapped.write("through a wrapper of our own\n")
sys.stdout = wrapped
print("done")
