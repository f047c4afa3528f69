# oracle: 3.13
import io
import pickle
import sys
import threading
import types


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error).split(" at 0x")[0].split(" on <module")[0])
    else:
        print(result)


def local():
    def function():
        pass

    class Class:
        pass

    return function, Class


for protocol in (0, 2, 4, 5):
    for obj in [lambda: 0, *local(), types, threading.Lock(), (i for i in ()), memoryview(b""), property(), threading.RLock(), types.MappingProxyType({})]:
        attempt(pickle.dumps, obj, protocol)


class Bad:
    def __init__(self, reduced):
        self.reduced = reduced

    def __reduce__(self):
        return self.reduced


for reduced in [1, (), (1,), (1, ()), (len, 1), (len, (), None, 5), (len, (), None, None, 5), (len, (), None, None, None, 5),
                (len, (), 1, 2, 3, 4, 5), "no such name"]:
    attempt(pickle.dumps, Bad(reduced))
attempt(pickle.dumps, 1, 6)
attempt(pickle.dump, 1, None)
attempt(pickle.load, None)
attempt(pickle.loads, "text")
attempt(pickle.loads)


class Lazy(pickle.Pickler):
    def __init__(self):
        pass


class LazyToo(pickle.Unpickler):
    def __init__(self):
        pass


attempt(Lazy().dump, 1)
attempt(LazyToo().load)

for data in [b"", b"\x80\x04", b"\x80\x09", b"\x80\x04\x95", b"X\x05\0\0\0ab", b"\x7f.", b"z", b".", b"(.", b"0", b"a", b"]a.", b"1", b"e",
             b"Iab\n.", b"Sab\n.", b"cos\n.", b"\x80\x04\x8c\x03sys\x8c\x03x.y\x93.", b"h\x05.", b"g5\n.", b"Pab\n.", b"\x82\x01.", b"\x97.", b"R", b"}(Ku.",
             b"(K\x01d.", b"K\x01\x85b.", b"\x88\x88b.", b"]K\x01\x81.", b"\x8b\xff\xff\xff\xff.", b"U\x01\xff.", b"X\x01\0\0\0\xff.", b"Lab\n.",
             b"\x80\x04K\x01K\x02\x93."]:
    attempt(pickle.loads, data)
    attempt(pickle.load, io.BytesIO(data))

deep = []
for _ in range(100000):
    deep = [deep]
try:
    pickle.dumps(deep)
except RecursionError:
    print("RecursionError")
