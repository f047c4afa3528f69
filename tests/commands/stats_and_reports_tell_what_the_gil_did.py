"""--stats for people, --report as JSON, sys.gil for the program: the same words and counters."""
import json

from _gilded import PRESETS, gilded, script

REASONS = ["tick", "request", "blocking", "yield", "exit", "stress"]
PROGRAM = """
import sys, threading, time
def work():
    end = time.perf_counter() + 0.1
    while time.perf_counter() < end:
        pass
threads = [threading.Thread(target=work, name="busy") for _ in range(2)]
for t in threads: t.start()
time.sleep(0.01)
time.sleep(0)
for t in threads: t.join()
g = sys.gil
assert list(g.switches) == %r, g.switches
print(g.preset, g.policy, g.switch_points, sum(g.switches.values()), g.waits, g.failed_wakeups, g.longest_wait >= 0, g.takes)
""" % REASONS
path = script(PROGRAM)
for preset in PRESETS:
    report_path = path.parent / "report.json"
    outcome = gilded("--as=" + preset, "--stats", "--report=%s" % report_path, path).expect()
    words = outcome.out.split()
    report = json.loads(report_path.read_text())
    assert words[:3] == [report["preset"], report["policy"], report["switch_points"]] and words[0] == preset
    assert list(report["switches"]) == REASONS
    assert "preset %s, GIL %s, switch points %s" % tuple(words[:3]) in outcome.err
    assert [t["name"] for t in report["threads"]] == ["MainThread", "busy", "busy"]
    assert report["wall_s"] > 0.1 and report["cpu_s"] > 0
    for line in outcome.err.splitlines():
        assert len(line) <= 120, line
    if preset == "3.13t":
        assert sum(report["switches"].values()) == 0 and "no lock to hand over" in outcome.err
        continue
    assert report["switches"]["tick" if preset == "2.7" else "request"] > 0
    assert report["switches"]["exit"] > 0 and report["gil_waits"] > 0
    assert report["longest_gil_wait_ms"] > 0
    assert sum(t["gil_takes"] for t in report["threads"]) == report["gil_takes"]
    assert sum(sum(t["gil_losses"].values()) for t in report["threads"]) <= sum(report["switches"].values())
