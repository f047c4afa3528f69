# _PyFuture and _PyTask are there for those who want to see how it is done: they mix with the others.
import asyncio
from asyncio import futures, tasks




async def twice(x):
    await asyncio.sleep(0)
    return 2 * x


async def fails():
    await asyncio.sleep(0)
    raise ValueError("no")


async def use(future_type, task_type):
    loop = asyncio.get_running_loop()
    future = future_type(loop=loop)
    seen = []
    future.add_done_callback(lambda f: seen.append(f.result()))
    future.add_done_callback(seen.append)
    print(future.remove_done_callback(seen.append), future.remove_done_callback(seen.append), future.done())
    for wrong in (future.result, future.exception):
        try:
            wrong()
        except asyncio.InvalidStateError as error:
            print(error)
    loop.call_soon(future.set_result, 42)
    print(await future, await future, seen)
    try:
        future.set_result(1)
    except asyncio.InvalidStateError as error:
        print(str(error).partition(":")[0])
    print(future.cancel(), future.cancelled(), future._state)

    print(await asyncio.gather(*[task_type(twice(i), loop=loop) for i in range(4)]))
    task = task_type(fails(), loop=loop, name="failing")
    print(task.get_name(), task in asyncio.all_tasks(), await asyncio.wait([task], timeout=5) == ({task}, set()))
    print(repr(task.exception()), task in asyncio.all_tasks(), task.cancelling())

    async def waits():
        try:
            await asyncio.sleep(100)
        finally:
            seen.append(asyncio.current_task().get_name())

    task = task_type(waits(), loop=loop, name="waiting")
    await asyncio.sleep(0)
    print(task.cancel("enough"), task.cancelling(), task.uncancel(), task.done())
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, task.cancelled(), seen[-1])

    class Own(task_type):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.note = "mine"

    own = Own(twice(21), loop=loop)
    print(await own, own.note, isinstance(own, task_type), asyncio.isfuture(own))
    try:
        own.set_result(1)
    except RuntimeError as error:
        print(error)


for kinds in ((futures._PyFuture, tasks._PyTask), (asyncio.Future, asyncio.Task), (asyncio.Future, tasks._PyTask)):
    asyncio.run(use(*kinds))
print(asyncio.Future is not futures._PyFuture, asyncio.Task.__mro__[1] is asyncio.Future)
