"""No false positive: whatever keeps other threads out from the read to the store, nothing is counted in any era."""
from _gilded import PRESETS, lost_updates

SAFE = {
    "lock": "x = 0\nlock = threading.Lock()\ndef step():\n    global x\n    with lock:\n        x += 1",
    "rlock": "x = 0\nlock = threading.RLock()\ndef step():\n    global x\n    with lock:\n        with lock:\n            x += 1",
    "acquire": "x = 0\nlock = threading.Lock()\ndef step():\n    global x\n    lock.acquire()\n    try:\n        x = x + 1\n    finally:\n        lock.release()",
    "semaphore": "d = {'k': 0}\ns = threading.Semaphore(1)\ndef step():\n    with s:\n        d['k'] += 1",
    "condition": "class C: n = 0\no = C()\nc = threading.Condition()\ndef step():\n    with c:\n        o.n += 1\n        c.notify()",
    "append": "L = []\ndef step():\n    L.append(1)",
    "in place": "L = []\ndef step():\n    global L\n    L += [1]",
    "local": "mine = threading.local()\ndef step():\n    mine.n = getattr(mine, 'n', 0)\n    mine.n += 1",
    "private": "def step():\n    n = 0\n    n += 1\n    d = {1: 0}\n    d[1] += 1",
    "own slot": "d = {}\ndef step():\n    me = threading.get_ident()\n    d[me] = d.get(me, 0) + 1",
    "handed over": "import queue\nq = queue.Queue()\nq.put(0)\ndef step():\n    q.put(q.get() + 1)",
    "overwritten": "x = 0\ndef step():\n    global x\n    x = 1\n    x = 2",
    "generator": "x = 0\nlock = threading.Lock()\ndef numbers():\n    for i in range(3):\n        yield i\ndef step():\n    global x\n    for i in numbers():\n        with lock:\n            x += i",
}

for name, setup in SAFE.items():
    for preset in PRESETS:
        found = lost_updates(setup, preset, rounds=100 if preset != "3.13t" else 2000)
        assert found["count"] == 0, (name, preset, found["kinds"][:1])
