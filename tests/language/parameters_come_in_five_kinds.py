def f(a, b, /, c, d=4, *args, e, f=6, **kwargs):
    return a, b, c, d, args, e, f, kwargs
print(f(1, 2, 3, e=5))
print(f(1, 2, c=3, e=5, g=7, a=8))
print(f(1, 2, 3, 4, 5, 6, e=7, **{"x": 1}))
print(f(*range(6), e=0))
def only_keyword(*, key):
    return key
def only_positional(x, /):
    return x
print(only_keyword(key=1), only_positional(2))
print((lambda *a, **k: (a, k))(1, *[2], x=3, **{"y": 4}))
