def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
async def numbers():
    yield 1
    yield 2
async def main():
    it = aiter(numbers())
    print(await anext(it), await anext(it), await anext(it, "default"))
    try:
        await anext(it)
    except StopAsyncIteration:
        print("stopped")
    for bad in (lambda: aiter(5), lambda: anext(5)):
        try:
            bad()
        except TypeError as error:
            print(error)
run(main())
