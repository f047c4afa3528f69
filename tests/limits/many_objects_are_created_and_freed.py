total = 0
for i in range(300000):
    total += len([i, str(i)]) + len({"k": i})
print(total)
keep = [{"n": i, "next": None} for i in range(50000)]
for a, b in zip(keep, keep[1:]):
    a["next"] = b
    b["previous"] = a
print(len(keep), keep[0]["next"]["n"], keep[-1]["previous"]["n"])
keep = None
print(len([[] for _ in range(200000)]))
