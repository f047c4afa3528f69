class Base:
    name = "base"
    @staticmethod
    def plain(x):
        return x * 2
    @classmethod
    def make(cls, *args):
        return cls.__name__, cls.name, args
class Child(Base):
    name = "child"
print(Base.plain(2), Base().plain(3), Child.plain(4))
print(Base.make(), Child.make(1), Child().make(2))
print(Child.make.__self__ is Child)
@staticmethod
def called_directly():
    return "static functions are callable"
print(called_directly())
print(type(Base.__dict__["plain"]).__name__, type(Base.__dict__["make"]).__name__)
