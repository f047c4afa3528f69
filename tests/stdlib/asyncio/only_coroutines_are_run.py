import asyncio


async def one():
    return 1


async def nested():
    coroutine = one()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()


with asyncio.Runner() as runner:
    future = runner.get_loop().create_future()
    for wrong in (future, 1, one, None):
        try:
            runner.run(wrong)
        except ValueError as error:
            print(str(error).partition("got")[0])
    print(runner.run(one()))
asyncio.run(nested())
try:
    asyncio.run(lambda: 0)
except ValueError as error:
    print(str(error).partition("got")[0])
