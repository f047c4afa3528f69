print(repr("  x ".strip()), repr("  x ".lstrip()), repr("  x ".rstrip()), "xxabcxx".strip("x"), "abcab".strip("ab"), "abc".strip("abc") == "", "\u3000x\xa0".strip())
print("ab".center(7, "*"), "ab".center(6, "-"), "abc".center(6), "ab".ljust(5, "."), "ab".rjust(5), "42".zfill(5), "-42".zfill(5), "+1".zfill(1), "x".center(4, "."), "xy".center(5, "."))
print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "body".removeprefix("x"), "a\tbc\td".expandtabs(4), "\t".expandtabs(3) + "|", "ab\tc".expandtabs())
for call in ("'a'.center(5, 'xy')", "'a'.ljust('x')", "'a'.strip(1)", "'a'.zfill(1.5)"):
    try:
        print(eval(call))
    except (ValueError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
