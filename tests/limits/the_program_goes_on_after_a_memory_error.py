items = [1, 2, 3]
for _ in range(5):
    try:
        items * (1 << 60)
    except MemoryError:
        items.append(len(items))
    try:
        "ab" * (1 << 61)
    except MemoryError:
        pass
print(items, {"k": "v" * 3}, [i for i in range(5)])
