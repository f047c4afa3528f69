def inner():
    try:
        received = yield "first"
        print("inner got", received)
        yield "second"
    except ValueError as error:
        print("inner handled", error)
        yield "after throw"
    return "inner result"
def outer():
    result = yield from inner()
    print("outer got", result)
    yield from [1, 2]
    yield from "x"
    return "outer result"
g = outer()
print(next(g), g.send("message"))
print(g.throw(ValueError("v")))
print(list(g))
def tree(node):
    if node:
        left, value, right = node
        yield from tree(left)
        yield value
        yield from tree(right)
print(list(tree(((None, 1, None), 2, (None, 3, None)))))
def delegate_to_non_iterable():
    yield from 5
try:
    next(delegate_to_non_iterable())
except TypeError as error:
    print(error)
