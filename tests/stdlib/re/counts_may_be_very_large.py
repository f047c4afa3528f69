import re

for pattern, text in ((r"(a){70000}", "a" * 70001), (r"(a){70000}", "a" * 69999), (r"(?P<x>ab|c){65537,}", "ab" * 65537 + "c"),
                      (r"(a){0,70000}b", "a" * 69999 + "b"), (r"(a){0,70000}b", "b"), (r"(a){70000}?", "a" * 70001),
                      (r"(a){66000,66001}\1", "a" * 70001), (r"(?:ab){70000}", "ab" * 70000), (r"(a|b){65536}", "ab" * 32768),
                      (r"x(a){0,66000}?b", "x" + "a" * 65600 + "b")):
    match = re.match(pattern, text)
    print(pattern, match and (match.span(), [match.span(number) for number in range(1, match.re.groups + 1)]))
