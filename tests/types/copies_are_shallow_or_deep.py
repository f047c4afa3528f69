import copy
a = [1, [2, 3], {"k": [4]}]
shallow, deep = copy.copy(a), copy.deepcopy(a)
a[1].append("added")
a[2]["k"].append("added")
print(shallow, deep, shallow[1] is a[1], deep[1] is a[1], a[:] == a, list(a) is a)
cycle = [1]
cycle.append(cycle)
twin = copy.deepcopy(cycle)
print(twin[1] is twin, twin is cycle)
class C:
    def __init__(self, v):
        self.v = v
    def __deepcopy__(self, memo):
        return C("deep " + str(self.v))
class Plain:
    pass
p = Plain()
p.items = [1]
q, r = copy.copy(p), copy.deepcopy(p)
print(q.items is p.items, r.items is p.items, r.items, copy.deepcopy(C(1)).v, copy.copy((1, 2)), copy.deepcopy({1: [2]}), copy.deepcopy("s"))
