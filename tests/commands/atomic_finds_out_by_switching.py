"""What containers do in one step is found whole; what reads and then stores is found broken where the era allows."""
import json

from _gilded import gilded

results = {r["statement"]: {p: v["different"] > 0 for p, v in r["presets"].items()}
           for r in json.loads(gilded("atomic", "--json", "L.append(x)", "d[k] = v", "next(c)", "x += 1", "l = l + [1]", "l += [1]", "dd[k] += 1").expect().out)}
for whole in ("L.append(x)", "d[k] = v", "next(c)", "l += [1]"):
    assert not any(results[whole].values()), (whole, results[whole])
for broken in ("x += 1", "l = l + [1]", "dd[k] += 1"):
    assert results[broken]["3.9"] and results[broken]["3.13t"], (broken, results[broken])
assert not results["x += 1"]["3.12"]
text = gilded("atomic", "--as=3.9,3.12", "x += 1").expect().out
assert "LOAD_GLOBAL" in text and "asked" in text and all(len(line) <= 80 for line in text.splitlines())
