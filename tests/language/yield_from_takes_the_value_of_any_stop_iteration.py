class Counter:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("the value")


def generator():
    print((yield from Counter()))  # expect: the value


for _ in generator():
    pass
try:
    next(Counter())
except StopIteration as stop:
    print(stop.value)  # expect: the value


def closing():
    try:
        yield 1
    except GeneratorExit:
        return "closed"


started = closing()
next(started)
print(started.close(), started.close())  # expect: closed None
