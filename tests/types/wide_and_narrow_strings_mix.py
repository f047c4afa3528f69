for a in ("ascii", "látin", "ŵide", "em😀ji"):
    for b in ("x", "é", "€", "😀"):
        c = a + b
        print(c, len(c), c.find(b), c[-1] == b, c.replace(b, "-"), c.split(b), b in a, c.startswith(a), c.encode()[-2:], sep="|")
print("aé€😀"[::-1], "😀" < "\uffff", sorted("😀€éa"), "é" == "e\u0301", len("e\u0301"), "\U0001F600"[0], "a😀b"[1:2], "😀" * 3)
