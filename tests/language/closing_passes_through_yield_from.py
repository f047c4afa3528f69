log = []
def inner():
    try:
        yield 1
    finally:
        log.append("inner closed")
def outer():
    try:
        yield from inner()
    finally:
        log.append("outer closed")
g = outer()
next(g)
g.close()
print(log)
class Iterator:
    def __iter__(self):
        return self
    def __next__(self):
        return 1
    def throw(self, *args):
        log.append("thrown " + args[0].__class__.__name__)
        return "from throw"
    def close(self):
        log.append("closed")
def over():
    yield from Iterator()
h = over()
next(h)
print(h.throw(ValueError("v")))
h.close()
print(log)
