# Who goes on writing although the reader of a pipe has gone is told so in the log, after some writes.
import asyncio
import logging
import os
import sys

logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s")


class Protocol(asyncio.BaseProtocol):
    def connection_lost(self, exc):
        print("lost", type(exc).__name__)


async def main():
    reading, writing = os.pipe()
    transport, _ = await asyncio.get_running_loop().connect_write_pipe(Protocol, os.fdopen(writing, "wb"))
    os.close(reading)
    for _ in range(8):
        transport.write(b"x")
    await asyncio.sleep(0.01)


asyncio.run(main())
