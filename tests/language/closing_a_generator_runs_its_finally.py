log = []
def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        log.append("exit seen")
        raise
    finally:
        log.append("finally")
it = g()
next(it)
it.close()
it.close()
print(log, list(it))
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)
def failing():
    try:
        yield
    finally:
        raise ValueError("while closing")
f = failing()
next(f)
try:
    f.close()
except ValueError as error:
    print(error)
unstarted = g()
unstarted.close()
print(log)
