# A signal was sent by asking first whether the process has ended, which took its status away from the thread that waits for it: it was
# told to have ended with 255.
import asyncio


async def ask_until_the_end(number):
    process = await asyncio.create_subprocess_exec("sh", "-c", f"sleep 0.05; exit {number}")
    while process.returncode is None:
        process.send_signal(0)
        await asyncio.sleep(0)
    return await process.wait() == number


async def main():
    for _ in range(3):
        print(all(await asyncio.gather(*map(ask_until_the_end, range(8)))))


asyncio.run(main())
