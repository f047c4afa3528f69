def sample(a, b: int = 2, *args, c=3, **kw) -> str:
    "the docstring"
print(sample.__name__, sample.__qualname__, sample.__doc__, sample.__defaults__, sample.__kwdefaults__)
print(sample.__annotations__, sample.__module__, sample.__closure__)
sample.own = 1
print(sample.own, sample.__dict__)
code = sample.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_varnames)
def outer():
    x = 5
    def inner():
        return x
    return inner
inner = outer()
print(inner.__qualname__, inner.__closure__[0].cell_contents, inner.__code__.co_freevars)
sample.__name__ = "renamed"
print(sample.__name__)
sample.__defaults__ = (9,)
def show(a, b=1):
    return a, b
show.__defaults__ = (7, 8)
print(show())
