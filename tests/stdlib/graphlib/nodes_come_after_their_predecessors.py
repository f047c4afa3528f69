from graphlib import CycleError, TopologicalSorter

print(list(TopologicalSorter({"D": {"B", "C"}, "B": {"A"}, "C": {"A"}}).static_order())[::3])
sorter = TopologicalSorter()
sorter.add(3, 1, 2)
sorter.prepare()
print(sorter.get_ready(), sorter.is_active(), bool(sorter))
sorter.done(1, 2)
print(sorter.get_ready(), sorter.get_ready())
for call in (lambda: sorter.done(1), lambda: sorter.add(4), lambda: sorter.done(9)):
    try:
        call()
    except ValueError as e:
        print(e)
try:
    TopologicalSorter({1: [2], 2: [3], 3: [1]}).prepare()
except CycleError as e:
    print(e.args[0], sorted(set(e.args[1])), e.args[1][0] == e.args[1][-1])
