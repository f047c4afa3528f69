# 1, 1.0 and True are one key; keys with Python comparisons are found, and may change the dict that looks for them.
d = {1: "int", 1.0: "float", True: "bool"}
print(d, d[1], d[True])
d = {0: "a", False: "b", -0.0: "c", "": "d", (): "e", None: "f", b"": "g", frozenset(): "h"}
print(d)
print({2**60: 1}[float(2**60)], {2**61 - 1: "big"}.get(0), {"a" + "b": 1}["ab"], {(1, "a"): 2}[(1.0, "a")])


class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Key) else other)

    def __repr__(self):
        return f"Key({self.value})"


d = {Key(1): "k1", 2: "two"}
print(d[1], d[Key(2)], Key(1) in d, 3 in d)
d[1] = "changed"
d[Key(2)] = "also"
d[Key("text")] = "t"
print(d, d["text"])
print(d.pop("text"), d.setdefault(Key(1), "no"), len(d))


class Nosy:
    """Clears the dict when it is compared."""

    def __hash__(self):
        return 7

    def __eq__(self, other):
        target.clear()
        return False


target = {}
target = {7: "a", Nosy(): "b"}
print(target.get(Nosy()))
target = {7: "a"}
target[Nosy()] = "stored"
print(len(target))


class Broken:
    def __hash__(self):
        return 3

    def __eq__(self, other):
        raise ValueError("no comparison")


for action in (lambda: {3: 1}[Broken()], lambda: Broken() in {3: 1}, lambda: {3: 1}.setdefault(Broken(), 0),
               lambda: {3: 1}.pop(Broken()), lambda: {3: 1, Broken(): 2}, lambda: {3, Broken()},
               lambda: {3: 1} == {Broken(): 1}):
    try:
        print(action())
    except ValueError as error:
        print(error)
for bad in ([], {}, set(), [1], slice(1) if False else bytearray()):
    try:
        {bad: 1}
    except TypeError as error:
        print(error)


class Unhashable(int):
    __hash__ = None


try:
    {}[Unhashable(1)]
except TypeError as error:
    print(error)
