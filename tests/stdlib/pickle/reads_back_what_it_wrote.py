# assert-only
import collections
import datetime
import functools
import io
import pickle


class Node:
    def __init__(self, name):
        self.name = name
        self.links = []

    def __eq__(self, other):
        return self.name == other.name and len(self.links) == len(other.links)

    __hash__ = None


class Slots:
    __slots__ = ("a", "__b", "__dict__")

    def __init__(self):
        self.a, self.__b, self.c = 1, 2, 3

    def values(self):
        return self.a, self.__b, self.c


class Custom:
    def __getstate__(self):
        return ("state", 1)

    def __setstate__(self, state):
        self.got = state


class Failing(Exception):
    def __init__(self, number):
        super().__init__(number)
        self.extra = "x"


objects = [
    None, True, -1, 2**100, -(2**100), 1.5, float("-inf"), "text", "\ud800\U0001f600", b"bytes" * 100, bytearray(b"array"), (1, (2, ())),
    [1, [2, []]], {"a": {1: 2}}, {1, 2}, frozenset("ab"), range(1, 9, 2), slice(1, None), 1j, collections.OrderedDict(b=1, a=2),
    collections.deque("abc", 5), collections.Counter("aab"), datetime.datetime(2020, 1, 2, 3, 4, 5, 6), datetime.timedelta(3),
    Node("n"), len, int, ..., NotImplemented, type(None), list(range(2500)), {i: str(i) for i in range(1500)}, "y" * 70000,
]
for protocol in range(6):
    for obj in objects:
        data = pickle.dumps(obj, protocol)
        assert pickle.loads(data) == obj, (obj, protocol)
        assert pickle.loads(bytearray(data)) == obj and pickle.load(io.BytesIO(data)) == obj

    node = Node("cycle")
    node.links.append(node)
    copy = pickle.loads(pickle.dumps(node, protocol))
    assert copy.links[0] is copy and copy is not node
    box = ([],)
    box[0].append(box)
    copy = pickle.loads(pickle.dumps(box, protocol))
    assert copy[0][0] is copy
    pair = pickle.loads(pickle.dumps([node.links, node.links], protocol))
    assert pair[0] is pair[1]

    if protocol >= 2:
        assert pickle.loads(pickle.dumps(Slots(), protocol)).values() == (1, 2, 3)
    assert pickle.loads(pickle.dumps(Custom(), protocol)).got == ("state", 1)
    error = pickle.loads(pickle.dumps(Failing(7), protocol))
    assert type(error) is Failing and error.args == (7,) and error.extra == "x"
    assert pickle.loads(pickle.dumps(functools.partial(int, base=2), protocol))("101") == 5
    assert list(pickle.loads(pickle.dumps(iter([1, 2, 3]), protocol))) == [1, 2, 3]

# Several pickles in one file; one pickler remembers what it has written.
file = io.BytesIO()
pickler = pickle.Pickler(file)
shared = ["shared"]
pickler.dump(shared)
pickler.dump([shared])
first = file.tell()
pickler.clear_memo()
pickler.dump(shared)
file.seek(0)
unpickler = pickle.Unpickler(file)
one, two = unpickler.load(), unpickler.load()
assert two[0] is one
assert pickle.load(file) == shared and file.tell() > first
try:
    pickle.load(file)
except EOFError as error:
    assert str(error) == "Ran out of input"
else:
    raise AssertionError

# Pickles of Python 2.
assert pickle.loads(b"c__builtin__\nxrange\n(I0\nI3\nI1\ntR.") == range(3)
assert pickle.loads(b"(lp0\nS'caf\\xe9'\np1\na.", encoding="latin1") == ["café"]
assert pickle.loads(b"U\x02\xffa.", encoding="bytes") == b"\xffa"
assert pickle.loads(b"(i__builtin__\nlist\n.") == [] and pickle.loads(b"I01\n.") is True
