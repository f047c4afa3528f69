print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "é" > "z", "\U0001F600" > "\uffff", "a" == "a", "Z" < "a")
print(sorted(["banana", "Apple", "cherry", "apple", "Äpfel"]), max("hello"), min("hello"))
print("a" * 3 + "b", 2 * "xy", "ab" * 0, "ab" * -1, "abc"[::-1], "x" + "", len("日本語"), "日本語"[1], [c for c in "añ"])
print("%" in "50%", hash("abc") == hash("ab" + "c"), "a" != None, ord("€"), chr(8364), chr(0x10FFFF).encode("utf-8"))
for call in ("chr(-1)", "chr(0x110000)", "ord('ab')", "ord('')", "ord(1)", "'a' + 1", "1 + 'a'", "'a' * 'b'", "'a' < 1", "'a' - 'b'"):
    try:
        print(eval(call))
    except (ValueError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
