# oracle: 3.13
import asyncio


async def worker(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    print(await asyncio.gather(worker("a", 0.02), worker("b", 0), worker("c", 0.01)))
    done, pending = await asyncio.wait([asyncio.create_task(worker(i, i / 100)) for i in range(3)], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for task in pending:
        task.cancel()
    print([type(r).__name__ for r in await asyncio.gather(*pending, return_exceptions=True)])
    try:
        await asyncio.wait_for(worker("slow", 10), 0.01)
    except asyncio.TimeoutError:
        print("timeout")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError:
        print("timeout again")
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker(i, 0)) for i in range(3)]
    print([task.result() for task in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(10))
            group.create_task(fail())
    except* ValueError as e:
        print("group", e.exceptions)
    print([await c for c in asyncio.as_completed([worker("x", 0.02), worker("y", 0)])])
    print(await asyncio.shield(worker("shielded", 0)), await asyncio.to_thread(sum, [1, 2]))


async def fail():
    raise ValueError("wrong")


asyncio.run(main())
try:
    asyncio.run(fail())
except ValueError as e:
    print("raised", e)
