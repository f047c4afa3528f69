# The listing of a pickle in every protocol, what optimize() leaves of it, and pickles that do not fit together.
import collections
import datetime
import pickle
import pickletools


class Point:
    def __init__(self, x):
        self.x = x


shared = ["a", 1, 2.5, None, True, b"bytes", 2**70, -1, 300, 70000, "\u20ac", {"k": (1,), "l": (1, 2), "m": (1, 2, 3, 4)}]
value = [shared, shared, {1, 2}, frozenset("x"), Point(3), collections.OrderedDict(a=1), bytearray(b"x"), datetime.date(2020, 1, 2), len]
for protocol in range(6):
    data = pickle.dumps(value[:2] + value[4:], protocol)
    pickletools.dis(data)
    small = pickletools.optimize(data)
    print(len(data), len(small), small)
    assert pickle.dumps(pickle.loads(small)[0]) == pickle.dumps(shared)
    for opcode, argument, position in pickletools.genops(small):
        assert data.count(opcode.code.encode("latin-1"))
pickletools.dis(b"(I00\nI5\n(lp0\nS'a b'\nV\\u20ac\ng0\nt.", indentlevel=2)
large = pickle.dumps([bytes(100000), "x" * 70000, list(range(40000))], 4)
assert pickle.loads(pickletools.optimize(large)) == pickle.loads(large)
print(len(large), len(pickletools.optimize(large)))
for broken in (b"", b"N", b"q\x00.", b"N.N", b"NN.", b"t.", b"h\x05.", b"\xff", b"(.", b"T\xff\xff\xff\xff.", b"K", b"S'a\n.", b"N(q\x01."):
    try:
        pickletools.dis(broken)
    except ValueError as error:
        print(broken, error)
print(len(pickletools.opcodes), pickletools.code2op["."].name, pickletools.code2op["\x85"].stack_before, sorted(pickletools.__all__))
