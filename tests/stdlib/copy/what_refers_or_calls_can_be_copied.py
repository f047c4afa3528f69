# Weak references are their own copies; callables of operator, signatures and bytearrays of one's own keep all they have.
import copy
import functools
import inspect
import operator
import pickle
import weakref


class Bytes(bytearray):
    pass


class Call(functools.partial):
    pass


class Text(str):
    def __bytes__(self):
        return b"custom"


def function(a, b=1, *c, d: int = 2, **e) -> str:
    pass


reference = weakref.ref(Bytes)
print(copy.copy(reference) is reference, copy.deepcopy(reference) is reference)
value = Bytes(b"ab")
value.note = [1]
for made in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)), pickle.loads(pickle.dumps(value, 0))):
    print(made, made.note, made.note is value.note)
for caller in (operator.methodcaller("f", 1, a=2), operator.methodcaller("f"), operator.attrgetter("a.b", "c"), operator.itemgetter(1, 2)):
    print([pickle.loads(pickle.dumps(caller, protocol)) for protocol in (0, 2, 5)], copy.copy(caller))
signature = inspect.signature(function)
print(pickle.loads(pickle.dumps(signature)) == signature, copy.deepcopy(signature))
print(Call(print, 1), bytes(Text("a")), functools.wraps(type)(function).__type_params__)
