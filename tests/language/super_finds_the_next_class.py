class Base:
    def greet(self):
        return "base"
    @classmethod
    def make(cls):
        return "made by " + cls.__name__
    value = property(lambda self: "base value")
class Child(Base):
    def greet(self):
        return "child over " + super().greet()
    def explicit(self):
        return super(Child, self).greet()
    @classmethod
    def make(cls):
        return super().make() + "!"
    @property
    def value(self):
        return "child of " + super().value
    def in_comprehension(self):
        greet = super().greet
        return [greet() for _ in range(2)]
c = Child()
print(c.greet(), c.explicit(), Child.make(), c.value, c.in_comprehension())
print(super(Child, c).greet())
class Bad:
    def method():
        super()
try:
    Bad.method()
except RuntimeError as error:
    print(error)
try:
    super(Child, 1)
except TypeError as error:
    print("TypeError")
