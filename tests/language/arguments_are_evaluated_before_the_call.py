log = []
def show(x):
    log.append(x)
    return x
def f(*args, **kw):
    log.append("called")
f(show(1), show(2), k=show(3), *[show(4)], **{"z": show(5)})
print(log)
log.clear()
try:
    f(show(1), undefined, show(2))
except NameError:
    print(log)
log.clear()
try:
    nothing = None
    nothing(show(1))
except TypeError as error:
    print(error, log)
