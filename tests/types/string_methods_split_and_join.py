print("a b  c ".split(), "a b  c ".split(" "), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","), "  ".split())
print("a\tb\nc\r\nd\x0be\u2028f".split(), "one\ntwo\r\nthree\rfour\n".splitlines(), "one\ntwo\n".splitlines(True), "".splitlines())
print("-".join(["a", "b"]), "".join(x for x in "abc"), ", ".join([]), "ab".join("xy"))
print("key=value=x".partition("="), "key=value=x".rpartition("="), "none".partition("="), "none".rpartition("="))
print("a1b1c".split("1", -1), "abc".split("abc"), " a b c ".split(None, 1), " a b c ".rsplit(None, 1), "a\x1cb\x85c".splitlines())
for call in ("'a'.split('')", "''.join([1])", "''.join(5)", "'a'.partition('')", "'a'.split(1)", "'x'.join(['a', b'b'])"):
    try:
        print(eval(call))
    except (ValueError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
