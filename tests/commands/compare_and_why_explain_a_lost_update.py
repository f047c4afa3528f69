"""The table, the sentence about 3.12, the interleaving, and what is said when nothing was lost."""
import json

from _gilded import PRESETS, gilded, script

LOSING = """
import threading
x = 0
def work():
    global x; meet()
    for _ in range(4000):
        x += 1
ready = []
def meet():  # busy, not asleep: both must want the GIL when it begins
    ready.append(1)
    while len(ready) < 2: pass
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print("got", x)
"""
# Wherever a switch may come it comes, so that the outcome does not depend on the machine.
STRESS = {"GILDED_SWITCH_STRESS": "1"}
losing = script(LOSING)
for columns in (80, 120):
    outcome = gilded("compare", losing, columns=columns, **STRESS).expect()
    rows = {line.split()[0]: line.split() for line in outcome.out.splitlines() if line.split() and line.split()[0] in PRESETS}
    assert list(rows) == PRESETS
    assert all(len(line) <= columns for line in outcome.out.splitlines()), outcome.out
    assert "\x1b" not in outcome.out
    
    text = " ".join(outcome.out.split())
    assert "global x. A store at script.py:7 (`x += 1`)" in text, outcome.out
    assert "Why 3.12 loses nothing" in text
    assert "gilded why --as=" in outcome.out.splitlines()[-1]
data = json.loads(gilded("compare", "--json", "-n", "1", losing, **STRESS).expect().out)
counts = {p["preset"]: p["watched_runs"][0]["report"]["lost_updates"]["count"] for p in data["presets"]}
assert counts["3.12"] == 0 and counts["3.9"] > 0 and counts["2.7"] > 0, counts

outcome = gilded("why", "--as=3.9", losing, **STRESS).expect()
assert all(len(line) <= 80 for line in outcome.out.splitlines()), outcome.out
for part in ("LOAD_GLOBAL  reads", "STORE_GLOBAL  stores", "<- stale", "Locks held: none", "3.12 no (by luck)", "with lock:", "script.py:7"):
    assert part in outcome.out, (part, outcome.out)

outcome = gilded("why", "--as=3.12", "-n", "1", losing, **STRESS).expect()
assert "No update was lost in 1 run under 3.12." in outcome.out and "cannot be cut" in outcome.out

failing = script("import sys\nprint('a')\nsys.exit(3)")
outcome = gilded("why", "-n", "1", failing)
assert outcome.code == 3 and "ended with status 3" in outcome.err
outcome = gilded("compare", "--as=3.9,3.12", failing).expect()
assert outcome.out.count(" 3 ") >= 2

endless = script("while True: pass")
outcome = gilded("compare", "--as=3.9", "--timeout", "0.5", endless).expect()
assert "stopped after" in outcome.out
reading = script("print(input())")
assert "--input FILE gives it some" in gilded("compare", "--as=3.9", reading).expect().out
