# The queue of objects to be finalised was emptied from its front, each time moving the rest: 160,000 coroutines took 15 seconds.


async def identity(i):
    return i


async def add(n):
    total = 0
    for i in range(n):
        total += await identity(i)
    return total


try:
    add(300_000).send(None)
except StopIteration as stop:
    print(stop.value)
