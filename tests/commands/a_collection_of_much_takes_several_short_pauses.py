"""What is alive is marked in slices. Under stress they end after so many objects, whatever the machine's speed."""
import json

from _gilded import gilded, script

PROGRAM = """
import gc, threading, weakref
class Node:
    pass
def tree(depth):
    node = Node()
    node.value = depth
    node.left, node.right = (tree(depth - 1), tree(depth - 1)) if depth else (None, None)
    return node
def count(node):
    return 1 + count(node.left) + count(node.right) if node.left else 1
alive = tree(10)
for i in range(200):
    tree(3)
assert count(alive) == 2047
# What is garbage when gc.collect() is called is gone when it returns, also beside threads that collect, too.
stop = False
def work():
    while not stop:
        [tree(2) for _ in range(10)]
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for i in range(10):
    cycle = tree(2)
    cycle.right = cycle
    gone = weakref.ref(cycle)
    finalised = []
    weakref.finalize(cycle, finalised.append, 1)
    del cycle
    gc.collect()
    assert gone() is None and finalised
stop = True
for t in threads: t.join()
assert count(alive) == 2047
"""
path = script(PROGRAM)
for preset in ["3.12", "3.13t"]:
    report_path = path.parent / "report.json"
    gilded("--as=" + preset, "--report=%s" % report_path, path, GILDED_GC_STRESS="100").expect()
    report = json.loads(report_path.read_text())
    assert report["collection_pauses"] > 1.3 * report["collections"] > 30, report
    assert 0 < report["longest_pause_ms"] <= report["total_pause_ms"]
