"""A change of the context is seen by the thread or task that made it, and by no other; threads may share numbers and contexts."""
import asyncio
import threading
from contextvars import copy_context
from decimal import *

third = Decimal(1) / 3
shared = Context(prec=40, traps=[])
results = {}


def work(precision):
    assert getcontext().prec == 28, "a new thread starts with the default"
    getcontext().prec = precision
    for i in range(300):
        text = str(Decimal(1) / 3)
        assert len(text) == precision + 2, text
        assert str(shared.divide(2, 3)) == "0.6666666666666666666666666666666666666667"
        with localcontext(prec=5):
            assert str(third + i % 7).count("3") >= 4
        assert getcontext().prec == precision
    results[precision] = sum(Decimal(i) / 4 for i in range(100))


threads = [threading.Thread(target=work, args=(precision,)) for precision in (7, 13, 28, 33)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()), getcontext().prec, shared.flags[Inexact], shared.flags[DivisionByZero])


async def task(precision):
    getcontext().prec = precision
    setcontext(Context(prec=precision))
    await asyncio.sleep(0)
    return str(Decimal(2) / 3)


async def main():
    return await asyncio.gather(*[task(precision) for precision in (3, 5, 8)])


print(asyncio.run(main()))
print(copy_context().run(lambda: (setcontext(Context(prec=4)), str(Decimal(1) / 3))[1]), getcontext().prec)
