"""3.12 cannot cut `x += 1`; with a call in the statement it can."""
from _gilded import lost_updates

assert lost_updates("x = 0\ndef step():\n    global x\n    x += 1", "3.12")["count"] == 0
called = lost_updates("sys.setswitchinterval(1e-6)\nx = 0\ndef step():\n    global x\n    x += int('1')", "3.12", rounds=50000)
assert called["count"] > 0
assert called["kinds"][0]["window_cut"] == {"2.7": True, "3.9": True, "3.12": True, "3.13t": True}
