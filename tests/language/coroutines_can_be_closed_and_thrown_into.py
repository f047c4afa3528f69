import types
@types.coroutine
def pause(value):
    return (yield value)
log = []
async def work():
    try:
        while True:
            try:
                log.append(await pause("paused"))
            except KeyError as error:
                log.append(repr(error))
    finally:
        log.append("closed")
c = work()
print(c.send(None), c.send(1), c.throw(KeyError("k")), c.cr_running, c.cr_frame is not None)
c.close()
print(log, c.cr_frame)
async def value():
    return 5
v = value()
try:
    v.send(None)
except StopIteration as stop:
    print(stop.value)
w = value()
w.close()
try:
    w.send(None)
except RuntimeError as error:
    print(error)
x = value()
try:
    x.send(1)
except TypeError as error:
    print(error)
x.close()
