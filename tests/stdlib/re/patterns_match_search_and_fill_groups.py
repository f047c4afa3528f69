import re

match = re.match(r"(?P<year>\d{4})-(?P<month>\d\d)", "2024-03-10")
print(match.group(), match.groups(), match.groupdict(), match.span("month"), match["year"], match)
print(re.search(r"\bfoo\b", "a foo b").span(), re.fullmatch("a|ab", "ab"), re.match("b", "ab"))
print(re.findall(r"(\w)(\d)", "a1 b2"), [found.span() for found in re.finditer("x*", "axb")])
