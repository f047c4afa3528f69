import asyncio
import gc

told = []


def tell(loop, context):
    told.append((context["message"], repr(context.get("exception"))))


async def forever():
    await asyncio.get_running_loop().create_future()


def collect():
    for _ in range(3):
        gc.collect()


def forget(make):
    # In a frame of its own, so that nothing is left of it on a stack.
    make()


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(tell)

    def failed():
        loop.create_future().set_exception(ValueError("unseen"))

    def seen():
        future = loop.create_future()
        future.set_exception(ValueError("seen"))
        future.exception()

    def cancelled():
        future = loop.create_future()
        future.cancel()

    def fine():
        loop.create_future().set_result(1)

    for make in (failed, seen, cancelled, fine):
        forget(make)
        collect()
        print(make.__name__, told)
        told.clear()


asyncio.run(main())


class Own(asyncio.Task):
    def __del__(self):
        told.append("own __del__")
        super().__del__()


def leave_pending(kind):
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(tell)
    task = kind(forever(), loop=loop)
    loop.call_soon(loop.stop)
    loop.run_forever()
    print(len(asyncio.all_tasks(loop)))
    loop.close()


for kind in (asyncio.Task, Own):
    told.clear()
    leave_pending(kind)
    collect()
    print(told)
