# Regular expressions: searching, splitting, replacing with functions, named groups, over made-up log lines.
import re
import sys

lines = []
for i in range(int(sys.argv[1]) if len(sys.argv) > 1 else 10000):
    lines.append("2024-%02d-%02d %02d:%02d:%02d [%s] user%d@host-%d.example.org GET /path/%x/item?id=%d&size=%d took %d.%03d ms" % (
        i % 12 + 1, i % 28 + 1, i % 24, i % 60, i * 7 % 60, ("INFO", "WARNING", "ERROR")[i % 3], i % 97, i % 11, i * 31, i, i * i % 5000,
        i % 90, i * 17 % 1000))
text = "\n".join(lines)

LINE = re.compile(r"(?P<date>\d{4}-\d\d-\d\d) (?P<time>[\d:]+) \[(?P<level>\w+)\] (?P<user>\w+)@(?P<host>[\w.-]+) .* took (?P<ms>\d+\.\d+) ms")
levels = {}
slow = 0.0
for line in lines:
    match = LINE.match(line)
    level = match.group("level")
    levels[level] = levels.get(level, 0) + 1
    slow = max(slow, float(match["ms"]))

numbers = sum(int(number) for number in re.findall(r"\bid=(\d+)", text))
hidden = re.sub(r"(\w+)@([\w.-]+)", lambda found: found.group(1)[::-1] + " at " + found.group(2).upper(), text)
words = re.split(r"[\s/?&=\[\]]+", text)
hexadecimal = [found.group(1) for found in re.finditer(r"/path/([0-9a-f]*[a-f][0-9a-f]*)/", text)]
doubled = re.findall(r"(\d)\1{2,}", text)
print(sorted(levels.items()), "%.3f" % slow, numbers, len(hidden), len(words), len(hexadecimal), len(doubled))
