class L:
    def __init__(self, name): self.name = name
    def __add__(self, other): print(self.name, "add"); return NotImplemented
    def __radd__(self, other): print(self.name, "radd"); return NotImplemented
    def __iadd__(self, other): print(self.name, "iadd"); return NotImplemented
    def __lt__(self, other): print(self.name, "lt"); return NotImplemented
    def __gt__(self, other): print(self.name, "gt"); return NotImplemented
    def __eq__(self, other): print(self.name, "eq"); return NotImplemented
class R(L):
    pass
class S(L):
    def __radd__(self, other): print(self.name, "S radd"); return "S"
def show(f):
    try:
        print(f())
    except TypeError as error:
        print(error)
show(lambda: L("l") + L("m"))
show(lambda: L("l") + R("r"))
show(lambda: L("l") + S("s"))
show(lambda: 1 + L("l"))
show(lambda: L("l") + 1)
show(lambda: L("l") < R("r"))
show(lambda: L("l") < L("m"))
show(lambda: L("l") == R("r"))
show(lambda: L("l") == 1)
show(lambda: L("l") != L("m"))
def inplace():
    x = L("l")
    x += 1
show(inplace)
class N(int):
    def __add__(self, other): return "N add"
    def __radd__(self, other): return "N radd"
print(1 + N(2), N(2) + 1, N(2) + N(3), N(2) - 1, [1] + [2])
class Seq:
    def __radd__(self, other): return "Seq radd"
    def __rmul__(self, other): return "Seq rmul"
print([1] + Seq(), (1,) + Seq(), "a" + Seq(), [1] * Seq(), "a" * Seq(), b"" + Seq())
for f in (lambda: [1] + 1, lambda: "a" + 1, lambda: (1,) + [], lambda: 1 + "a", lambda: [1] * "a", lambda: "a" * 1.5,
          lambda: {} + {}, lambda: -"a", lambda: ~1.5, lambda: 2 ** "a", lambda: pow(2, "a", 3), lambda: 1 @ 2, lambda: print >> 1,
          lambda: 1 < "a", lambda: [] < 1, lambda: b"" + "", lambda: None + 1):
    show(f)
