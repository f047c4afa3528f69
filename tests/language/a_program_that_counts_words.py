text = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
foolishness, it was the epoch of belief, it was the epoch of incredulity"""
counts = {}
for word in text.lower().replace(",", " ").split():
    counts[word] = counts.get(word, 0) + 1
for word, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:8]:
    print(f"{word:<12}{n:>3} {'*' * n}")
longest = max(counts, key=len)
print(longest, len(longest), sum(counts.values()), len(counts))
from collections import Counter
print(Counter(text.split()).most_common(2), Counter("hello") - Counter("lo"))
