"""Two threads that append to one list, or store in one dict, do at least half together of what one does alone: they do not spend
their time in handing its lock to and fro."""
import json

from _gilded import ROOT, gilded

PROBE = """
import json, sys
sys.path.insert(0, %r)
import scaling
print(json.dumps([max(scaling.gain(way, 0.1) for _ in range(6)) for way in (scaling.append_to_one_list, scaling.store_in_one_dict)]))
""" % str(ROOT / "bench" / "threads")

gains = json.loads(gilded("--as=3.13t", "-c", PROBE).expect().out)
assert all(gain >= 0.5 for gain in gains), gains
