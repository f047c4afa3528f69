# Collections that are suspended, while the program moves its only references to objects from one container to another.
# assert-only
# env: GILDED_GC_STRESS=40
import random
import weakref
from collections import deque

rnd = random.Random(7)


class Node:
    def __init__(self, name):
        self.name = name
        self.next = None


class Tagged(list):
    pass


def keeper(value):
    while True:
        sent = yield value
        if sent is not None:
            value = sent


def make_cell(value):
    def get():
        return value

    def put(new):
        nonlocal value
        value = new

    return get, put


# Each place holds one chain; swap() is the only way that references go.
COUNT = 40
big = [None] * 3000  # large: looked at in parts
places = []


def item_place(container, key):
    def get():
        return container[key]

    def put(v):
        container[key] = v

    return get, put


def attribute_place(target, name):
    return (lambda: getattr(target, name)), (lambda v: setattr(target, name, v))


def generator_place():
    g = keeper(None)
    next(g)
    return (lambda: g.send(None)), (lambda v: g.send(v))


def deque_place():
    d = deque(range(100))

    def get():
        return d[50]

    def put(v):
        d[50] = v
        d.rotate(3)
        d.rotate(-3)

    return get, put


def moving_list_place():
    items = [0] * 2000
    at = [1000]

    def get():
        return items[at[0]]

    def put(v):
        items[at[0]] = v
        if rnd.random() < 0.5:
            items.insert(0, 0)
            at[0] += 1
        elif at[0] > 10:
            del items[0]
            at[0] -= 1

    return get, put


def set_place():
    holder = set(range(2000))

    def get():
        for v in holder:
            if not isinstance(v, int):
                return v

    def put(v):
        holder.difference_update([x for x in holder if not isinstance(x, int)])
        holder.add(v)

    return get, put


def exception_place():
    e = ValueError()
    return attribute_place(e, "payload")


def frozen_place():
    box = [()]

    def get():
        return box[0][-1]

    def put(v):
        box[0] = (0,) * 1500 + (v,)

    return get, put


makers = [
    lambda: item_place([0] * 5, 3),
    lambda: item_place(big, rnd.randrange(len(big))),
    lambda: item_place({}, "k"),
    lambda: item_place(dict.fromkeys(range(3000)), 1500),
    lambda: item_place(Tagged([0] * 5), 2),
    lambda: attribute_place(Node("n"), "next"),
    lambda: attribute_place(Node("n"), "other%d" % rnd.randrange(30)),
    lambda: attribute_place(type("T", (), {}), "held"),
    lambda: make_cell(None),
    generator_place, deque_place, moving_list_place, set_place, exception_place, frozen_place,
]
chains = []
for i in range(COUNT):
    get, put = makers[i % len(makers)]()
    places.append((get, put))
    node = first = Node((i, 0))
    for k in range(1, 30):
        node.next = Node((i, k))
        node = node.next
    put(first)

where = list(range(COUNT))  # the chain in each place
watched = [weakref.ref(get()) for get, put in places]
dead = 0
for turn in range(3000):
    a, b = rnd.randrange(COUNT), rnd.randrange(COUNT)
    if a != b:
        # Both are on no stack but for a moment.
        x, y = places[a][0](), places[b][0]()
        places[a][1](y)
        places[b][1](x)
        where[a], where[b] = where[b], where[a]
        del x, y
    # A chain grows anew from a node in its middle, and garbage is made.
    c = rnd.randrange(COUNT)
    node = places[c][0]()
    for k in range(rnd.randrange(28)):
        node = node.next
    node.next, tail = Node(node.next.name), node.next.next
    node.next.next = tail
    del node, tail
    if turn % 50 == 0:
        junk = [[j, {}, Node(j)] for j in range(40)]

for place, (get, put) in enumerate(places):
    node, k = get(), 0
    while node:
        assert node.name == (where[place], k), (place, node.name, where[place], k)
        node, k = node.next, k + 1
    assert k == 30
for place, (get, put) in enumerate(places):
    assert watched[where[place]]() is get()
