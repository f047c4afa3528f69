import re

print(re.sub(r"(\w)(\w)", r"\2\1", "abcd"), re.sub("(?P<x>a)", r"[\g<x>]", "aba"), re.subn("a", "b", "aaa"))
print(re.sub("a", lambda match: match.group().upper(), "banana"), re.sub("x*", "-", "abxd"), re.split(r"(\W)", "a-b c"))
print(re.split("-", "a-b-c", maxsplit=1), re.sub("a", "b", "aaa", count=2), re.escape("a.b*c"))
