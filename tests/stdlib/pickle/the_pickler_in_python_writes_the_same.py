# _Pickler and _Unpickler, and pickle without _pickle, write and read what the others do; they can be extended by type.
import collections
import datetime
import io
import pickle
import subprocess
import sys


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    class Inner:
        pass


class Slots:
    __slots__ = ("a", "b")

    def __eq__(self, other):
        return self.a == other.a


class Reduced(list):
    def __reduce_ex__(self, protocol):
        return Reduced, (), {"n": 1}, iter([1, 2, 3]), None


slots = Slots()
slots.a = 5
shared = ["shared"]
circle = []
circle.append((circle,))
values = [None, True, 0, 1, 255, 256, 65535, 65536, -1, 2**31, -2**31, 2**40, -2**70, 10**300, 1.5, float("inf"), "", "text", "\u20ac\n\\\0",
          "x" * 300, b"", b"bytes", b"b" * 300, bytearray(b"array"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [shared, shared],
          list(range(2500)), {}, {1: 2}, {i: str(i) for i in range(1200)}, set(), {1}, frozenset({2}), Point(1, [2]), Point.Inner, slots,
          Reduced(), len, int, type(None), datetime.date(2020, 1, 2), collections.OrderedDict(a=1), 1 + 2j, range(3), "y" * 70000, b"z" * 70000]
same = 0
for protocol in range(6):
    for value in values:
        if value is slots and protocol < 2:
            continue
        written = pickle._dumps(value, protocol)
        if written == pickle.dumps(value, protocol):
            same += 1
        for load in (pickle._loads, pickle.loads):
            read = load(written)
            if read != value:
                print("differs", protocol, load.__name__, repr(value)[:50], repr(read)[:50])
    again = pickle._loads(pickle._dumps(circle, protocol))
    if again[0][0] is not again:
        print("circle", protocol)
print(same > 250, pickle._Pickler.__module__)


class Upper(pickle._Pickler):
    dispatch = pickle._Pickler.dispatch.copy()

    def save_str(self, obj):
        pickle._Pickler.save_str(self, obj.upper())
    dispatch[str] = save_str

    def persistent_id(self, obj):
        return "shared" if obj is shared else None


class Reader(pickle._Unpickler):
    def persistent_load(self, pid):
        return [pid]


file = io.BytesIO()
Upper(file).dump(["a", shared, {"k": "v"}])
file.seek(0)
print(Reader(file).load())
for wrong in (lambda: pickle._dumps(lambda: 0), lambda: pickle._loads(b""), lambda: pickle._loads(b"\xffx"), lambda: pickle._dumps(1, 9),
              lambda: pickle._Pickler(1), lambda: pickle._loads(b"\x80\x09.")):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, str(error).partition(" at 0x")[0])
print(subprocess.run([sys.executable, "-c", "import sys; sys.modules['_pickle'] = None; import pickle; "
                      "print(pickle.loads(pickle.dumps([1, 'a', {2: 3}])), pickle.Pickler.__module__, pickle.PicklingError.__mro__[1].__name__)"],
                     capture_output=True, text=True).stdout, end="")
