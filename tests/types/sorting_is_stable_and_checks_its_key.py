people = [("bob", 2), ("al", 1), ("cy", 2), ("di", 1)]
print(sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: p[1], reverse=True))
calls = []
sorted([3, 1, 2], key=lambda x: calls.append(x) or x)
print(calls)
class Half:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v < other.v
    def __repr__(self):
        return str(self.v)
print(sorted([Half(3), Half(1), Half(2)]), sorted("bca"), sorted({"b": 1, "a": 2}), sorted([]), sorted([[2], [1, 5], [1]]))
big = [(i * 7919) % 1009 for i in range(1009)]
print(sorted(big) == list(range(1009)), sorted(big, reverse=True)[:3], sorted(range(50), key=lambda x: (x % 3, -x))[:5])
a = [3, 1, 2]
try:
    a.sort(key=lambda x: a.append(9) or x)
except ValueError as error:
    print(error)
def bad_key(x):
    raise KeyError("key failed")
b = [3, 1, 2]
try:
    b.sort(key=bad_key)
except KeyError as error:
    print(error, b)
try:
    sorted([1, None])
except TypeError as error:
    print(error)
try:
    sorted(5)
except TypeError as error:
    print(error)
