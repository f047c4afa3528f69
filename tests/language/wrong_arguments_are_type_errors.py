def f(a, b, c=3):
    pass
def g(*, k, m):
    pass
def h(x, /, y):
    pass
def nothing():
    pass
calls = ["f()", "f(1)", "f(1, 2, 3, 4)", "f(1, 2, a=1)", "f(1, 2, z=1)", "g(1)", "g()", "g(k=1)", "h(x=1, y=2)",
         "nothing(1)", "f(1, **{'a': 2})", "f(**1)", "f(**{1: 2})", "f(1, 2, **{'c': 1}, **{'c': 2})", "h()"]
for call in calls:
    try:
        eval(call)
        print(call, "accepted")
    except TypeError as error:
        print(call, "->", error)
