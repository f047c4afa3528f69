import re

for pattern in (".*b", ".*?b", "a{2,3}", "a{2,3}?", "(?>a+)ab", "a++b", "(?:ab)*c"):
    print(pattern, re.search(pattern, "aaababab"), re.search(pattern, "ababc"))
