import pprint, dataclasses, types, collections

@dataclasses.dataclass
class DC:
    name: str
    items: list
pprint.pprint(DC("n" * 40, list(range(25))))
import types, collections
pprint.pprint(types.SimpleNamespace(a=1, b="x" * 90))
pprint.pprint(collections.Counter("aab"))
pprint.pprint(collections.defaultdict(list, a=[1] * 30))
pprint.pprint(collections.deque(range(40)))
pprint.pprint(b"x" * 100)
pprint.pprint(collections.OrderedDict(a="x" * 50, b="y" * 50))
pprint.pprint(collections.ChainMap({"a": "b" * 80}, {}))
pprint.pprint(types.MappingProxyType({"a": "b" * 80, "c": 1}))
pprint.pprint(bytearray(b"x" * 90))
pprint.pprint(collections.UserDict(a="x" * 80, b=1))
pprint.pprint(collections.deque(range(30), maxlen=40))
pprint.pprint(collections.OrderedDict(a="x" * 50, b="y" * 50), indent=3)
pprint.pprint([collections.Counter("a" * 3 + "b"), {"k": collections.defaultdict(int, {i: i for i in range(20)})}], width=30)
