def make(*bases, **namespace):
    try:
        return type("X", bases, namespace)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
make(int, str)
make(bool)
make(int, __slots__=("a",))
make(__slots__=("a",), a=1)
make(__slots__=(1,))
make(__slots__=("1",))
make(list, dict)
class P: pass
make(P, __slots__=("__dict__",))
class L(list):
    __slots__ = ("extra",)
l = L([1, 2])
l.extra = "e"
print(l, l.extra, hasattr(l, "__dict__"))
class M(L):
    pass
m = M([3])
m.extra, m.other = 1, 2
print(m, m.extra, m.other, m.__dict__)
m.__dict__["third"] = 3
print(m.third, m.extra, m.other, vars(m))
class T(tuple):
    def __new__(cls, *items):
        self = super().__new__(cls, items)
        self.tag = len(items)
        return self
t = T(1, 2, 3)
print(t, t.tag, T().tag, t[1:], type(t[1:]).__name__)
class I(int):
    pass
for n in (0, 5, -7, 2 ** 70):
    i = I(n)
    i.name = "n"
    print(i, i.name, i + 1, type(i + 1).__name__)
class S(str):
    pass
for text in ("", "a", "abcdefgh", "\u20ac\U0001f600"):
    s = S(text)
    s.mark = 1
    s.mark += 1
    print(repr(s), s.mark, s.upper(), hash(s) == hash(text))
class F(float): pass
f = F(1.5)
f.unit = "m"
print(f, f.unit, f * 2)
class D(dict):
    def __missing__(self, key):
        return key * 2
d = D(a=1)
d.attr = "x"
print(d["a"], d["zz"], d.attr, d)
class E(Exception):
    def __init__(self, *args):
        super().__init__(*args)
        self.code = 7
try:
    raise E("text")
except E as e:
    print(e, e.code, e.args, e.__dict__)
class B(bytes): pass
b = B(b"abc")
b.x = 1
print(b, b.x)
