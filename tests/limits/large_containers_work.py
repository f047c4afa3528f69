d = {i: i for i in range(200000)}
print(len(d), d[199999], sum(d.values()) == sum(range(200000)))
s = set(range(200000))
print(len(s), 199999 in s, 200000 in s, len(s - set(range(100000))))
l = list(range(200000))
l[100000:] = []
print(len(l), l[-1], len(l + l), max(l))
t = "ab" * 200000
print(len(t), t.count("ba"), t.find("c"), len(t.replace("a", "xyz")), len(t.split("b")))
b = bytes(1000000)
print(len(b), b.count(0), len(b + b"x"))
