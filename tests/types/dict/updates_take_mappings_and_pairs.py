# dict(), update, |, |=, fromkeys and their errors.
class Mapping:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, key):
        return key * 2


print(dict(Mapping()), dict([("a", 1), ["b", 2], "cd"]), dict(a=1, b=2), dict({"a": 0}, a=5), dict(zip("ab", [1, 2])))
d = {"a": 1}
print(d.update(b=2), d.update(Mapping(), z=9), d)
print(d | {"a": 0}, {"q": 1} | d)
e = d
e |= [("k", "v")]
print(d)
for expression in ('dict(5)', 'dict([5])', 'dict(["abc"])', 'dict([(1,)])', '{} | []', '{} | None', 'dict(1, 2)',
                   '{}.update(1, 2)', '{} + {}', '{} < {}', 'dict.fromkeys(5)', '{}.fromkeys([[]])'):
    try:
        print(eval(expression))
    except (TypeError, ValueError) as error:
        print(expression, "->", type(error).__name__, error)
try:
    d |= 5
except TypeError as error:
    print(error)
print(dict.fromkeys("abca"), dict.fromkeys(range(3), []), dict.fromkeys({"a": 1}, 0))


class D(dict):
    def __missing__(self, key):
        return ("missing", key)

    def __setitem__(self, key, value):
        super().__setitem__(key, ("set", value))


s = D(a=1)
s["b"] = 2
print(s, s["zzz"], s.get("zzz"), type(s.copy()), type(s | {}), D.fromkeys("ab", 1))
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 1.0}, {} == [], {1: {2: [3]}} == {1: {2: [3]}})


class Own(dict):
    def __iter__(self):
        return iter(["own"])

    def keys(self):
        return ["own"]

    def __getitem__(self, key):
        return "value"


print(dict(Own(a=1)), {**Own(a=1)})
r = {"self": None}
r["self"] = r
print(r, [r])
print(dict[str, int])
