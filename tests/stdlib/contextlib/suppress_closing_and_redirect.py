import contextlib
import io

with contextlib.suppress(KeyError, ValueError):
    {}["missing"]
stream = io.StringIO()
with contextlib.redirect_stdout(stream):
    print("hidden")
print(repr(stream.getvalue()))
with contextlib.closing(stream):
    pass
print(stream.closed)
with contextlib.nullcontext(5) as five:
    print(five)
