# __eq__ that changes the list it is compared in: no crash, and the same answers as a list that looks at each item once.
class Clearing:
    def __init__(self, victim):
        self.victim = victim

    def __eq__(self, other):
        self.victim.clear()
        return False


victim = []
victim.extend([1, Clearing(victim), 3, 4])
print(victim.count(5), victim)
victim.extend([1, Clearing(victim), 3])
print(5 in victim, victim)
victim.extend([1, Clearing(victim), 3])
try:
    victim.index(7)
except ValueError as error:
    print(error)
victim.extend([1, Clearing(victim), 3])
try:
    victim.remove(8)
except ValueError as error:
    print(error)
a = [1, 2, 3]
victim.extend([1, Clearing(victim), 3])
print(a == victim, victim != a, victim)
growing = [1]
for x in growing:
    if len(growing) < 6:
        growing.append(x + 1)
print(growing)
shrinking = list(range(6))
for x in shrinking:
    shrinking.remove(x)
print(shrinking)
iterator = iter([1, 2])
print(list(iterator), list(iterator))
late = []
iterator = iter(late)
print(list(iterator))
late.append(1)
print(list(iterator))
