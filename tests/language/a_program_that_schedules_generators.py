from collections import deque
def task(name, steps):
    for i in range(steps):
        print(name, i)
        yield
    return name + " done"
def waiter(name, other):
    result = yield from other
    print(name, "got", result)
queue = deque([task("a", 3), waiter("w", task("b", 2)), task("c", 1)])
while queue:
    current = queue.popleft()
    try:
        next(current)
        queue.append(current)
    except StopIteration as stop:
        print("ended with", stop.value)
