# A future whose exception nobody asks for, and a task that dies while it waits, are told of once each. Each is made twenty
# times: a stale word of the machine's own stack may keep one or two alive a little longer.
import asyncio
import gc

told = []
TIMES = 20


def nearly_all(count, times=TIMES):
    return times - 2 <= count <= times


def scrub(depth):
    # Runs over the machine's stack.
    return depth and max([depth], key=lambda n: scrub(n - 1))


def tell(loop, context):
    told.append((context["message"], repr(context.get("exception"))))


async def forever():
    await asyncio.get_running_loop().create_future()


def collect():
    for _ in range(3):
        scrub(50)
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

    for _ in range(TIMES):
        forget(failed)
    collect()
    print(nearly_all(len(told)), set(told))
    for make in (seen, cancelled, fine):
        for _ in range(TIMES):
            forget(make)
        collect()
        print(make.__name__, [entry for entry in told if "unseen" not in entry[1]])


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
    loop.close()


told.clear()
for kind in (asyncio.Task, Own):
    for _ in range(TIMES):
        leave_pending(kind)
    collect()
destroyed = [entry for entry in told if entry != "own __del__"]
print(nearly_all(len(destroyed), 2 * TIMES), set(destroyed), nearly_all(told.count("own __del__")))
