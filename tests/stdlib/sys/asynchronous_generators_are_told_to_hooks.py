# assert-only
import asyncio
import gc
import sys

assert tuple(sys.get_asyncgen_hooks()) == (None, None)
assert repr(sys.get_asyncgen_hooks()) == "asyncgen_hooks(firstiter=None, finalizer=None)"
begun, ended = [], []
sys.set_asyncgen_hooks(begun.append, finalizer=lambda generator: ended.append(generator.__name__))
assert sys.get_asyncgen_hooks().firstiter == begun.append and sys.get_asyncgen_hooks().finalizer is not None


async def numbers():
    yield 1
    yield 2


def step(generator):
    try:
        generator.__anext__().send(None)
    except StopIteration as stop:
        return stop.value


def use():
    for _ in range(10):
        generator = numbers()
        assert step(generator) == 1 and step(generator) == 2


use()
assert len(begun) == 10 and {type(generator).__name__ for generator in begun} == {"async_generator"}
begun.clear()
gc.collect()
assert len(ended) >= 5 and set(ended) == {"numbers"}, ended
for wrong, text in (({"firstiter": 1}, "callable firstiter expected, got int"), ({"finalizer": 1}, "callable finalizer expected, got int")):
    try:
        sys.set_asyncgen_hooks(**wrong)
    except TypeError as error:
        assert str(error) == text
    else:
        raise AssertionError
sys.set_asyncgen_hooks(firstiter=None)
assert sys.get_asyncgen_hooks().firstiter is None and sys.get_asyncgen_hooks().finalizer is not None


def refuse(generator):
    raise KeyError("not begun")


sys.set_asyncgen_hooks(refuse, None)
try:
    numbers().__anext__()
except KeyError as error:
    assert error.args == ("not begun",)
else:
    raise AssertionError
sys.set_asyncgen_hooks(None, None)

# A loop closes what a task left behind.
closed = []


async def guarded():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0)
        closed.append(True)


async def leave():
    leave.kept = guarded()
    async for _ in leave.kept:
        break


asyncio.run(leave())
assert closed == [True]
assert tuple(sys.get_asyncgen_hooks()) == (None, None)
