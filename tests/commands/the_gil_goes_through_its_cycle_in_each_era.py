"""The life of the GIL as a trace and the counters show it: take it, run, give it up, wait, again; and what each era's rule does."""
import collections
import json

import _chrome_trace
from _gilded import PRESETS, gilded, script

# ---- One thread at a time, and each turn comes after a wait.

path = script("""
import threading, time
done = False
def busy():
    while not done:
        pass
def waits():
    global done
    for _ in range(10):
        time.sleep(0.005)
    done = True
threads = [threading.Thread(target=busy), threading.Thread(target=busy), threading.Thread(target=waits)]
for t in threads: t.start()
for t in threads: t.join()
""")
out = path.parent / "trace.json"
for preset in PRESETS:
    gilded("trace", "--as=" + preset, "-o", out, path).expect()
    events = _chrome_trace.check(json.loads(out.read_text()))
    turns = sorted((e["ts"], e["ts"] + e["dur"]) for e in events["X"] if e["name"] == "running")
    overlaps = sum(following[0] < turn[1] for turn, following in zip(turns, turns[1:]))
    states = collections.defaultdict(list)
    for e in sorted(events["X"], key=lambda e: e["ts"]):
        states[e["tid"]].append(e["name"])
    busy, sleeper = [s for s in states[2] if s not in ("native", "dropped here")], states[4]
    if preset == "3.13t":
        assert overlaps and "waiting for GIL" not in busy, (preset, overlaps)
    else:
        assert not overlaps, (preset, overlaps)
        # A busy thread does nothing but run and wait for its next turn.
        assert set(busy) == {"running", "waiting for GIL"} and busy.count("waiting for GIL") >= 2, (preset, busy[:20])
        assert all(a != b for a, b in zip(busy, busy[1:]))
        # A sleeper that wakes up has to wait as well, beside two that are busy, unless it comes when the lock is just free: under 2.7
        # that is often so where other programs keep the two from the processor; the later ones hold it for 5 ms.
        least = 2 if preset == "2.7" else 5
        woken = [after for state, after in zip(sleeper, sleeper[1:]) if state == "sleeping"]
        assert len(woken) == 10 and woken.count("waiting for GIL") >= least, (preset, woken)

# ---- The count of 100 ticks begins anew whenever the GIL is given up.

path = script("""
import threading, time
stop = False
def short_turns():
    global stop
    for _ in range(2000):
        time.sleep(0)
    stop = True
def busy():
    while not stop:
        pass
threads = [threading.Thread(target=short_turns), threading.Thread(target=busy)]
for t in threads: t.start()
for t in threads: t.join()
""")
report = path.parent / "report.json"
gilded("--as=2.7", "--report=%s" % report, path).expect()
_, short, busy = json.loads(report.read_text())["threads"]
# A turn of the first is about ten ticks: were they added up over its turns, every tenth would end by the count. What
# threading does before the first turn and behind the last may be more than 100.
assert short["gil_losses"]["tick"] <= 2 and short["gil_losses"]["yield"] > 0, short
assert 2000 <= short["gil_takes"] <= 2100, short
assert busy["gil_losses"]["tick"] > 0 and busy["gil_losses"]["yield"] == 0, busy

# ---- Who gives it up by the count mostly takes it again; who is asked for it gives it to the one who asked.

path = script("""
import threading
def busy():
    for _ in range(4_000_000):
        pass
threads = [threading.Thread(target=busy) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
""")
for preset in PRESETS:
    gilded("--as=" + preset, "--report=%s" % report, path).expect()
    counts = json.loads(report.read_text())
    takes, switches = counts["gil_takes"], counts["switches"]
    if preset == "3.13t":
        assert takes == 0 and sum(switches.values()) == 0, counts
    elif preset == "2.7":
        assert switches["request"] == 0 and switches["tick"] > 0, counts
    else:
        # Every take is a turn: nobody takes it back who was asked for it.
        assert switches["tick"] == 0 and switches["request"] > 0 and takes <= sum(switches.values()) + 50, counts
