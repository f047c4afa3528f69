# dis.dis(..., show_switch=True) is the output of `gilded dis`, but for the addresses of code objects.
# assert-only
import contextlib
import dis
import io
import os
import re

folder = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "golden", "bytecode")
names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))
assert len(names) > 3
for name in names:
    with open(os.path.join(folder, name)) as file:
        code = compile(file.read(), name, "exec")
    with open(os.path.join(folder, name[:-3] + ".txt")) as file:
        expected = file.read()
    out = io.StringIO()
    dis.dis(code, show_switch=True, file=out)
    text = re.sub(r" at 0x[0-9a-f]+, file", ", file", out.getvalue())
    assert text == expected, (name, text)
    # To standard output, too.
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        dis.dis(code)
    assert "RESUME" in out.getvalue() and "∥" not in out.getvalue()
