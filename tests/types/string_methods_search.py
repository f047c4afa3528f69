s = "hello world, hello"
print(s.find("hello"), s.find("hello", 1), s.rfind("hello"), s.find("x"), s.index("o"), s.rindex("o"), s.count("l"), s.count("hello", 5), s.find("", 3), s.count(""))
print(s.startswith("he"), s.startswith(("x", "h")), s.endswith("lo"), s.startswith("world", 6), s.endswith("d", 0, 11), "" in s, "wor" in s)
print("aaaa".count("aa"), "abc".find("c", -1), "abc".find("a", 1, 2), "".find(""), "abc".rfind(""), "abc".find("", 4))
for call in ("s.index('zz')", "s.rindex('zz')", "1 in s", "s.startswith(1)", "s.startswith([])"):
    try:
        print(eval(call))
    except (ValueError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
