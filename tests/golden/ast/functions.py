@decorator(1)
@a.b
def f(a, b: int = 1, /, c=2, *args: *Ts, d, e=3, **kwargs) -> None:
    yield
    x = yield a
    yield from b
    return lambda a, *b, c=1, **d: (a, b)
async def g[T: int, *Ts, **P](x: T = 1):
    async with a as b, c:
        await d
    async for e in f:
        return [g async for g in h]
class C[T](A, metaclass=M):
    def m(self): return super().m()
type Alias[T = int] = list[T]
