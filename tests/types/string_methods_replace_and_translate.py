print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "abc".replace("x", "y"), "".replace("", "x"), "aaa".replace("aa", "b"), "aaa".replace("a", "b", 0))
table = str.maketrans({"a": "1", "b": None, ord("c"): "three"})
print("abcd".translate(table), "hello".translate(str.maketrans("el", "ip")), "hello".translate(str.maketrans("h", "j", "l")), sorted(str.maketrans("ab", "xy").items()))
print("abc".translate({97: 98, 98: 99}), "x".translate({}))
for call in ("str.maketrans('ab', 'c')", "str.maketrans({'ab': 1})", "'a'.replace(1, 2)"):
    try:
        print(eval(call))
    except (ValueError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
