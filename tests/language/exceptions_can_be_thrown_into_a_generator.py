def resilient():
    while True:
        try:
            yield "waiting"
        except ValueError as error:
            yield f"handled {error}"
g = resilient()
print(next(g), g.throw(ValueError("v")), next(g))
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print("escaped", error)
try:
    next(g)
except StopIteration:
    print("finished")
def fresh():
    yield 1
f = fresh()
try:
    f.throw(ValueError("before the start"))
except ValueError as error:
    print(error)
print(list(f))
try:
    fresh().throw(5)
except TypeError as error:
    print(error)
