b = b"Hello, World"
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.capitalize(), b.find(b"o"), b.find(111), b.rfind(b"o"), b.count(b"l"), b.index(b"W"))
print(b.split(b", "), b.partition(b","), b.replace(b"l", b"L", 2), b.startswith((b"x", b"He")), b.endswith(b"ld"), b"  x ".strip(), b"xxaxx".strip(b"x"))
print(b"a b c".split(), b"a\nb\r\nc".splitlines(), b",".join([b"a", bytearray(b"b")]), b"7".zfill(3), b"x".center(5, b"-"), b"x".ljust(3), b"a\tb".expandtabs(4))
print(b.isalpha(), b"abc".isalpha(), b"12".isdigit(), b" ".isspace(), b"aB".isalnum(), b"AB".isupper(), b"ab".islower(), b"a\x80".isascii(), b"Title".istitle())
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abcabc".translate(None, b"b"), b"prefix".removeprefix(b"pre"), b"abc".removesuffix(b"c"), b"a%b" % () if False else b"%d %s %x" % (5, b"s", 255))
print(b"%b|%5d|%-4s|%a|%c" % (b"x", 3, b"l", "é", 65))
