def g():
    try:
        next(it)
    except ValueError as error:
        yield str(error)
    try:
        it.send(None)
    except ValueError as error:
        yield str(error)
    try:
        it.close()
    except ValueError as error:
        yield str(error)
it = g()
print(list(it))
def h():
    yield running.gi_running
running = h()
print(running.gi_running, next(running), running.gi_running)
list(running)
print(running.gi_running, running.gi_frame)
