import re

print(re.findall("(?<=a)b", "ab bb"), re.findall("b(?!c)", "bc bd"), re.search(r"(\w+) \1", "the the").group(1))
print([re.fullmatch("(<)?a(?(1)>|!)", text) is not None for text in ("<a>", "a!", "<a!", "a>")])
print(re.sub("(?i)HELLO", "x", "hello HeLLo"), re.findall("(?m)^.$", "a\nb"), re.findall("(?s)a.b", "a\nb"))
