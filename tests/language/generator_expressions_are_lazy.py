log = []
def source():
    for n in range(3):
        log.append(n)
        yield n
lazy = (n * 2 for n in source())
print(log)
print(next(lazy), log)
print(list(lazy), log)
try:
    (n for n in 5)
except TypeError as error:
    print(error)
def later():
    raise ValueError("not yet")
waiting = (later() for _ in range(1))
try:
    next(waiting)
except ValueError as error:
    print(error)
print(sum(n for n in range(5)), max((len(w) for w in ["a", "bcd"]), default=0))
