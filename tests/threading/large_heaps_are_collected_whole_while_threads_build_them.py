"""A heap that is too large for one marker: several share the marking, and nothing alive is lost, nothing dead is kept."""
import gc
import threading
import weakref


class Node:
    def __init__(self, number):
        self.number = number
        self.me = self  # a cycle


def tree(depth):
    return [tree(depth - 1), tree(depth - 1)] if depth else [1]


def leaves(node):
    return node[0] if len(node) == 1 else leaves(node[0]) + leaves(node[1])


def chain(length):
    head = None
    for _ in range(length):
        head = (head,)
    return head


nodes = [Node(i) for i in range(60_000)]  # one array that is looked at in pieces
table = {i: [i, {i: str(i)}] for i in range(30_000)}
branches = tree(15)
links = chain(60_000)
texts = [str(i) * 3 for i in range(40_000)]

results = []


def build(number):
    """Makes and drops objects while the others do."""
    kept = []
    for round_number in range(6):
        kept = [[number, i, [round_number]] for i in range(8_000)]
        if round_number % 3 == number % 3:
            gc.collect()
    results.append(sum(a + i - i + b[0] for a, i, b in kept))


threads = [threading.Thread(target=build, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))

gc.collect()
print(sum(node.number for node in nodes), all(node.me is node for node in nodes))
print(sum(pair[0] + int(pair[1][key]) for key, pair in table.items()))
print(leaves(branches))
count = 0
while links is not None:
    links = links[0]
    count += 1
print(count, sum(map(len, texts)))

references = [weakref.ref(node) for node in nodes]
del nodes[::2]
del thread, threads
gc.collect()
dead = sum(reference() is None for reference in references)
# A word of the native stack that nobody has cleared may keep an object or two.
print(dead > 29_990, all(node.me is node and references[node.number]() is node for node in nodes))
