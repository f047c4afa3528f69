# Between a loop and threads: to_thread() with the context of the task, run_in_executor() with the loop's own and other pools, exceptions
# from there; call_soon_threadsafe() and run_coroutine_threadsafe() from threads; one context for each task and each thread.
import asyncio
import contextvars
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

name = contextvars.ContextVar("name", default="nobody")


def in_thread(*arguments, **named):
    seen = name.get()
    name.set("changed in the thread")
    return threading.current_thread() is threading.main_thread(), seen, arguments, named


def fail():
    raise LookupError("in the pool")


async def task(own):
    name.set(own)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    seen = await asyncio.to_thread(name.get)
    return name.get(), seen


async def double(number):
    await asyncio.sleep(0)
    return 2 * number


async def main():
    name.set("main")
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(in_thread, 1, two=2), name.get())
    # The context does not go along where nobody says so.
    print(await loop.run_in_executor(None, in_thread, 3))
    with ThreadPoolExecutor(2, "mine") as pool:
        names = await asyncio.gather(*[loop.run_in_executor(pool, lambda: threading.current_thread().name[:4]) for _ in range(3)])
        print(names)
        try:
            await loop.run_in_executor(pool, fail)
        except LookupError as error:
            print("caught", error)
    with ProcessPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, pow, 2, 100))
    print(await asyncio.gather(*[task(own) for own in "abc"]), name.get())

    # Threads that speak to the loop: it is woken from its wait.
    arrived, everything = [], asyncio.Event()

    def arrive(number):
        arrived.append(number)
        assert threading.current_thread() is threading.main_thread()
        if len(arrived) == 40:
            everything.set()

    def speak(number):
        for i in range(10):
            loop.call_soon_threadsafe(arrive, 10 * number + i)

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    await everything.wait()
    print(sorted(arrived) == list(range(40)))
    print(all(arrived.index(10 * number + i) < arrived.index(10 * number + i + 1) for number in range(4) for i in range(9)))
    answers = []
    thread = threading.Thread(target=lambda: answers.append(asyncio.run_coroutine_threadsafe(double(21), loop).result(30)))
    thread.start()
    await asyncio.to_thread(thread.join)
    print(answers)
    future = loop.run_in_executor(None, threading.Event().wait, 0.01)
    print(await future, future.done())


if __name__ == "__main__":
    asyncio.run(main())
    loop = asyncio.new_event_loop()
    loop.close()
    try:
        loop.call_soon_threadsafe(print)
    except RuntimeError as error:
        print(error)
    print(name.get())
