# Caches outlive the classes they were filled for: changing another class must not look at those.
# assert-only
import gc


def read(thing):
    return thing.value


def use(number):
    cls = type("Short%d" % number, (), {"value": number})
    return read(cls())


for number in range(200):
    assert use(number) == number
gc.collect()
[bytearray(100) for _ in range(20000)]


class Lasting:
    value = 1


assert read(Lasting()) == 1
Lasting.__getattribute__ = lambda self, name: 7
assert read(Lasting()) == 7
