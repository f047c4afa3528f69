log = []
def f(name, value=None):
    log.append(name)
    return value
f("a", 1) + f("b", 2) * f("c", 3)
f("function", lambda *args, **kw: None)(f("x"), *f("y", ()), k=f("z"), **f("w", {}))
{f("k1", 1): f("v1"), f("k2", 2): f("v2")}
[f("e1"), f("e2")]
f("dict", {})[f("key", 1)] = f("right side")
f("then") if f("condition", True) else f("else")
f("object", [1, 2, 3])[f("low", 0):f("high", 2):f("step", 1)]
print(" ".join(log))
