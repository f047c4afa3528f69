import re

print(re.match("(?:a|b)*", "ab" * 5000).end(), re.search("(?:ab)*c", "ab" * 5000 + "c").span())
