def coroutine(function):
    def start(*args):
        generator = function(*args)
        next(generator)
        return generator
    return start
@coroutine
def collect(out):
    while True:
        out.append((yield))
@coroutine
def only(test, target):
    while True:
        if test(value := (yield)):
            target.send(value)
@coroutine
def both(*targets):
    try:
        while True:
            value = yield
            for t in targets:
                t.send(value)
    finally:
        print("closed")
even, large = [], []
source = both(only(lambda n: n % 2 == 0, collect(even)), only(lambda n: n > 6, collect(large)))
for i in range(10):
    source.send(i)
source.close()
print(even, large)
