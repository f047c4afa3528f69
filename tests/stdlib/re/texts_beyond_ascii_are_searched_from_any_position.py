"""Many texts in turn, token by token, while strings die and are collected: each match is from its own text."""
import gc
import re
import threading

token = re.compile(r"\w+|\s+|[^\w\s]")


def tokens(text):
    found, position = [], 0
    while position < len(text):
        match = token.match(text, position)
        found.append(match[0])
        position = match.end()
    return found


def check(seed):
    for round in range(30):
        texts = ["слово%d_%d %s = '\U0001f600ж'\n" % (seed, i, "ü" * i) * 5 for i in range(7)]
        for text in texts:
            assert "".join(tokens(text)) == text and tokens(text).count("слово%d_%d" % (seed, texts.index(text))) == 5
        if round % 10 == 0:
            gc.collect()


threads = [threading.Thread(target=check, args=(seed,)) for seed in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(tokens("né = ж1")[:3], "aéb".translate({ord("a"): "xx", 233: None}), "abcabc".translate({97: 98, 98: None, 99: "Z"}))
