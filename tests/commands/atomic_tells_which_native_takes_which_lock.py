"""What one execution of a statement is seen to do: containers' locks without a GIL, locks, waits without the GIL; native by native."""
import json

from _gilded import gilded

seen = {r["statement"]: r for r in json.loads(gilded("atomic", "--json", "--trials", 1, "--rounds", 5, "L.append(x)", "l += [1]", "q.put(1)",
                                                     "print(end='')", "len(L)", "o.x += 1").expect().out)}


def native(statement, name):
    return seen[statement]["natives"][name]


assert native("L.append(x)", "list.append")["containers"] == {"L": 1}
assert seen["l += [1]"]["bytecode"]["containers"] == {"l": 1} and not seen["l += [1]"]["natives"]
assert native("q.put(1)", "deque.append")["containers"] == {"q.queue": 1}
# Queue.put is Python code: its `with` takes the lock, and the native behind the end of the `with` gives it back.
assert seen["q.put(1)"]["bytecode"]["locks"] == native("q.put(1)", "lock.__exit__")["releases"] == 1
assert native("print(end='')", "print")["waits"] == {}
silent = native("len(L)", "len")
assert not (silent["locks"] or silent["waits"] or silent["containers"])
waits = json.loads(gilded("atomic", "--json", "--trials", 1, "--rounds", 2, "open('/dev/null').close()").expect().out)[0]["natives"]
assert "IO" in waits["open"]["waits"]
# Under a GIL alone there are no locks inside containers.
locked = json.loads(gilded("atomic", "--json", "--as=3.9", "--trials", 1, "--rounds", 5, "L.append(x)").expect().out)[0]
assert locked["natives"]["list.append"]["containers"] == {}
text = gilded("atomic", "--trials", 1, "--rounds", 5, "L.append(x)", "o.x += 1", "numbers.count(n)").expect().out
assert "list.append: holds the lock inside L (3.13t)." in text
assert all(len(line) <= 80 for line in text.splitlines())
