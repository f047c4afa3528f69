import re

for pattern in ("(", "a)", "[a", "*a", "a**", r"\1", "(?P<1>a)", "[b-a]", r"\q", "(?<=a+)b", "a{3,2}", "(?z)"):
    try:
        re.compile(pattern)
    except re.error as error:
        print(pattern, "->", error)
