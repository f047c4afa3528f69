import inspect, time, sys, types

def f(a, b: int=2, *args, c, d=4, **kw) -> str:
    """doc"""
    x = 1
    return a

class A:
    k = 1

    @property
    def p(self):
        """pdoc"""
        return 1

    @staticmethod
    def s(x):
        pass

    @classmethod
    def c(cls):
        pass

    def m(self, q, r=1):
        return q
print(inspect.getfullargspec(f), inspect.getfullargspec(A().m), inspect.getfullargspec(A.s), inspect.getfullargspec(lambda *, z: 0))
print(inspect.getcallargs(f, 1, 2, 3, c=5, e=6), inspect.getcallargs(A().m, 5)["q"], inspect.getcomments(A), inspect.getmodulename("/a/b.py"), inspect.indentsize("   \tx"))
for a, k in (((), {}), ((1,), {}), ((1,), {"c": 1, "a": 2})):
    try:
        inspect.getcallargs(f, *a, **k)
    except TypeError as e:
        print(e)
for g in (lambda: inspect.getcallargs(lambda x: 0, 1, 2), lambda: inspect.getcallargs(lambda x, y=1: 0, 1, 2, 3), lambda: inspect.getcallargs(lambda x: 0, z=1)):
    try:
        g()
    except TypeError as e:
        print(e)
y = 5

def outer():
    n = 1

    def inner():
        return n + y + len([]) + nope
    return inner
print(inspect.getclosurevars(outer()).nonlocals, sorted(inspect.getclosurevars(outer()).globals), inspect.getclosurevars(outer()).unbound, list(inspect.getclosurevars(outer()).builtins))

def gen():
    loc = 3
    yield loc
g = gen()
print(inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g))
next(g)
print(inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g))
list(g)
print(inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g))
fi = inspect.getframeinfo(inspect.currentframe())
print(fi.lineno, fi.function, fi.code_context, fi.index, fi[1:], len(fi), type(fi).__name__)

def caller():
    return inspect.stack()[:2]
s = caller()
print([(x.function, x.lineno, x.code_context, x.index, len(x)) for x in s])
try:
    1 / 0
except ZeroDivisionError:
    t = inspect.trace()
    print([(x.function, x.lineno) for x in t], inspect.getinnerframes(sys.exc_info()[2])[0].lineno)
print([(a.name, a.kind, a.defining_class.__name__) for a in inspect.classify_class_attrs(A) if not a.name.startswith("__")], [n for n, v in inspect.getmembers_static(A) if not n.startswith("_")])
print(inspect.getclasstree([int, bool, A]), inspect.isgetsetdescriptor(type.__dict__["__dict__"]) if 0 else "", inspect.ismethodwrapper(1 .__add__), inspect.getargs(f.__code__))

def av(a, *b, **c):
    return inspect.getargvalues(inspect.currentframe())
v = av(1, 2, z=3)
print(v.args, v.varargs, v.keywords, sorted(v.locals), inspect.formatargvalues(*v))

class S:
    __slots__ = ("q",)
print(inspect.ismemberdescriptor(S.q), inspect.isdatadescriptor(S.q), inspect.ismethoddescriptor(str.upper), inspect.FullArgSpec._fields)
try:
    inspect.getframeinfo(3)
except (TypeError, AttributeError) as e:
    print(e)
