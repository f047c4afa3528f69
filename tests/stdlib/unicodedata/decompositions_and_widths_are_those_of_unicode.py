import unicodedata

for c in "aà\u01d5ﬀ가ſ½²ﬅḀ\u212b\ufb1d\u00a0\u3300\uff21":
    print(ascii(c), repr(unicodedata.decomposition(c)), unicodedata.east_asian_width(c))
for c in "\n ~\u00a1\u00e6\u03b1\u0416\u20a9\uff61\uff01\u4e00\U0001f600\u1100\u200b\U0010ffff":
    print(ascii(c), unicodedata.east_asian_width(c), unicodedata.normalize("NFKD", c) == c)
for wrong in ("", "ab", 1):
    try:
        unicodedata.decomposition(wrong)
    except TypeError as error:
        print(error)
