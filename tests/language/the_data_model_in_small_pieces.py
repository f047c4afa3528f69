# oracle: 3.13
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class A:
    "doc"
    a: int = 1
    def m(self): "mdoc"; return 1
print(A.__doc__, A.__annotations__, A.__dict__.keys() >= {'a','m','__module__','__doc__','__dict__','__weakref__'}, A.__mro__, A.__name__, A.__qualname__, A.__module__)
print(sorted(k for k in A.__dict__))
A.__name__ = "Z"; print(A, A.__name__); A.__qualname__="Q"; print(A); A.__name__="A"; A.__qualname__="A"
t(lambda: setattr(A, '__name__', 1)); t(lambda: delattr(A,'__name__')); t(lambda: setattr(int,'__name__','x'))
print(type.__dict__['__mro__'], type(A.__dict__), type(A.__dict__['__dict__']), type(A.__dict__['__weakref__']))
t(lambda: object().__dict__); t(lambda: A().__dict__); t(lambda: A().__weakref__); t(lambda: int.__dict__['__add__']); t(lambda: vars(1)); t(lambda: object.__subclasshook__(1)); t(lambda: A.__subclasses__())
t(lambda: dir(object())); t(lambda: 'm' in dir(A()), ); t(lambda: A.__sizeof__(A()) > 0)
class G:
    def __getattr__(self, n):
        if n == 'bad': raise AttributeError("custom")
        return n
    def __setattr__(self, n, v): object.__setattr__(self, n, (n, v))
    def __delattr__(self, n): print("del", n); object.__delattr__(self, n)
g = G(); g.x = 1; print(g.x, g.y); del g.x; print(g.x); t(lambda: g.bad); t(lambda: hasattr(g,'bad')); t(lambda: delattr(g,'zz'))
class GA:
    def __getattribute__(self, n): return "ga " + n
t(lambda: GA().foo); t(lambda: GA().__class__); t(lambda: len(GA()))
class Cmp:
    def __lt__(self, o): return "lt"
    def __eq__(self, o): return "eq"
    __hash__ = None
t(lambda: Cmp() < 1); t(lambda: 1 > Cmp()); t(lambda: Cmp() != 1); t(lambda: 1 == Cmp()); t(lambda: {Cmp(): 1}); t(lambda: Cmp() <= 1)
class H:
    def __hash__(self): return 2**70
t(lambda: hash(H()) == hash(2**70))
class HB:
    def __hash__(self): return "x"
t(lambda: hash(HB()))
class B0:
    def __bool__(self): return 1
t(lambda: bool(B0()))
class L0:
    def __len__(self): return -1
class L1:
    def __len__(self): return 2**70
class L2:
    def __len__(self): return "x"
t(lambda: len(L0())); t(lambda: bool(L0())); t(lambda: len(L1())); t(lambda: len(L2()))
class R0:
    def __repr__(self): return 1
    def __str__(self): return 2
    def __format__(self, s): return 3
t(lambda: repr(R0())); t(lambda: str(R0())); t(lambda: format(R0()))
class I0:
    def __iter__(self): return 1
t(lambda: iter(I0()))
class I1: __iter__ = None
t(lambda: iter(I1())); t(lambda: 1 in I1())
class C1: __contains__ = None; __getitem__ = lambda s, i: i
t(lambda: 1 in C1())
class GI:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 2
t(lambda: list(GI())); t(lambda: 4 in GI()); t(lambda: 5 in GI()); t(lambda: list(reversed(GI())))
class Idx:
    def __index__(self): return 3
t(lambda: [1,2,3,4][Idx()]); t(lambda: int(Idx())); t(lambda: float(Idx())); t(lambda: hex(Idx())); t(lambda: range(Idx())); t(lambda: "a"*Idx())
class BadIdx:
    def __index__(self): return "x"
t(lambda: [1][BadIdx()])
class Flt:
    def __float__(self): return 1
t(lambda: float(Flt()))
class N:
    def __new__(cls, *a): return object.__new__(cls)
t(lambda: type(N(1,2)).__name__)
class NI:
    def __init__(self): return 1
t(lambda: NI())
class NN:
    def __new__(cls): return 5
    def __init__(self): print("never")
t(lambda: NN())
class D:
    def __get__(self, i, o): return (i is None, o.__name__)
class DD(D):
    def __set__(self, i, v): print("set", v)
    def __delete__(self, i): print("delete")
class U: d = D(); dd = DD()
u = U(); u.__dict__['d'] = 'inst'; u.__dict__['dd'] = 'inst'
t(lambda: u.d); t(lambda: u.dd); t(lambda: U.d); u.dd = 4; del u.dd
t(lambda: type('X', (), dict(__doc__='d')).__doc__)
t(lambda: A.__class__); t(lambda: isinstance(A, type)); t(lambda: issubclass(A, object)); t(lambda: type(type)); t(lambda: type.mro(A)); t(lambda: type.mro(int))
t(lambda: A.nope); t(lambda: A().nope); t(lambda: setattr(A(), 'm', 1)); t(lambda: None.x); t(lambda: (1).x); t(lambda: [].foo); t(lambda: setattr([], 'foo', 1)); t(lambda: delattr(A(), 'm'))
import copy
class P:
    def __init__(self): self.a = [1]
p = P(); q = copy.copy(p); r = copy.deepcopy(p)
print(q.a is p.a, r.a is p.a, r.a, p.__reduce_ex__(2)[0].__name__, p.__getstate__())
class SL:
    __slots__ = ('a', 'b')
s = SL(); s.a = 1
print(copy.copy(s).a, s.__getstate__(), SL.a, SL.__slots__, s.__reduce_ex__(2)[2])
class M(type):
    def __instancecheck__(cls, o): return o == 3
    def __subclasscheck__(cls, o): return o is int
class MM(metaclass=M): pass
print(isinstance(3, MM), isinstance(4, MM), issubclass(int, MM), issubclass(str, MM), isinstance(MM(), MM), isinstance(3, (str, MM)))
class Pow:
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __matmul__(self, o): return "mat"
    def __rmatmul__(self, o): return "rmat"
    def __divmod__(self, o): return "dm"
    def __rdivmod__(self, o): return "rdm"
    def __round__(self, n=None): return ("round", n)
    def __ceil__(self): return "ceil"
    def __trunc__(self): return 7
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __int__(self): return 9
    def __complex__(self): return 1j
    def __bytes__(self): return b"by"
    def __length_hint__(self): return 10
    def __reversed__(self): return "rev"
    def __dir__(self): return ["b", "a"]
x = Pow()
t(lambda: (x**2, pow(x,2,3), 2**x, x@1, 1@x, divmod(x,1), divmod(1,x), round(x), round(x,2), -x, +x, ~x, abs(x), int(x), complex(x), bytes(x), reversed(x), dir(x)))
import math
t(lambda: (math.ceil(x), math.trunc(x)))
import operator
t(lambda: operator.length_hint(x))
t(lambda: pow(2, x, 3))
def f(a, b=2, *c, d=4, **e): pass
print(f.__defaults__, f.__kwdefaults__, f.__code__.co_varnames, f.__name__)
class Ctx:
    __slots__ = ()
t(lambda: Ctx().__dict__); t(lambda: setattr(Ctx(), 'x', 1))
print(super.__doc__ is not None, property.__doc__ is not None, int.__doc__ is not None)
print(classmethod(f).__func__ is f, staticmethod(f)(1), repr(staticmethod(len)), staticmethod(f).__name__)
t(lambda: classmethod(f)())
class K:
    @classmethod
    @property
    def cp(cls): return 1
t(lambda: type(K.cp).__name__)
t(lambda: type(K.__dict__['cp']).__name__)
print(A.__dict__['m'].__get__(A(), A).__func__ is A.m, A.m.__get__(None, A) is A.m)
t(lambda: A.m()); t(lambda: A().m(1))
