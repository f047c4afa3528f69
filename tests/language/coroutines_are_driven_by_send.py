class Suspend:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        answer = yield self.value
        return answer
async def child(x):
    return await Suspend(x) + 1
async def parent():
    first = await child("a")
    second = await child("b")
    return first, second
c = parent()
print(type(c).__name__, c.send(None), c.send(10))
try:
    c.send(20)
except StopIteration as stop:
    print(stop.value)
try:
    c.send(None)
except RuntimeError as error:
    print(error)
async def wrong():
    await 5
try:
    wrong().send(None)
except TypeError as error:
    print(error)
async def fails():
    raise KeyError("k")
try:
    fails().send(None)
except KeyError as error:
    print(error)
