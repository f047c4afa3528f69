# singledispatch: abstract classes among a class's bases count before those that only accept it.
import collections.abc as c
import functools


@functools.singledispatch
def g(argument):
    return "base"


class O(c.Sized):
    def __len__(self):
        return 0


print(g(O()))
g.register(c.Iterable, lambda argument: "iterable")
g.register(c.Container, lambda argument: "container")
g.register(c.Sized, lambda argument: "sized")
g.register(c.Set, lambda argument: "set")
print(g(O()))
c.Iterable.register(O)
print(g(O()))
c.Container.register(O)
print(g(O()))
c.Set.register(O)
print(g(O()))
