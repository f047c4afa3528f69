def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
class Range:
    def __init__(self, n):
        self.i, self.n = 0, n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i
class Manager:
    async def __aenter__(self):
        print("enter")
        return "value"
    async def __aexit__(self, kind, value, traceback):
        print("exit", kind and kind.__name__)
        return True
async def main():
    async with Manager() as m:
        print(m)
        async for i in Range(3):
            if i == 2:
                break
            print(i)
        else:
            print("never")
        raise ValueError
    return [x async for x in Range(3)], {x: x async for x in Range(2) if x > 1}
print(run(main()))
async def wrong():
    async for x in [1]:
        pass
try:
    run(wrong())
except TypeError as error:
    print(error)
