"""Globals, cells, attributes and items: each is watched and named, through temporaries and calls too."""
from _gilded import lost_updates

CASES = {
    "global x": "x = 0\ndef step():\n    global x\n    x += 1",
    "global y": "y = 0\ndef step():\n    global y\n    seen = y\n    more = seen + 1\n    y = more",
    "global z": "z = 0\ndef add(n):\n    return n + 1\ndef step():\n    global z\n    z = add(z)",
    "shared variable n": "def outer():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n    return step\nstep = outer()",
    "o.count": "class C: pass\no = C()\no.count = 0\ndef step():\n    o.count += 1",
    "o.slot": "class C:\n    __slots__ = ('slot',)\no = C()\no.slot = 0\ndef step():\n    o.slot += 1",
    "C.total": "class C:\n    total = 0\ndef step():\n    C.total += 1",
    "d['k']": "d = {'k': 0}\ndef step():\n    d['k'] += 1",
    "d['j']": "d = {}\ndef step():\n    d['j'] = d.get('j', 0) + 1",
    "L[0]": "L = [0]\ndef step():\n    L[0] += 1",
}

for place, setup in CASES.items():
    for preset in ("3.9", "3.13t"):
        # With a GIL the two take turns at every bytecode; without one they must meet by themselves.
        found = lost_updates(setup, preset, rounds=200 if preset == "3.9" else 100_000)
        assert found["count"] > 0, (place, preset)
        names = [kind["place"] for kind in found["kinds"]]
        first = found["kinds"][0]["first"]
        assert first["stored_at"]["line"] > 0 and first["thread"] != first["other_thread"]
        if place not in ("global y", "global z", "d['j']"):
            assert place in names, (place, names)
