def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
log = []
async def numbers():
    try:
        for i in range(3):
            received = yield i
            if received:
                log.append(received)
    finally:
        log.append("closed")
async def main():
    g = numbers()
    print(await g.__anext__(), await g.asend("sent"))
    await g.aclose()
    print([x async for x in numbers()], log)
    g = numbers()
    await anext(g)
    try:
        await g.athrow(ValueError("v"))
    except ValueError as error:
        print(error)
    print(await anext(g, "default"))
    return sum([x async for x in (y * 2 async for y in numbers())])
print(run(main()), type(numbers()).__name__)
