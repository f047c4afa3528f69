class L(list):
    def first(self):
        return self[0]
class D(dict):
    def __getitem__(self, k):
        return "got " + super().__getitem__(k)
class S(str):
    def shout(self):
        return self.upper() + "!"
class I(int):
    def __add__(self, other):
        return I(int(self) + other + 1000)
class F(float):
    pass
class T(tuple):
    pass
l = L([1, 2])
l.append(3)
l.extra = "attribute"
print(l, l.first(), l.extra, type(l + [4]).__name__, type(l[:]).__name__, isinstance(l, list), l == [1, 2, 3], len(l))
d = D(a="x")
print(d["a"], d.get("a"), d, type(d.copy()).__name__, {**d})
s = S("abc")
print(s.shout(), s + "d", type(s + "d").__name__, s == "abc", {s: 1}["abc"], s[0], type(s.upper()).__name__, len(s), hash(s) == hash("abc"))
print(I(5) + 1, type(I(5) + 1).__name__, I(5) - 1, type(I(5) - 1).__name__, I(7) == 7, [10, 20][I(1)], F(2.5) * 2, type(F(1)).__name__, T("ab"), I("12"))
