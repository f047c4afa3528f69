# asend(), athrow() and aclose() make one step each: begun once, ended by throw() and close() as a coroutine is.
async def numbers():
    try:
        got = yield 1
        print("got", got)
        yield 2
    except ValueError as error:
        print("caught", error)
        yield 3


def step(awaitable, value=None):
    try:
        return "waits", awaitable.send(value)
    except StopIteration as stop:
        return "value", stop.value
    except BaseException as error:
        return type(error).__name__, str(error)


generator = numbers()
first = generator.__anext__()
print(step(first), step(first))
print(step(generator.__anext__(), "sent"))
print(step(generator.athrow(ValueError("inside"))))
print(step(generator.athrow(ValueError("again")), 1))
print(step(generator.aclose()), step(generator.aclose()))
print(step(generator.__anext__()))


class Later:
    def __await__(self):
        yield "later"


async def waiting():
    await Later()
    yield 1


generator = waiting()
pending = generator.__anext__()
print(step(pending))
for other in (generator.__anext__(), generator.athrow(KeyError), generator.aclose()):
    print(step(other))
try:
    generator.asend(None).throw(KeyError)
except RuntimeError as error:
    print(error)
print(pending.close(), step(generator.__anext__()))


async def stubborn():
    try:
        await Later()
    except GeneratorExit:
        await Later()
    yield


pending = stubborn().__anext__()
print(step(pending))
try:
    pending.close()
except RuntimeError as error:
    print(error)
