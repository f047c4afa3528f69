import a.b as c, d
from ..e import (f as g, h)
from . import *
x: int = 1
(y): str
z[0].w += 2
a = b, *c = d
del a, (b, c[0])
global p, q
assert a, "message"
raise E from None
for i, *j in k:
    break
else:
    continue
while a:
    pass
if a:
    pass
elif b:
    pass
else:
    pass
