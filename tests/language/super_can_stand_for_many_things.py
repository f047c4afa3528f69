# oracle: 3.13
class A:
    x = "A.x"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
class B(A):
    x = "B.x"
    def f(self): return "B.f " + super().f()
    @classmethod
    def c(cls): return "B.c " + super().c()
    @staticmethod
    def s(): return "B.s " + super(B, B).s()
    @property
    def p(self): return "B.p " + super().p
    def get_x(self): return super().x
    def bound(self): return super()
    def in_lambda(self): return (lambda: super(B, self).f())()
    def nested(self):
        def inner():
            return __class__.__name__
        return inner()
    def captured(self):
        g = lambda: self
        return super().f(), g() is self
b = B()
print(b.f(), b.c(), B.c(), b.s(), b.p, b.get_x(), b.in_lambda(), b.nested(), b.captured())
print(super(B, b).f(), super(B, B).c(), super(B, b).x, super(B, b).__thisclass__.__name__, super(B, b).__self_class__.__name__)
def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
show(lambda: super(A, 1))
show(lambda: super(B, A))
show(lambda: super(1))
show(lambda: super(1, 2, 3))
show(lambda: super())
show(lambda: b.bound().missing)
show(lambda: b.bound().__class__)
def outside(self):
    return super().f()
show(lambda: outside(b))
class C(B):
    def __getattr__(self, name): return "getattr " + name
    def f(self): return super().f()
print(C().f(), C().nothing)
