import collections.abc
import functools


@functools.singledispatch
def describe(value):
    return "object"


@describe.register
def _(value: int):
    return "int"


@describe.register(list)
def _(value):
    return "list"


@describe.register(collections.abc.Sequence)
def _(value):
    return "sequence"


print([describe(value) for value in (1, True, [], (), "a", {}, None)], describe.dispatch(bool)(0))
