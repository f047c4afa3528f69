for s in ("hello World", "ÀÉÎ straße", "ǆ ﬁ", "they're bill's", "ΑΣ", "123abc"):
    print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), sep="|")
print("İ".lower().encode(), "ß".upper(), "ŉ".upper(), "Σ".lower(), "ΑΣ".lower(), "ﬃ".title())
