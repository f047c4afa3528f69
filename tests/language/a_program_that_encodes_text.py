def caesar(text, shift):
    return "".join(chr((ord(c) - base + shift) % 26 + base) if (base := 65 if c.isupper() else 97 if c.islower() else 0) else c for c in text)
def run_length(text):
    out, i = [], 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append(f"{j - i if j - i > 1 else ''}{text[i]}")
        i = j
    return "".join(out)
def huffman(text):
    import heapq
    heap = sorted([text.count(c), [c, ""]] for c in set(text))
    heapq.heapify(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        for pair in a[1:]:
            pair[1] = "0" + pair[1]
        for pair in b[1:]:
            pair[1] = "1" + pair[1]
        heapq.heappush(heap, [a[0] + b[0]] + a[1:] + b[1:])
    return dict(heap[0][1:])
def morse(text):
    table = dict(zip("sote", ("...", "---", "-", ".")))
    return " ".join(table[c] for c in text)
print(caesar("Hello, World!", 3), caesar(caesar("Hello", 3), -3), run_length("aaabccdddd"), morse("sos"))
codes = huffman("abracadabra")
encoded = "".join(codes[c] for c in "abracadabra")
print(len(encoded), len(codes), all(not b.startswith(a) for a in codes.values() for b in codes.values() if a != b))
print(int("1010", 2), f"{90:08b}", bytes("text", "ascii").hex(), "".join(reversed("stressed")), "A man a plan".lower().replace(" ", "")[::-1])
