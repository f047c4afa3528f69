def f(*args, **kwargs):
    return args, kwargs
print(f(), f(1), f(1, 2, a=3), f(*[1, 2], *"ab", **{"x": 1}, y=2))
def g(a, b=2, *rest, c, d=4, **others):
    return a, b, rest, c, d, others
print(g(1, c=3), g(1, 9, 8, 7, c=0, e=5))
def forward(*args, **kwargs):
    return g(*args, **kwargs)
print(forward(1, c=2), max(*[3, 9, 2]), "{} {x}".format(*["a"], **{"x": "b"}))
