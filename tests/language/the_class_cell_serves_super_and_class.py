class A:
    def me(self):
        return __class__
    @classmethod
    def cm(cls):
        return __class__.__name__, cls.__name__
    @staticmethod
    def sm():
        return __class__.__name__
    def nested(self):
        return (lambda: __class__.__name__)()
    def comprehension(self):
        return [__class__.__name__ for _ in range(1)]
class B(A):
    pass
b = B()
print(b.me().__name__, B.cm(), b.sm(), b.nested(), b.comprehension())
def outside(self):
    return super().me()
B.outside = outside
try:
    b.outside()
except RuntimeError as error:
    print(error)
class Meta(type):
    def __new__(m, name, bases, ns):
        cls = super().__new__(m, name, bases, ns)
        cls.made = True
        return cls
class C(metaclass=Meta):
    def f(self):
        return __class__.made
print(C().f())
