from collections import Counter

letters = Counter("abracadabra")
print(letters, letters["z"], letters.total(), letters.most_common(2))
other = Counter("aab")
print(letters + other, letters - other, letters & other, letters | other, +Counter(a=-1, b=2), -Counter(a=-1))
letters.subtract("aaaaaaa")
print(letters["a"], sorted(Counter(a=2, b=1).elements()))
del letters["missing"]
print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2))
