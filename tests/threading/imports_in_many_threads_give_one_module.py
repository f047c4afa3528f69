import sys, threading
gate = threading.Barrier(6)
seen = []
def work():
    gate.wait()
    import json
    import collections.abc
    seen.append((id(json), json.loads("[1]"), collections.abc.Iterable.__name__))
threads = [threading.Thread(target=work) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(len(seen), len({s[0] for s in seen}), all(s[1] == [1] for s in seen))
