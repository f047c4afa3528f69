s = "hello"
print(s + " world", s * 3, s[0], s[-1], s[1:4], s[::-1], len(s), "ell" in s, s == "hello", s < "help")
print(s.upper(), s.replace("l", "L"), s.find("l"), s.split("l"), "-".join(s), s.startswith("he"))
for c in s:
    print(c, end=".")
print()
print(str(5) + "x", "a" "b", 'single', """triple""", repr(s), f"{s}!")
