"""What anext(iterator, default) awaits."""


async def anext_with_default(awaitable, default):
    try:
        return await awaitable
    except StopAsyncIteration:
        return default
