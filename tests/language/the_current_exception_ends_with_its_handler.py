import sys
print(sys.exc_info())
try:
    raise ValueError("outer")
except ValueError:
    print(sys.exc_info()[0].__name__)
    try:
        raise KeyError("inner")
    except KeyError:
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info()[0])
def generator():
    try:
        raise IndexError
    except IndexError:
        yield sys.exc_info()[0].__name__
    yield sys.exc_info()[0]
g = generator()
print(next(g), sys.exc_info()[0], next(g))
