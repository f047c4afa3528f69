import collections.abc
import types


def generator():
    yield 1


marked = types.coroutine(generator)
print(marked is generator, bool(generator.__code__.co_flags & 0x100), type(generator()).__name__)


def returns_one():
    return generator()


class Like(collections.abc.Generator):
    def send(self, value):
        return 1

    def throw(self, *exception):
        raise StopIteration


def returns_like():
    return Like()


async def use(function):
    return await function()

for function in (returns_one, returns_like, lambda: 5):
    wrapped = types.coroutine(function)
    print(wrapped is function, type(wrapped()).__name__)
print(use(generator).send(None), use(types.coroutine(returns_like)).send(None))
for wrong in (5, None):
    try:
        types.coroutine(wrong)
    except TypeError as error:
        print(error)
