# Strings: joining, formatting, splitting, replacing, slicing, and counting words in a dictionary.
import sys

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 600
WORDS = "lock thread switch waiter holder counter ticket signal barrier queue".split()


def page(number):
    lines = []
    for line in range(200):
        word = WORDS[(number * 7 + line * 3) % len(WORDS)]
        lines.append(f"{number:04d}.{line:03d} {word.upper():>8s} {word[::-1]}-{line * number % 97:x} {'x' * (line % 11)}")
    return "\n".join(lines)


def letters(text):
    result = ""
    for character in text:
        if character.isalpha():
            result += character
    return result


counts = {}
length = 0
checksum = 0
for number in range(ROUNDS):
    text = page(number)
    length += len(text)
    for word in text.lower().replace("-", " ").split():
        counts[word] = counts.get(word, 0) + 1
    for line in text.splitlines():
        head, _, rest = line.partition(" ")
        checksum += int(head.replace(".", "")) + rest.count("x") + rest.find("k")
    checksum += len(letters(text[:4000]))
print(length, len(counts), checksum)
print(" ".join("%s=%d" % item for item in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]))
