def average():
    total = count = 0
    result = None
    while True:
        value = yield result
        if value is None:
            return "done"
        total += value
        count += 1
        result = total / count
g = average()
print(next(g), g.send(10), g.send(20), g.send(3))
try:
    g.send(None)
except StopIteration as stop:
    print(stop.value)
fresh = average()
try:
    fresh.send(1)
except TypeError as error:
    print(error)
def echo():
    received = []
    while len(received) < 3:
        received.append((yield len(received)))
    yield received
e = echo()
print(next(e), e.send("a"), next(e), e.send("c"))
