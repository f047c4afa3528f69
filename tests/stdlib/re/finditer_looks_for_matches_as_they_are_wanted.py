# What an iterator of matches gives is what it gives when asked for all at once, whatever their number; they are looked for
# as they are wanted; threads that share an iterator get each match once.
import re
import threading

for pattern in ("a*", "", "b|", "(?<=a)|b", "$", "(a)(b)?"):
    for count in (0, 1, 3, 4, 5, 63, 64, 68, 69, 130):
        text = "ab" * count
        one_by_one = [(m.span(), m.groups(), m.pos, m.endpos) for m in re.finditer(pattern, text)]
        assert [m[0] for m in one_by_one] == [(m.start(), m.end()) for m in list(re.compile(pattern).finditer(text))]
        if not re.compile(pattern).groups:
            assert [text[a:b] for (a, b), *_ in one_by_one] == re.findall(pattern, text)
        print(repr(pattern), count, len(one_by_one), one_by_one[-1:])

# Behind the first hundred matches stands what this pattern backtracks over for ever: who looked ahead to the end would not come back.
print(next(re.finditer(r"((a+)+b)\2?", "ab " * 100 + "a" * 60)))
print(sum(1 for _ in re.finditer(r"\w+", "word " * 1_000_000)))

changing = bytearray(b"abab")
matches = re.finditer(b"a", changing)
print([m.span() for m in matches], next(matches, "no more"), iter(matches) is matches)

matches = re.finditer(r"\d+", " ".join(map(str, range(5000))))
seen = []


def walk():
    for match in matches:
        seen.append(int(match[0]))


threads = [threading.Thread(target=walk) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(seen) == list(range(5000)))
