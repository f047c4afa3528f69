s = "héllo"
print(s[0], s[-1], s[1:3], len(s), [c for c in s], s * 2, "l" in s, list(enumerate(s))[1])
for statement in ("s[0] = 'x'", "del s[0]", "s[10]", "s[1.0]", "del s.upper"):
    try:
        exec(statement)
    except (TypeError, IndexError, AttributeError) as error:
        print(type(error).__name__, error)
t = s
s += "!"
print(t, s, t is not s)
parts = []
for i in range(5):
    parts.append(str(i))
print("".join(parts), "a" "b", "abc" > "abb", max("abc", "abd"), "x".join("123"), str(object) == "<class 'object'>")
big = ""
for i in range(1000):
    big += "ab"
print(len(big), big.count("ba"), hash(big) == hash("ab" * 1000))
