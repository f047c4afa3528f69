# More variables than instructions reach: each keeps its value, locals() has them all, one without a value is unbound.
n = 300
lines = ["def f(flag, p0=0):"]
lines += ["    v%d = %d" % (i, i) for i in range(n)]
lines += ["    def inner(): return v200 + v130", "    if flag:", "        late = 1", "    if flag == 2:", "        return late2", "    late2 = inner()", "    return locals()"]
space = {}
exec("\n".join(lines), space)
f = space["f"]
for flag in (True, False):
    found = f(flag)
    print(len(found), all(found["v%d" % i] == i for i in range(n)), found["inner"]() == 330, found["late2"], "late" in found)
try:
    f(2)
except UnboundLocalError as error:
    print(error)
