# taskName is the name of the asyncio task that logs, processName that of the process; both follow who logs.
import asyncio
import logging
import logging.config
import multiprocessing
import sys

logging.basicConfig(format="%(taskName)s %(processName)s %(message)s", stream=sys.stdout)


async def work(number):
    await asyncio.sleep(0)
    logging.warning("in task %d", number)


async def main():
    logging.warning("in main")
    await asyncio.gather(*(asyncio.create_task(work(i), name=f"worker {i}") for i in range(2)))


logging.warning("before")
asyncio.run(main(), debug=False)
logging.warning("after")
process = multiprocessing.get_context("fork").Process(target=logging.warning, args=("in a child",), name="Child")
sys.stdout.flush()
process.start()
process.join()

# Configurations: the level of a MemoryHandler is a name, a formatter of one's own takes attributes.


class Own(logging.Formatter):
    pass


logging.config.dictConfig({
    "version": 1,
    "formatters": {"own": {"()": Own, "format": "%(message)s!", ".": {"note": "kept"}}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "own", "stream": "ext://sys.stdout"},
                 "memory": {"class": "logging.handlers.MemoryHandler", "capacity": 10, "flushLevel": "ERROR", "target": "out"}},
    "root": {"handlers": ["memory"], "level": "DEBUG"},
})
memory = logging.getLogger().handlers[0]
print(memory.flushLevel, memory.target.formatter.note)
logging.info("kept back")
print("now")
logging.error("and out")
for style, text in (("{", "{message:>10} {a.b[c d]}"), ("{", "{asctime!s:#30,15f}"), ("{", "{a-b}"), ("{", "{message!x}")):
    try:
        print(logging.Formatter(text, style=style)._fmt)
    except ValueError as error:
        print(error)
