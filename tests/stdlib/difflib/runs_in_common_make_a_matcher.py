from difflib import SequenceMatcher, get_close_matches

matcher = SequenceMatcher(lambda x: x == " ", "private Thread currentThread;", "private volatile Thread currentThread;")
print(round(matcher.ratio(), 3), matcher.get_matching_blocks())
for tag, i1, i2, j1, j2 in matcher.get_opcodes():
    print(f"{tag:7} a[{i1}:{i2}] b[{j1}:{j2}]")
matcher = SequenceMatcher(None, "abxcd", "abcd")
print(matcher.get_matching_blocks(), matcher.find_longest_match())
print(matcher.quick_ratio(), matcher.real_quick_ratio(), SequenceMatcher(None, "", "").ratio())
a = list(range(40))
b = a[:8] + ["i"] + a[8:20] + a[23:30] + ["x"] + a[31:]
for group in SequenceMatcher(None, a, b).get_grouped_opcodes(2):
    print(group)
print(get_close_matches("appel", ["ape", "apple", "peach", "puppy"]))
print(SequenceMatcher(None, ["b"] * 300, ["a"] + ["b"] * 300).ratio(), SequenceMatcher(None, "b" * 300, "a" + "b" * 300, autojunk=False).ratio())
