# oracle: 3.13
import asyncio


async def main():
    queue = asyncio.Queue(2)
    order = []

    async def producer():
        for i in range(5):
            await queue.put(i)
            order.append(("put", i))

    async def consumer():
        while True:
            item = await queue.get()
            order.append(("got", item))
            queue.task_done()

    task = asyncio.create_task(consumer())
    await producer()
    await queue.join()
    task.cancel()
    print(sorted(order))
    lock, counter = asyncio.Lock(), 0

    async def add():
        nonlocal counter
        async with lock:
            before = counter
            await asyncio.sleep(0)
            counter = before + 1

    await asyncio.gather(*[add() for _ in range(20)])
    print(counter, lock.locked())
    event, semaphore, condition, barrier = asyncio.Event(), asyncio.Semaphore(2), asyncio.Condition(), asyncio.Barrier(3)
    running = most = 0

    async def limited():
        nonlocal running, most
        async with semaphore:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    waiting = asyncio.create_task(event.wait())
    await asyncio.gather(*[limited() for _ in range(6)])
    event.set()
    print(most, await waiting, sorted(await asyncio.gather(*[barrier.wait() for _ in range(3)])))
    ready = False

    async def wait_for_it():
        async with condition:
            await condition.wait_for(lambda: ready)
            return "ready"

    task = asyncio.create_task(wait_for_it())
    await asyncio.sleep(0)
    async with condition:
        ready = True
        condition.notify_all()
    print(await task)
    heap = asyncio.PriorityQueue()
    for i in (3, 1, 2):
        heap.put_nowait(i)
    print([heap.get_nowait() for _ in range(3)])


asyncio.run(main())
