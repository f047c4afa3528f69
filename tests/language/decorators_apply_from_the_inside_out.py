def mark(name):
    print("evaluate", name)
    def decorate(function):
        print("apply", name)
        def wrapper(*args):
            return f"{name}({function(*args)})"
        return wrapper
    return decorate
@mark("outer")
@mark("inner")
def f(x):
    return x
print(f("value"))
def add_repr(cls):
    cls.__repr__ = lambda self: "decorated " + cls.__name__
    return cls
@add_repr
class C:
    pass
print(C())
@lambda f: f()
def immediately():
    return "already called"
print(immediately)
