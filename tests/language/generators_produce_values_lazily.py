log = []
def numbers(n):
    log.append("started")
    for i in range(n):
        yield i
    log.append("finished")
    return "result"
g = numbers(2)
print(log, iter(g) is g)
print(next(g), next(g), log)
try:
    next(g)
except StopIteration as stop:
    print(stop.value, log)
try:
    next(g)
except StopIteration as stop:
    print(stop.value)
print(list(numbers(3)), sum(numbers(4)), type(g).__name__, g.gi_frame)
def empty():
    return
    yield
print(list(empty()))
