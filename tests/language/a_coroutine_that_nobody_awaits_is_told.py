# expect: done
# expect-exit: 0
# expect-error: RuntimeWarning: coroutine 'forgotten' was never awaited
import gc


async def forgotten():
    pass


def make():
    forgotten()


for _ in range(100):
    make()
gc.collect()
print("done")
