"""Each format of a small run: figures for every preset, plots that are XML, and the workloads under another Python."""
import csv
import io
import json
import sys
import tempfile
import xml.etree.ElementTree

from _gilded import PRESETS, gilded

with tempfile.TemporaryDirectory() as folder:
    data = json.loads(gilded("bench", "--quick", "--threads=1,2", "--json", "--svg", folder, "private", "shared", "io-pipe", "processes").expect().out)
    tables = {t["workload"]: t for t in data["tables"]}
    assert set(tables) == {"private", "shared", "shared-lock", "io-pipe", "processes"} and data["machine_noise"] >= 0
    for table in tables.values():
        assert [(c["contender"], c["at"]) for c in table["cells"]] == [(p, n) for p in PRESETS for n in ("1", "2")]
        assert all(c["per_second"] > 0 and c["samples"] for c in table["cells"]), table
        picture = xml.etree.ElementTree.parse("%s/%s.svg" % (folder, table["workload"])).getroot()
        assert picture.tag.endswith("svg") and len(list(picture.iter("{http://www.w3.org/2000/svg}polyline"))) == 4
    lost = {c["contender"]: c["lost"] for c in tables["shared"]["cells"] if c["at"] == "2"}
    assert lost["3.12"] == 0
    assert all(c["p99_s"] > 0 for c in tables["io-pipe"]["cells"])

rows = list(csv.DictReader(io.StringIO(gilded("bench", "--quick", "--csv", "--threads=2", "--as=3.9", "--peer", sys.executable, "lock-convoy").expect().out)))
assert [row["contender"] for row in rows] == ["3.9", sys.executable] and all(float(row["per_second"]) > 0 for row in rows)
assert int(rows[0]["switches"]) >= int(rows[0]["switches_request"]) > 0 and 0 < float(rows[0]["fairness"]) <= 1 and rows[1]["switches"] == ""
for columns in (80, 120):
    text = gilded("bench", "--quick", "--as=3.9,3.13t", "--threads=1,2", "cpu", columns=columns).expect().out
    assert all(len(line) <= columns for line in text.splitlines()), text
assert "| 3.9 |" in gilded("bench", "--quick", "--as=3.9", "--threads=1", "--markdown", "cpu").expect().out
assert "lock-convoy" in gilded("bench", "--list").expect().out
