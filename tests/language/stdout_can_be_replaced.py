import io, sys
old, sys.stdout = sys.stdout, io.StringIO()
print("captured", 1)
captured, sys.stdout = sys.stdout.getvalue(), old
print(repr(captured))
import contextlib
with contextlib.redirect_stdout(io.StringIO()) as out:
    print("inside")
print(repr(out.getvalue()), sys.stdout is sys.__stdout__)
class Upper:
    def write(self, text):
        old.write(text.upper())
    def flush(self):
        pass
sys.stdout = Upper()
print("shout")
sys.stdout = old
