class OnlySet:
    def __set__(self, instance, value):
        instance.__dict__["stored"] = value
class C:
    field = OnlySet()
    def method(self):
        return "method"
    builtin = len
    lam = lambda self: "lambda"
c = C()
print(type(c.field).__name__)
c.field = 5
print(c.__dict__)
c.__dict__["field"] = "found in the instance"
print(c.field)
print(c.method(), C.__dict__["method"].__get__(c)(), type(C.method).__name__, type(c.method).__name__, c.builtin([1, 2]), c.lam())
print(C.method.__get__(None, C) is C.method, c.method.__name__, c.method.__qualname__, c.method.__self__ is c)
class Callable:
    def __call__(self, *args):
        return len(args)
class D:
    not_bound = Callable()
print(D().not_bound(1, 2))
