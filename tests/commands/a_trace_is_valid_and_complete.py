"""Every format of `gilded trace`, read by a strict reader of its own; and what the recording says of a known program."""
import json
import pathlib
import re

import _chrome_trace
from _gilded import PRESETS, gilded, script

PROGRAM = """
import gc, threading, time
lock = threading.Lock()
both = threading.Barrier(2)
def busy():
    end = time.perf_counter() + 0.15
    while time.perf_counter() < end:
        pass
def locked():
    both.wait()  # else the first may be done before the second begins
    for _ in range(5):
        with lock:
            time.sleep(0.01)
threads = [threading.Thread(target=busy, name="busy-%d" % i) for i in range(2)] + [threading.Thread(target=locked, name="locked") for _ in range(2)]
for t in threads: t.start()
gc.collect()
for t in threads: t.join()
print("done")
"""
path = script(PROGRAM)
folder = pathlib.Path(path).parent
for preset in PRESETS:
    out = folder / "out.json"
    outcome = gilded("trace", "--as=" + preset, "-o", out, path).expect()
    assert outcome.out == "done\n"
    events = _chrome_trace.check(json.loads(out.read_text()))
    names = {e["args"]["name"] for e in events["M"] if e["name"] == "thread_name"}
    assert {"1 MainThread", "2 busy-0", "3 busy-1", "4 locked", "5 locked"} <= names, names
    states = {e["name"] for e in events["X"]}
    assert {"running", "sleeping", "waiting for lock", "joining", "collecting"} <= states, states
    assert any(name.startswith("lock 0x") for name in names)
    assert any(e["name"].startswith("held by thread") for e in events["X"])
    waits = [e for e in events["X"] if e["name"] == "waiting for lock" and e["tid"] in (4, 5)]
    assert waits and all(e["args"]["lock"].startswith("0x") for e in waits)
    assert any(e["args"].get("held by") in (4, 5) for e in waits)
    if preset == "3.13t":
        assert "waiting for GIL" not in states and not events["s"]
    else:
        assert "waiting for GIL" in states and events["s"]
        reasons = {e["args"]["reason"] for e in events["s"]}
        assert ("tick" if preset == "2.7" else "request") in reasons and "blocking" in reasons, reasons
    assert re.search(r"recording \d+ events at \d+ ns each: [\d.]+% of the CPU time; none dropped", outcome.err), outcome.err
    assert not list(folder.glob("*.unfinished"))

out = folder / "out.firefox.json"
gilded("trace", "-o", out, path).expect()
profile = json.loads(out.read_text())
assert profile["meta"]["preprocessedProfileVersion"] == 47 and len(profile["threads"]) == 5
for thread in profile["threads"]:
    strings = thread["stringArray"]
    for table, columns in {"samples": ["stack", "time"], "markers": ["data", "name", "startTime", "endTime", "phase", "category"],
                           "stackTable": ["frame", "prefix", "category", "subcategory"], "frameTable": ["func", "line", "address"],
                           "funcTable": ["name", "fileName", "resource"]}.items():
        for column in columns:
            assert len(thread[table][column]) == thread[table]["length"], (table, column)
    assert all(0 <= i < len(strings) for i in thread["markers"]["name"] + thread["funcTable"]["name"])
    assert all(p is None or p < i for i, p in enumerate(thread["stackTable"]["prefix"]))
    assert all(0 <= f < thread["frameTable"]["length"] for f in thread["stackTable"]["frame"])
    assert all(0 <= f < thread["funcTable"]["length"] for f in thread["frameTable"]["func"])
    assert all(c < len(profile["meta"]["categories"]) for c in thread["markers"]["category"])
    assert all(s is None or 0 <= s < thread["stackTable"]["length"] for s in thread["samples"]["stack"])
busy = next(t for t in profile["threads"] if t["name"] == "busy-0")
assert busy["samples"]["length"] > 5 and "busy" in busy["stringArray"]

out = folder / "out.folded"
gilded("trace", "-o", out, path).expect()
lines = out.read_text().splitlines()
assert lines and all(re.fullmatch(r"[^;]+(;[^;]+)* \d+", line) for line in lines)
assert any(line.startswith("2 busy-0;") and "busy (script.py:" in line for line in lines), lines
assert any("[waiting for lock]" in line and "locked (script.py:" in line for line in lines)

out = folder / "out.txt"
gilded("trace", "-o", out, path).expect()
assert "switches" in out.read_text() and all(len(line) <= 90 for line in out.read_text().splitlines())
