# f_locals of a function is a proxy: what it is told, the variables know (PEP 667).
import sys
def attempt(f, *a):
    try:
        print(f(*a))
    except BaseException as e:
        print(type(e).__name__, e)
def f(a, b=2):
    c = 3
    def g(): return c
    proxy = sys._getframe().f_locals
    print(type(proxy).__name__, proxy is sys._getframe().f_locals, proxy == sys._getframe().f_locals, proxy == dict(proxy), proxy == {})
    print(len(proxy), list(proxy), "a" in proxy, "zz" in proxy, 1 in proxy)
    proxy["a"] = 10
    proxy["c"] = 30
    proxy["new"] = 5
    print(a, c, g(), proxy["new"], "new" in sys._getframe().f_locals)
    def delete(k): del proxy[k]
    attempt(delete, "a")
    attempt(delete, "new")
    attempt(proxy.__getitem__, "nope")
    attempt(proxy.get, "nope"); attempt(proxy.get, "a"); attempt(proxy.get, "nope", 7); attempt(proxy.get); attempt(proxy.get, 1, 2, 3)
    attempt(proxy.update, {"a": 11, "q": 1})
    print(a, proxy["q"])
    attempt(proxy.setdefault, "q", 3); attempt(proxy.setdefault, "q2", 3); attempt(proxy.setdefault, "a", 3)
    print(type(proxy.keys()).__name__, type(proxy.items()).__name__, type(proxy.values()).__name__, type(proxy.copy()).__name__)
    print(sorted(proxy.keys()), list(reversed(proxy))[:2])
    attempt(hash, proxy)
    print(sorted((proxy | {"z": 1}).keys()), type({"z": 1} | proxy).__name__)
    proxy |= {"a": 12}
    print(a, type(proxy).__name__, proxy.__eq__(3))
    proxy[1] = 2
    print(1 in proxy)
    attempt(type(proxy)); attempt(type(proxy), 1)
    print(type(locals()).__name__, locals() is locals(), "a" in locals(), "new" in locals())
    for name in ("pop", "popitem", "clear"):
        print(hasattr(proxy, name))
f(1)
def unbound():
    proxy = sys._getframe().f_locals
    print("x" in proxy, list(proxy))
    proxy["x"] = 5
    if proxy is None:
        x = 1
    print(x)
    del x
    print("x" in proxy)
unbound()
def outer():
    x = 1
    def inner():
        sys._getframe(1).f_locals["x"] = 2
    inner()
    return x
print(outer())
# Modules and classes have their namespace itself.
class K:
    x = 1
    print(sys._getframe().f_locals is locals(), type(locals()).__name__)
print(sys._getframe().f_locals is globals())
# Suspended generators and frames that are over.
def numbers():
    x = 1
    yield x
    yield x
g = numbers()
next(g)
print(g.gi_frame.f_locals)
g.gi_frame.f_locals["x"] = 42
print(next(g))
def over():
    x = [1]
    return sys._getframe()
frame = over()
print(list(frame.f_locals), frame.f_locals["x"], frame.f_back.f_code.co_name)
frame.f_locals["x"] = 2
print(frame.f_locals["x"])
frame.clear()
print(frame.f_locals)
