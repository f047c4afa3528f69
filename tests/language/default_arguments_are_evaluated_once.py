def append(item, items=[]):
    items.append(item)
    return items
print(append(1), append(2), append(3, []))
log = []
def make():
    log.append("made")
    return 1
def f(x=make()):
    return x
f(), f()
print(log)
x = 1
def g(value=x):
    return value
x = 2
print(g())
