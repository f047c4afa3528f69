def count(start):
    got = yield start
    result = yield from count(got)
    return [a * b for a in result if a for b in range(a)]


async def asynchronous(source):
    async with source as items:
        async for item in items:
            yield await item
