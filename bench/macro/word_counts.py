# Dictionaries: counts words, pairs and triples of a made-up text with dict, defaultdict and Counter, and groups by letters.
import sys
from collections import Counter, defaultdict

SYLLABLES = "ka lo mi ra tes un vor sil ne pha".split()


def made_up_text(length):
    state = 12345
    words = []
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2147483648
        size = 1 + state // 65536 % 3
        word = ""
        for i in range(size):
            word += SYLLABLES[(state >> (4 * i + 3)) % 10]
        words.append(word)
    return words


words = made_up_text(int(sys.argv[1]) if len(sys.argv) > 1 else 120000)
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1

pairs = defaultdict(int)
previous = ""
for word in words:
    pairs[previous, word] += 1
    previous = word

triples = Counter()
for i in range(0, len(words) - 2, 2):
    triples[" ".join(words[i:i + 3])] += 1

groups = {}
for word in counts:
    groups.setdefault("".join(sorted(word)), []).append(word)

followers = {}
for (first, second), count in pairs.items():
    if first not in followers or followers[first][1] < count:
        followers[first] = (second, count)

once = {word for word, count in counts.items() if count == 1}
longest = max(groups.values(), key=lambda group: (len(group), group))
print(len(words), len(counts), len(pairs), len(triples), len(groups), len(once))
print(Counter(words).most_common(3) == sorted(counts.items(), key=lambda item: -item[1])[:3])
print(sum(count for _, count in followers.values()), len(longest), max(triples.values()))
