def twice(f):
    def wrapper(*args, **kwargs):
        return f(f(*args, **kwargs))
    return wrapper
@twice
def double(x):
    return x * 2
print(double(3))
import functools
def log(prefix):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args):
            print(prefix, f.__name__, args)
            return f(*args)
        return wrapper
    return decorate
@log("call")
def area(w, h):
    "the area"
    return w * h
print(area(2, 3), area.__name__, area.__doc__)
