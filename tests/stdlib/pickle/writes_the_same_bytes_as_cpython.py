# Every protocol, byte for byte: what CPython reads, and what it would have written.
# oracle: 3.13
import collections
import copyreg
import enum
import fractions
import pickle


class Plain:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Slots:
    __slots__ = ("a", "b")


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyInt(int):
    pass


class MySet(set):
    pass


class NewArguments:
    def __new__(cls, a):
        self = object.__new__(cls)
        self.a = a
        return self

    def __getnewargs__(self):
        return (self.a,)


class NewKeywords:
    def __new__(cls, *, k):
        self = object.__new__(cls)
        self.k = k
        return self

    def __getnewargs_ex__(self):
        return (), {"k": self.k}


class Items:
    def __reduce__(self):
        return list, ((1, 2),), None, iter([3, 4])


class ByName:
    def __reduce_ex__(self, protocol):
        return "BY_NAME"


BY_NAME = ByName()


class Setter:
    def __reduce__(self):
        return Plain, (), {"q": 1}, None, None, set_state


def set_state(obj, state):
    obj.set = state


class Colour(enum.Enum):
    RED = 1


Point = collections.namedtuple("Point", "x y")


class Outer:
    class Inner:
        pass

    def method(self):
        pass


recursive_list = []
recursive_list.append(recursive_list)
recursive_dict = {}
recursive_dict[1] = recursive_dict
recursive_tuple = ([],)
recursive_tuple[0].append(recursive_tuple)
cycle = Plain()
cycle.me = cycle
in_own_set = Plain()
in_own_set.s = {in_own_set}
in_own_frozenset = Plain()
in_own_frozenset.f = frozenset([in_own_frozenset])
with_attributes = MyList([1, 2, 3])
with_attributes.attribute = "x"
shared = ["s"]
slots = Slots()
slots.a = 1

objects = [
    None, True, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -2**31, 2**31, -2**63, 2**200, -(2**2039), 0.0, -0.0, 1e300, 1.5,
    float("inf"), "a", "é", "\ud800", "x" * 300, "a\\\n\r\x1a\0b", b"", b"abc", b"\xff" * 300, bytearray(b"abc"), bytearray(),
    (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2}, {1: 2, 3: 4}, set(), {1}, frozenset(), frozenset([1]),
    Plain(a=1, b="two"), with_attributes, MyDict(a=1), MyInt(5), MySet([1]), NewArguments(1), NewKeywords(k=2), Items(), BY_NAME,
    Setter(), Colour.RED, Colour, Point(1, 2), Outer.Inner, Outer.Inner(), Outer().method, len, [].append, int, Plain, type(None), ...,
    NotImplemented, range(3), slice(1, 2), complex(1, 2), collections.OrderedDict(a=1), collections.deque([1, 2], 5),
    ValueError("x"), OSError(2, "no", "f"), KeyError(1),
    recursive_list, recursive_dict, recursive_tuple, cycle, in_own_set, in_own_frozenset, [shared, shared], ("ab", "ab"), iter([1, 2]),
    [Plain(i=i, name="n%d" % i) for i in range(3)],
]
for number, obj in enumerate(objects):
    for protocol in range(6):
        print(number, protocol, pickle.dumps(obj, protocol))
for protocol in range(2, 6):
    print(pickle.dumps(slots, protocol))

# Batches, and frames of 64 KiB.
for obj in [list(range(1000)), list(range(1001)), list(range(2500)), dict.fromkeys(range(1000)), dict.fromkeys(range(1001)),
            b"x" * 70000, "y" * 70000, [b"x" * 65536, "z" * 20], [i * 1.5 for i in range(9000)]]:
    for protocol in range(6):
        data = pickle.dumps(obj, protocol)
        print(type(obj).__name__, len(data), sum(byte * (i % 251 + 1) for i, byte in enumerate(data)))

copyreg.add_extension("__main__", "Plain", 300)
print(pickle.dumps(Plain(), 2))
