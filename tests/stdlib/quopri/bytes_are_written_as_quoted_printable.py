import os, tempfile, sys, io
d = tempfile.mkdtemp()
os.chdir(d)
import quopri
print(quopri.encodestring("é = x\tß ".encode(), quotetabs=True), quopri.decodestring(b"=C3=A9_a=\n", header=True), quopri.needsquoting(b"=", 0, 0), quopri.ishex(b"f"), quopri.unhex(b"ff"), quopri.quote(b"="))
o = io.BytesIO()
quopri.encode(io.BytesIO(b"long " * 30), o, 0)
print(o.getvalue())
