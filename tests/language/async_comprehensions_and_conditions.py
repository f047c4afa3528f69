def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
async def gen(n):
    for i in range(n):
        yield i
async def ready(x):
    return x
async def main():
    a = [x async for x in gen(3)]
    b = {x: y async for x in gen(2) async for y in gen(2)}
    c = {x async for x in gen(4) if x % 2}
    d = [await ready(x) for x in range(3)]
    e = [await ready(x) async for x in gen(3) if await ready(x)]
    f = (x async for x in gen(3))
    g = [x async for x in f]
    return a, b, sorted(c), d, e, g, [[y async for y in gen(x)] async for x in gen(3)]
print(run(main()))
