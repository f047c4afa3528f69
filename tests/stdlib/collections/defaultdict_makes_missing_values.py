from collections import defaultdict

groups = defaultdict(list)
for word in ("ant", "bee", "ape"):
    groups[word[0]].append(word)
print(groups, "z" in groups, groups.get("z"))
