a = [1]
a.append(a)
print(a, a[1][1][0], a == a)
d = {"self": None}
d["self"] = d
print(d)
t = ([],)
t[0].append(t)
print(t)
s = [a, a]
print(s)
class Node:
    def __init__(self):
        self.items = [self]
    def __repr__(self):
        return f"Node({self.items!r:.10})" if False else "Node"
print([Node()])
b = [2]
c = [b]
b.append(c)
print(b, c)
